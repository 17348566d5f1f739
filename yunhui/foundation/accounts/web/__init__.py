"""The doors: signing in, registering, second factors, and one's own account."""
