"""Rate limits: how often one key may do one thing, counted in the database so that every process counts together."""
