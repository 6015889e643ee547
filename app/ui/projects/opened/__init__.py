"""Pages that open over the tree of projects, and the way between them."""
