"""What the previous release left behind, brought up to this version."""
