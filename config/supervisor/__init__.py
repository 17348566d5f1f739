"""Starts, watches and stops the city's four children: postgres, web, realtime and worker."""
