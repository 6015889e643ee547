"""What travels between copies: versions and change records. Its bytes keep their meaning for good."""
