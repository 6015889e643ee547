"""Writers of other programs' formats: neutral rows in, a file out. They know no store."""
