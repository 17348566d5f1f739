"""Has tables, knows nothing of talent."""
