"""One engine for every programme: calls, applications, review, decisions."""
