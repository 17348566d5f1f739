"""Objections to entries on public notice (异议): examined again, answered with reasons; each stops one entry alone."""
