"""One decision as an auditor reads it: who saw, who changed, what was known when, by which rule."""
