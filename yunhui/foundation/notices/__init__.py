"""Notices and letters: templates, channels, and an outbox of what was said to whom and whether it arrived."""
