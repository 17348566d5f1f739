"""What the make targets call. `bootstrap` runs before the environment exists."""
