"""Cloud roadshow (云创荟): an open call, docking beside expert review, one decision, a notice, two days on stage."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from yunhui.foundation.codes.services import INDUSTRIES
from yunhui.foundation.formkit.services import publish_form
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.enums import RankBy
from yunhui.pipeline.calls.models import Call, Programme
from yunhui.pipeline.calls.services import CallPlan, create_call
from yunhui.recipes.cloud_roadshow.conditions import BEFORE, ELIGIBILITY, UNDERTAKING
from yunhui.recipes.cloud_roadshow.form import QUESTIONS
from yunhui.recipes.cloud_roadshow.stages import STAGES

KEY = "cloud-roadshow"


@transaction.atomic
def programme(*, actor: Actor, jurisdiction: Jurisdiction) -> Programme:
    """The city's standing programme of cloud roadshows."""
    row, _made = Programme.objects.get_or_create(
        key=KEY,
        defaults={"recipe": KEY, "name_zh": "云创荟", "name_en": "Cloud roadshow", "jurisdiction": jurisdiction},
    )
    return row


@transaction.atomic
def draft_call(
    *,
    actor: Actor,
    jurisdiction: Jurisdiction,
    code: str,
    titles: tuple[str, str],
    window: tuple[datetime | None, datetime | None],
    event_days: tuple[date, ...],
    seats: int = 32,
    reserves: int = 5,
    **fields: Any,
) -> Call:
    """A draft call by this recipe; seats are shared evenly over the four groups, the rest goes by rank over all.

    Raises:
        RefusedError: not the talent office.
        DomainError: `code_taken`.
    """
    form = publish_form(actor=actor, form=KEY, questions=QUESTIONS)
    groups = tuple(
        {"key": key, "industry": key, "name_zh": zh, "name_en": en, "quota": seats // len(INDUSTRIES)}
        for key, zh, en in INDUSTRIES
    )
    summaries = {
        "summary_zh": "面向全球征集高层次人才项目。四个组别，板块对接与专家初评两关，"
        "入围项目在自己城市的白天线上路演。",
        "summary_en": "An open call to founders and researchers anywhere. Four groups; host areas and experts "
        "both have their say; the selected pitch online, in the daytime of their own city.",
    }
    return create_call(
        actor=actor,
        programme=programme(actor=actor, jurisdiction=jurisdiction),
        plan=CallPlan(
            code=code,
            title_zh=titles[0],
            title_en=titles[1],
            form_version=form,
            groups=groups,
            stages=STAGES,
            opens_at=window[0],
            closes_at=window[1],
            event_days=event_days,
            fields={
                "seats": seats,
                "reserves": reserves,
                "rank_by": RankBy.MEAN,
                "rule_clause": "12",
                "eligibility": [question.as_stored() for question in ELIGIBILITY],
                "before": BEFORE.as_stored(),
                "undertaking_zh": UNDERTAKING[0],
                "undertaking_en": UNDERTAKING[1],
                **summaries,
                **fields,
            },
        ),
    )
