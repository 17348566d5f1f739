"""Consent by purpose and recipient: each apart, versioned, revocable."""
