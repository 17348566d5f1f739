"""A call as it lies on the office's desk: with everything that its pages need, read once."""

from dataclasses import dataclass

from yunhui.pipeline.calls.models import Call, Group, Stage


@dataclass(frozen=True, slots=True)
class Desk:
    """A call with its groups and stages at hand, for one page; `language` is the reader's."""

    call: Call
    groups: list[Group]
    stages: list[Stage]
    language: str

    def stage(self, kind: str) -> Stage | None:
        """The first stage of a kind."""
        return next((stage for stage in self.stages if stage.kind == kind), None)

    def stale(self, prefix: str = "") -> dict[str, str]:
        """Which texts of a part are behind: {name: zh or en}."""
        return {
            path.removeprefix(prefix): behind for path, behind in self.call.stale.items() if path.startswith(prefix)
        }
