"""Which days a page looks at: ranges by name, or from one day to another."""
