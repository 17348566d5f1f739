"""What the office does to many applications at once: shown first, row by row, then done once."""
