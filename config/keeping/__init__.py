"""Backup and restore: the database, the files and the keys of a city in one archive, and the drill that proves it."""
