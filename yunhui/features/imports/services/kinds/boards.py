"""Tables of host areas."""

from collections.abc import Mapping, Sequence
from typing import Any

from yunhui.features.imports.enums import Outcome
from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.rules import Wrong, choice_of, columns_of, half, plain, read_cell, some_of
from yunhui.features.imports.services.kinds.reading import Reading, differences
from yunhui.features.site.selectors import guard
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.actor import Actor
from yunhui.parties.enums import BoardKind, OrganisationKind
from yunhui.parties.models import Board
from yunhui.parties.selectors import city
from yunhui.parties.services import add_board, add_jurisdiction, add_organisation, change_board

_KINDS = {
    str(BoardKind.COUNTY): ("县区", "县", "区", "县（市、区）", "County", "District", "County or district"),
    str(BoardKind.ZONE): ("开发区", "高新区", "经开区", "功能区", "园区", "Zone", "Development zone"),
    str(BoardKind.UNIVERSITY): ("高校", "大学", "University"),
}
_OWN = ("name_zh", "name_en", "kind", "industries", "wants_zh", "wants_en", "offers_zh", "offers_en", "sort")


class Boards:
    """Host areas, known again by the code of their jurisdiction; a new one makes its node and its organisation too."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        self.actor, self.columns = actor, columns_of(run.kind)
        found = city()
        self.root = found.jurisdiction if found else None
        industries = codes_of(Scheme.INDUSTRY)
        self.industries = {code: (row.name_zh, row.name_en) for code, row in industries.items()}
        rows = Board.objects.select_related("jurisdiction")
        self.existing = {row.jurisdiction_id: row for row in rows}
        self.guard = guard()
        self.names = {plain(row.name_zh): row.jurisdiction_id for row in self.existing.values()}

    def read(self, texts: Mapping[str, str]) -> Reading:
        """Kinds and industries by code or name."""
        values: dict[str, Any] = {}
        problems: list[Wrong] = []
        for column in self.columns:
            values[column.key], wrong = read_cell(column, texts.get(column.key, ""))
            problems += [wrong] if wrong else []
        if values["kind"] and not (code := choice_of(values["kind"], _KINDS)):
            problems.append(Wrong("kind", values["kind"], "not_a_choice", {"choices": some_of(_KINDS)}))
        elif values["kind"]:
            values["kind"] = code
        if values["industries"]:
            values["industries"], unknown = self._industries(values["industries"])
            problems += [
                Wrong("industries", one, "not_a_choice", {"choices": some_of(self.industries)}) for one in unknown
            ]
        code = half(values["code"])
        if (other := self.names.get(plain(str(values["name_zh"])))) and other != code and code not in self.existing:
            problems.append(Wrong("name_zh", values["name_zh"], "name_taken", {"code": other}))
        said = {name: str(values[name] or "") for name in _OWN if name.endswith(("_zh", "_en"))}
        problems += [
            Wrong(one.field, said[one.field], "guarded", {"word": one.found, "instead": one.rule.instead or "—"})
            for one in self.guard.look(said)
            if one.rule.blocks
        ]
        if self.root is None:
            problems.append(Wrong("", "", "no_city"))
        return Reading(values, code, problems)

    def compare(self, reading: Reading) -> None:
        """Against the host areas that are there."""
        if row := self.existing.get(reading.key):
            current = {name: getattr(row, name) for name in _OWN}
            own = {name: value for name, value in reading.values.items() if name in _OWN}
            reading.target, reading.changes = str(row.pk), differences(own, current)

    def write(self, rows: Sequence[ImportRow]) -> Mapping[int, str]:
        """One after the other: there are tens of them."""
        written = {}
        for row in rows:
            own = {name: row.values[name] for name in _OWN if row.values.get(name) not in ("", None, [])}
            if row.outcome == Outcome.CHANGED:
                board = change_board(actor=self.actor, board_id=row.target_id, **own)  # type: ignore[arg-type]
            else:
                board = self._add(str(row.values["code"]), own)
            written[row.pk] = str(board.pk)
        return written

    def _add(self, code: str, own: dict[str, Any]) -> Board:
        names = {"name_zh": own["name_zh"], "name_en": own["name_en"]}
        kind = own.pop("kind")
        node = add_jurisdiction(
            actor=self.actor, code=code, kind=kind, parent=self.root, sort=own.get("sort", 0), **names
        )
        university = kind == BoardKind.UNIVERSITY
        of_kind = OrganisationKind.UNIVERSITY if university else OrganisationKind.GOVERNMENT
        organisation = add_organisation(actor=self.actor, kind=of_kind, jurisdiction=node, **names)
        return add_board(actor=self.actor, organisation=organisation, jurisdiction=node, kind=kind, **own)

    def _industries(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        codes = {word: choice_of(word, self.industries) for word in words}
        return [code for code in codes.values() if code], [word for word, code in codes.items() if not code]


def names_of_boards() -> dict[str, Board]:
    """Every host area by its plain names and by the code of its jurisdiction."""
    rows = Board.objects.filter(is_active=True)
    return {plain(word): row for row in rows for word in (row.name_zh, row.name_en, row.jurisdiction_id)}
