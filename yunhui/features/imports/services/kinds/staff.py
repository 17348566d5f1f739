"""Tables of staff: each person is invited, and the roles are proposed to who grants them."""

from collections.abc import Mapping, Sequence
from typing import Any

from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.rules import Wrong, choice_of, columns_of, plain, read_cell, some_of
from yunhui.features.imports.services.kinds.boards import names_of_boards
from yunhui.features.imports.services.kinds.reading import Reading
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import Proposal, RoleGrant, User
from yunhui.foundation.accounts.rules import can_hold
from yunhui.foundation.accounts.services import invite_staff
from yunhui.kernel.actor import Actor, Grant
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.calls.models import Call

_ROLES = {
    str(Role.OFFICE): ("人才办", "人才工作办公室", "Talent office"),
    str(Role.APPROVER): ("人才办主任", "主任", "审批人", "Office director"),
    str(Role.BOARD): ("板块联系人", "县区专员", "板块专员", "县区对接专员", "Host-area officer"),
    str(Role.EXPERT): ("评审专家", "专家", "Expert"),
    str(Role.CHAIR): ("评审组组长", "组长", "Panel leader"),
    str(Role.SYSTEM_ADMIN): ("系统管理员", "System administrator"),
    str(Role.SECURITY_ADMIN): ("安全管理员", "Security administrator"),
    str(Role.AUDIT_ADMIN): ("审计管理员", "安全审计管理员", "Security-audit administrator"),
}
_LANGUAGES = {CHINESE: ("中文", "Chinese", "zh"), ENGLISH: ("英文", "English", "en")}


class Staff:
    """Members of staff, known again by e-mail address, role and scope: one row gives one role."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        self.actor, self.columns = actor, columns_of(run.kind)
        self.boards = names_of_boards()
        self.calls = {plain(row.code): row for row in Call.objects.all()}
        self.users = {row.email.casefold(): row for row in User.objects.all()}
        held = RoleGrant.objects.filter(ended_at__isnull=True)
        asked = Proposal.objects.filter(state="open")
        columns = ("user_id", "role", "scope_kind", "scope_id")
        self.held = {*held.values_list(*columns), *asked.values_list(*columns)}

    def read(self, texts: Mapping[str, str]) -> Reading:
        """The role by name, the scope by the name of a host area or the code of a call."""
        values: dict[str, Any] = {}
        problems: list[Wrong] = []
        for column in self.columns:
            values[column.key], wrong = read_cell(column, texts.get(column.key, ""))
            problems += [wrong] if wrong else []
        role = choice_of(values["role"], _ROLES) if values["role"] else ""
        if values["role"] and not role:
            problems.append(Wrong("role", values["role"], "not_a_choice", {"choices": some_of(_ROLES)}))
        kind, scope_id = self._scope(role, str(values["scope"]))
        if kind is None:
            problems.append(Wrong("scope", values["scope"], "no_such_scope"))
        elif role and not can_hold(role, kind):
            problems.append(Wrong("scope", values["scope"], "needs_board" if role == Role.BOARD else "no_such_scope"))
        language = choice_of(values["language"], _LANGUAGES) if values["language"] else CHINESE
        values |= {"role": role or values["role"], "scope_kind": kind or "", "scope_id": scope_id}
        values["language"] = language or CHINESE
        return Reading(values, f"{values['email']}|{role}|{kind}|{scope_id}", problems)

    def compare(self, reading: Reading) -> None:
        """Against accounts, the roles that they hold and those that wait to be granted."""
        values = reading.values
        user = self.users.get(str(values["email"]).casefold())
        if user is None:
            return
        reading.target = str(user.pk)
        if (user.pk, values["role"], values["scope_kind"], values["scope_id"]) not in self.held:
            reading.changes = {"role": ("", values["role"])}

    def write(self, rows: Sequence[ImportRow]) -> Mapping[int, str]:
        """One invitation after the other; each sends its letter."""
        written = {}
        for row in rows:
            values = row.values
            grant = Grant(values["role"], values["scope_kind"], values["scope_id"])
            invitation = invite_staff(
                actor=self.actor,
                email=values["email"],
                name=values["name"],
                grants=[grant],
                language=values["language"],
            )
            written[row.pk] = str(invitation.user_id)
        return written

    def _scope(self, role: str, text: str) -> tuple[str | None, str]:
        if not text:
            return str(ScopeKind.CITY), ""
        if board := self.boards.get(plain(text)):
            return str(ScopeKind.BOARD), str(board.pk)
        if (call := self.calls.get(plain(text))) and role != Role.BOARD:
            return str(ScopeKind.CALL), str(call.pk)
        return None, ""
