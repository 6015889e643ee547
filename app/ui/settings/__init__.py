"""Settings: how Stintbook counts, looks, keeps its data, and what it knows about itself."""
