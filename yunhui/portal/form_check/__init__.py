"""The form check as the office works on it: what to look at, ready words for what is missing, and the clocks."""
