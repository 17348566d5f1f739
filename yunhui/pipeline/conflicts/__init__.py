"""Conflicts of interest between experts and applications: declared or computed, and kept for good."""
