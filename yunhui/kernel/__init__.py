"""The ground: clock, ids, cryptography, states, actors and errors; no tables, hardly any Django."""
