"""Saved views: a reader's own names for the ways they look at a list."""
