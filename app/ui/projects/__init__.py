"""Projects: the tree of groups, one project's page, and the forms to make and change them."""
