"""Forms that live in the side panel: project, group, client, and the choices of deleting and merging."""
