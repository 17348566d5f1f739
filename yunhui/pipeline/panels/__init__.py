"""Who judges in a call: invited or drawn by lot, sealed until the sign-in, paid by the roster."""
