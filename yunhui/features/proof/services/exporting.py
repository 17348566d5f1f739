"""One decision as a file that proves itself: rows of the log, their chain, and a program that needs nothing of ours."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yunhui.features.proof.selectors import Story, decision_for, paper_of, story_of, told
from yunhui.foundation.audit.rules import content, instant
from yunhui.foundation.audit.selectors import links_of
from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import RefusedError
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.decisions.models import BatchItem
from yunhui.ui.papers import as_pdf

_DATA = Path(__file__).resolve().parent.parent / "data"
FORMAT = "yunhui-decision-1"
_LANGUAGES = {"zh": CHINESE, "en": ENGLISH}


@transaction.atomic
def export_decision(*, actor: Actor, code: str, batch: int, number: int) -> tuple[str, bytes]:
    """The decision as a ZIP and its file name, which names neither project nor people.

    Raises:
        NotFoundError: there is none, or not for this actor.
        RefusedError: `second_factor`: it was not confirmed a moment ago.
    """
    item = _allowed(actor, code, batch, number)
    data = _pack(story_of(actor, item), {key: _paper(actor, item, language) for key, language in _LANGUAGES.items()})
    return f"decision-{code}-{batch}-{number:04d}.zip", _recorded(actor, item, data)


@transaction.atomic
def print_decision(*, actor: Actor, code: str, batch: int, number: int) -> tuple[str, bytes]:
    """The page as PDF in the actor's language, and its file name.

    Raises:
        NotFoundError: there is none, or not for this actor.
        RefusedError: `second_factor`: it was not confirmed a moment ago.
    """
    item = _allowed(actor, code, batch, number)
    return f"decision-{code}-{batch}-{number:04d}.pdf", _recorded(actor, item, _paper(actor, item, actor.language))


def _allowed(actor: Actor, code: str, batch: int, number: int) -> BatchItem:
    item = decision_for(actor, code, batch, number)
    if not actor.is_fresh(clock.now()):
        raise RefusedError("second_factor", _("Confirm your second factor first."))
    return item


def _recorded(actor: Actor, item: BatchItem, data: bytes) -> bytes:
    record(
        actor=actor,
        action="decision.exported",
        subject=("application", item.application_id),
        after={"batch": str(item.batch_id), "file": digest(data, "sha256")},
    )
    return data


def _paper(actor: Actor, item: BatchItem, language: str) -> bytes:
    with translation.override(language):
        return as_pdf(paper_of(story_of(replace(actor, language=language), item), language, clock.now()))


def _pack(story: Story, papers: Mapping[str, bytes]) -> bytes:
    members = {
        **{f"decision.{key}.pdf": data for key, data in papers.items()},
        "decision.json": json.dumps(_facts(story), ensure_ascii=False, indent=1, default=str).encode(),
        "decision.html": render_to_string("proof/export.html", {"story": story, "now": clock.now()}).encode(),
        "entries.jsonl": _lines(_entry(row) for row in story.rows),
        "links.jsonl": _lines(_links(story)),
        "verify.py": (_DATA / "verify.py").read_bytes(),
        "README.txt": (_DATA / "README.txt").read_bytes(),
    }
    members["SHA256SUMS"] = "".join(
        f"{digest(data, 'sha256').partition(':')[2]}  {name}\n" for name, data in sorted(members.items())
    ).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            archive.writestr(name, members[name])
    return out.getvalue()


def _lines(rows: Any) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _entry(row: Any) -> dict[str, Any]:
    """The content goes as the very text that the digest covers, so that nobody has to guess how to write it."""
    return {
        "seq": row.entry.pk,
        "position": row.position,
        "digest": row.entry.digest,
        "content": content(row.entry).decode(),
    }


def _links(story: Story) -> Any:
    if not story.span.first:
        return
    last = max(story.span.last, story.span.head)
    for link in links_of(max(1, story.span.first - 1), last):
        yield {"position": link.position, "entry": link.entry_digest, "chain": link.chain}


def _facts(story: Story) -> dict[str, Any]:
    item = story.item
    return {
        "format": FORMAT,
        "made_at": instant(clock.now()),
        "call": story.call.code,
        "application": item.application.number,
        "batch": item.batch.number,
        "state": item.batch.state,
        "outcome": item.outcome,
        "rank": item.rank,
        "score": item.score,
        "reserve_number": item.reserve_number,
        "interests": item.interests,
        "reasons": item.reasons,
        "told": {key: told(story, language) for key, language in _LANGUAGES.items()},
        "rule": item.batch.rule,
        "amendments_before": story.amendments,
        "form_version": story.form_version,
        "inputs": item.batch.inputs,
        "known": [
            {
                "at": instant(one.known.at),
                "what": one.what,
                "totals": one.known.totals,
                "score": one.known.score,
                "interests": one.known.interests,
                "conflicts": one.known.conflicts,
            }
            for one in story.moments
        ],
        "batches": [
            {
                "number": one.batch.number,
                "state": one.batch.state,
                "outcome": one.outcome,
                "rank": one.rank,
                "score": one.score,
                "inputs": one.batch.inputs,
            }
            for one in story.batches
        ],
        "chain": {"first": story.span.first, "last": story.span.last, "head": story.span.head},
    }
