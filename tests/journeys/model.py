"""What applying and docking promise, in plain Python: the model against which the pipeline is driven.

It knows nothing of tables. An answer is a state machine of its own; a call has one clock; host areas are numbers.
"""

from dataclasses import dataclass, field


@dataclass
class ModelOffer:
    """One host area's answer: pending, interested, not_interested, lapsed, closed."""

    state: str = "pending"


@dataclass
class ModelApplication:
    """One application as its applicant, the office and the host areas should see it."""

    owner: int
    answers: dict[str, str] = field(default_factory=dict)
    versions: list[dict[str, str]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    state: str = "draft"
    number: int | None = None
    screening: str = "waiting"
    docking: str = "waiting"
    review: str = "waiting"
    consents: set[str] = field(default_factory=set)
    offers: dict[int, ModelOffer] = field(default_factory=dict)
    asked: int = 0

    @property
    def has_ended(self) -> bool:
        """Withdrawn and declined move no more."""
        return self.state in ("withdrawn", "declined")

    def submit(self, number: int) -> bool:
        """Let the answers stand as a version; whether one was added."""
        if self.versions and self.versions[-1] == self.answers:
            return False
        self.versions.append(dict(self.answers))
        if self.state == "draft":
            self.state, self.number, self.screening = "in_progress", number, "open"
        return True

    def screen(self, *, passed: bool, boards: list[int], most: int) -> None:
        """The form check is decided; docking and review open beside each other, or all is over."""
        if not passed:
            self.screening = "failed"
            self.end("declined")
            return
        self.screening, self.docking, self.review = "passed", "open", "open"
        if "boards" in self.consents:
            self.offers = {board: ModelOffer() for board in boards[:most]}

    def answer(self, board: int, state: str) -> None:
        """A host area answers, or its time runs out; docking ends when nobody is left to answer."""
        self.offers[board].state = state
        self.conclude()

    def conclude(self) -> None:
        """Docking ends when no answer is awaited: with an interest it is passed, without it is weighed later."""
        states = [one.state for one in self.offers.values()]
        if self.docking == "open" and "pending" not in states:
            self.docking = "passed" if "interested" in states else "failed"

    def close_offers(self) -> None:
        """The applicant lets host areas read no more."""
        for one in self.offers.values():
            one.state = "closed"
        self.conclude()

    def end(self, state: str) -> None:
        """It is over: what waits is skipped, what is open fails."""
        self.state = state
        for stage in ("screening", "docking", "review"):
            was = getattr(self, stage)
            after = {"waiting": "skipped", "open": "failed", "returned": "failed"}.get(was, was)
            setattr(self, stage, after if self.number is not None else was)
