"""A table on its way in: read, mapped, confirmed, given up, forgotten."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePath
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yunhui.features.imports.enums import Kind, RunState
from yunhui.features.imports.models import ImportRow, ImportRun, KnownHead
from yunhui.features.imports.rules import Column, can_import, columns_of, find_heads, guess_mapping, plain, read_table
from yunhui.features.imports.services.queue import go_on_later
from yunhui.features.imports.services.sealing import sealed_cells
from yunhui.features.imports.states import RUN
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text, questions_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.kernel.rows import insert_rows
from yunhui.pipeline.applications.services import form_of
from yunhui.pipeline.calls.models import Call

# What was read is kept so long after the last touch, then only its counts.
KEPT = timedelta(days=30)


@transaction.atomic
def start_import(
    *, actor: Actor, kind: str, file_name: str, data: bytes, call: Call | None = None, consent: str = ""
) -> ImportRun:
    """Read a table and guess its columns; nothing of it is written. The check follows (see `is_small`).

    Args:
        consent: for applications, where the consents to be read by experts and host areas are kept; without it the
            applications carry none.

    Raises:
        RefusedError: not the actor's to bring in.
        InvalidError: no such kind, or no call.
        DomainError: the file is no table that can be read.
    """
    if kind not in Kind.values:
        raise InvalidError([Problem("kind", "not_a_choice", _("Choose what the table holds."))])
    require(can_import(actor, kind, call))
    if kind == Kind.APPLICATIONS and (call is None or call.form_version is None):
        raise InvalidError([Problem("call", "required", _("Choose a published call."))])
    source = clean_text(consent)
    if len(source) > 200:
        sentence = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": len(source) - 200}
        raise InvalidError([Problem("consent", "too_long", sentence)])
    table = read_table(data)
    columns, known = run_columns(kind, call), known_heads(kind)
    at = find_heads(table.rows, columns, known)
    heads, rows = table.rows[at], table.rows[at + 1 :]
    if not rows:
        raise DomainError("no_rows", _("Under the heads the table has no rows. Choose another file."))
    mapping = guess_mapping(heads.cells, columns, known)
    run = ImportRun.objects.create(
        kind=kind,
        call=call if kind == Kind.APPLICATIONS else None,
        file_name=clean_text(PurePath(file_name.replace("\\", "/")).name)[:200] or "table",
        digest=digest(data, settings.DIGEST_ALGORITHM),
        encoding=table.encoding,
        separator=table.separator,
        sheet=table.sheet,
        heads=[cell[:200] for cell in heads.cells],
        mapping={str(place): key for place, key in mapping.items()},
        settings={"consent": source, "is_sure": bool(mapping)},
        total=len(rows),
        by_id=actor.user_id,
    )
    insert_rows([ImportRow(run=run, number=row.number, cells=sealed_cells(kind, row.cells)) for row in rows])
    record(
        actor=actor,
        action="import.read",
        subject=("import", run.pk),
        after={"kind": kind, "digest": run.digest, "rows": run.total, "encoding": run.encoding},
    )
    go_on_later(run)
    return run


@transaction.atomic
def map_columns(*, actor: Actor, run_id: UUID, mapping: Mapping[int, str]) -> ImportRun:
    """Say which columns mean what; it is remembered for the next table of the kind, and the check begins anew.

    Raises:
        NotFoundError: not the actor's run.
        InvalidError: a field that the kind has not, or one field twice.
        DomainError: `move_not_allowed`: it is being written or has ended.
    """
    run = locked_run(actor, run_id)
    known = {column.key for column in run_columns(run.kind, run.call)}
    chosen = {place: key for place, key in mapping.items() if key and 0 <= place < len(run.heads)}
    problems = [
        Problem(f"column-{place}", "not_a_choice", _("Choose one from the list."))
        for place, key in chosen.items()
        if key not in known
    ]
    seen: dict[str, int] = {}
    for place, key in sorted(chosen.items()):
        if key in seen:
            twice = _("Two columns cannot mean the same. Leave one of them out.")
            problems.append(Problem(f"column-{place}", "twice", twice))
        seen.setdefault(key, place)
    if problems:
        raise InvalidError(problems)
    if run.state != RunState.CHECKING:
        RUN.check(run.state, RunState.CHECKING)
    run.mapping = {str(place): key for place, key in chosen.items()}
    run.state, run.done, run.counts, run.touched_at = RunState.CHECKING, 0, {}, clock.now()
    run.save(update_fields=["mapping", "state", "done", "counts", "touched_at"])
    run.rows.update(outcome="", key="", target_id="", changes={}, problems=[], values={})
    for place, head in enumerate(run.heads):
        if head:
            KnownHead.objects.update_or_create(
                kind=run.kind, head=plain(head)[:120], defaults={"field": chosen.get(place, ""), "at": clock.now()}
            )
    go_on_later(run)
    return run


@transaction.atomic
def confirm_import(*, actor: Actor, run_id: UUID) -> ImportRun:
    """Let what was checked be written. A second press finds it under way.

    Raises:
        NotFoundError: not the actor's run.
        DomainError: `nothing_to_write`; `another_is_written` of the same kind and call; `move_not_allowed`: it is not
            checked, or was given up.
    """
    run = locked_run(actor, run_id)
    if run.state in (RunState.WRITING, RunState.DONE):
        return run
    RUN.check(run.state, RunState.WRITING)
    if not any(run.counts.get(outcome) for outcome in ("new", "changed")):
        raise DomainError("nothing_to_write", _("No row is new or changed: there is nothing to write."))
    run.state, run.done, run.touched_at = RunState.WRITING, 0, clock.now()
    try:
        with transaction.atomic():
            run.save(update_fields=["state", "done", "touched_at"])
    except IntegrityError as error:
        sentence = _("Another table of this kind is being written. Wait until it is done, then press again.")
        raise DomainError("another_is_written", sentence) from error
    record(actor=actor, action="import.confirmed", subject=("import", run.pk), after={"counts": run.counts})
    go_on_later(run)
    return run


@transaction.atomic
def cancel_import(*, actor: Actor, run_id: UUID) -> ImportRun:
    """Give a table up; what was read of it is forgotten at once.

    Raises:
        NotFoundError: not the actor's run.
        DomainError: `move_not_allowed`: it is being written.
    """
    run = locked_run(actor, run_id)
    if run.state == RunState.CANCELLED:
        return run
    RUN.check(run.state, RunState.CANCELLED)
    run.state, run.finished_at = RunState.CANCELLED, clock.now()
    run.forgotten_at = run.finished_at
    run.save(update_fields=["state", "finished_at", "forgotten_at"])
    run.rows.all().delete()
    record(actor=actor, action="import.cancelled", subject=("import", run.pk))
    return run


def forget_old_imports() -> int:
    """Delete the rows of tables that nobody has touched for thirty days; how many tables. What was written stays."""
    old = ImportRun.objects.filter(forgotten_at__isnull=True, touched_at__lt=clock.now() - KEPT)
    count = 0
    for run_id in list(old.exclude(state=RunState.WRITING).values_list("pk", flat=True)[:20]):
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().get(pk=run_id)
            run.rows.all().delete()
            run.forgotten_at = clock.now()
            if run.state in (RunState.CHECKING, RunState.CHECKED):
                RUN.check(run.state, RunState.CANCELLED)
                run.state = RunState.CANCELLED
            run.save(update_fields=["forgotten_at", "state"])
            count += 1
    return count


def locked_run(actor: Actor, run_id: UUID) -> ImportRun:
    """A run that the actor may bring in, locked.

    Raises:
        NotFoundError: there is none, or it is not for this actor.
    """
    run = (
        ImportRun.objects.select_for_update(of=("self",)).select_related("call__form_version").filter(pk=run_id).first()
    )
    if run is None or not can_import(actor, run.kind, run.call):
        raise NotFoundError("import")
    return run


def run_columns(kind: str, call: Call | None) -> tuple[Column, ...]:
    """The columns of a kind; of applications those of the call's form."""
    return columns_of(kind, questions_of(form_of(call).questions) if call else ())


def known_heads(kind: str) -> dict[str, str]:
    """What somebody said of heads in tables of a kind."""
    return dict(KnownHead.objects.filter(kind=kind).values_list("head", "field"))
