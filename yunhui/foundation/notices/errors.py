"""Why a letter did not leave."""


class TemporaryRefusal(Exception):
    """The other side may take it later; the reply is kept with the attempt."""


class PermanentRefusal(Exception):
    """The other side will never take it: the address is wrong, or it refuses what is in it."""
