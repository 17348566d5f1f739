"""State machines as tables."""

from collections.abc import Iterable, Mapping

from yunhui.kernel.errors import DomainError


class Machine:
    """The allowed moves of one noun: state -> the states that it may move to."""

    def __init__(self, noun: str, moves: Mapping[str, Iterable[str]]) -> None:
        self.noun = noun
        self.moves = {str(here): frozenset(map(str, there)) for here, there in moves.items()}

    @property
    def states(self) -> frozenset[str]:
        """Every state that the table names."""
        return frozenset(self.moves).union(*self.moves.values())

    @property
    def endings(self) -> frozenset[str]:
        """The states that nothing leaves."""
        return frozenset(state for state in self.states if not self.moves.get(state))

    def allows(self, here: str, there: str) -> bool:
        """Whether the table has the move."""
        return str(there) in self.moves.get(str(here), frozenset())

    def check(self, here: str, there: str) -> None:
        """Let an allowed move pass.

        Raises:
            DomainError: `move_not_allowed`, with both states.
        """
        if not self.allows(here, there):
            raise DomainError("move_not_allowed", f"{self.noun}: {here} -> {there}", here=str(here), there=str(there))
