"""Applicants' questions to the office, and the answers that everyone may read."""
