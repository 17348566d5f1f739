"""What is particular, one room each."""
