"""One's own data: a copy of all that the city holds of a person, and its end."""
