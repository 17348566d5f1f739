"""The brain: pure functions from arrays and frozen dataclasses to choices with their reasons.

Nothing here knows Django, a database or a clock; everything is usable as a library and from the command line.
"""
