"""The office's list of one call's applications: what was asked of it, its filters, columns, rows, views and figures."""
