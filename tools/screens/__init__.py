"""Pictures of the pages of a running city."""
