"""Mounts the rooms' pages and navigates, by audience; no domain."""
