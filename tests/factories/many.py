"""Many applications of one call, written in bulk as a call in the middle of its work would have them.

For measuring lists and for checking them against Python; everything else makes its rows through the services.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.foundation.codes.models import Place
from yunhui.kernel import clock
from yunhui.kernel.crypto import digest
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState, Channel, PassState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass
from yunhui.pipeline.applications.rules import search_of
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, ScoreSheet

_THINGS = (
    ("固态电池", "solid-state battery"), ("手术机器人", "surgical robot"), ("大模型芯片", "chip for large models"),
    ("氢燃料电堆", "hydrogen stack"), ("卫星遥感", "satellite imaging"), ("柔性传感器", "flexible sensor"),
    ("合成生物", "synthetic biology"), ("工程机械电驱", "electric drive for machinery"), ("碳化硅器件", "SiC device"),
    ("mRNA 递送", "mRNA delivery"), ("量子测量", "quantum sensing"), ("光伏回收", "photovoltaic recycling"),
)  # fmt: skip
_HOW = (
    ("低温", "low-temperature"), ("高精度", "high-precision"), ("长寿命", "long-life"), ("低成本", "low-cost"),
    ("可穿戴", "wearable"), ("车规级", "automotive"), ("井下", "underground"), ("可降解", "degradable"),
)  # fmt: skip
_DOES = (("产业化", "at scale"), ("中试", "pilot line"), ("平台", "platform"), ("检测系统", "inspection system"))
_FAMILY, _GIVEN = "张王李赵陈刘杨黄周吴徐孙朱㛃", "伟芳娜敏静丽强磊军洋勇艳杰涛明超燚镕喆"
_NAMES = ("Müller", "García", "O'Brien", "Nguyễn", "Ivanova", "Rossi", "Kowalski", "Haddad", "Okafor", "Tanaka")
_FIRST = ("Anna", "José", "Liam", "Thị Mai", "Olga", "Marco", "Zoë", "Omar", "Chidi", "Yuki")
_ENDED = {"withdrawn": ApplicationState.WITHDRAWN, "declined": ApplicationState.DECLINED}
# How far they are, and how many of a hundred are there.
_FAR = (
    *("screening",) * 22, *("both",) * 48, *("docking",) * 6, *("review",) * 6, *("decision",) * 9, "withdrawn",
    "withdrawn", *("declined",) * 7,
)  # fmt: skip


@dataclass
class _Rows:
    applications: list[Application] = field(default_factory=list)
    versions: list[ApplicationVersion] = field(default_factory=list)
    passes: list[StagePass] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    tasks: list[Assignment] = field(default_factory=list)
    sheets: list[ScoreSheet] = field(default_factory=list)

    def write(self) -> None:
        for model, rows in (
            (Application, self.applications),
            (ApplicationVersion, self.versions),
            (StagePass, self.passes),
            (Offer, self.offers),
            (Assignment, self.tasks),
            (ScoreSheet, self.sheets),
        ):
            model._default_manager.bulk_create(rows, batch_size=2000)  # type: ignore[arg-type]


def many_applications(call: Call, count: int, *, seed: int = 1, far: str = "", reviews: int = 3) -> None:
    """Write `count` submitted applications of a call, numbered on from its last number.

    Each has one version, a pass in every stage, and as far as it came three offers (of the boards there are) and three
    tasks of experts, some answered and some scored; about one in ten is late. The same seed gives the same rows.
    With `far` all came just as far (`decision`: everything is scored); `reviews` is how many tasks each has.
    """
    rng, rows = random.Random(seed), _Rows()
    stages = list(call.stages.order_by("ordinal", "pk"))
    groups, places = list(call.groups.order_by("sort")), list(Place.objects.order_by("code"))
    boards, experts = list(Board.objects.order_by("sort")), list(Expert.objects.order_by("pk"))
    now = clock.now()
    for number in range(call.last_number + 1, call.last_number + count + 1):
        stage = far or rng.choice(_FAR)
        row = _application(rng, call, number, rng.choice(groups), rng.choice(places), stage)
        rows.applications.append(row)
        rows.versions.append(_version(row))
        rows.passes += [_pass(rng, row, one, stage, now) for one in stages]
        if stage in ("both", "docking", "review", "decision"):
            rows.offers += _offers(rng, row, boards, stage, now)
            review = next(one for one in stages if one.kind == "review")
            rows.tasks += _tasks(rng, row, rng.sample(experts, min(reviews, len(experts))), review, stage)
    rows.sheets += [_sheet(task) for task in rows.tasks if task.state == AssignmentState.LOCKED]
    rows.write()
    keep_standing([row.pk for row in rows.applications])
    Call.objects.filter(pk=call.pk).update(last_number=call.last_number + count)
    call.last_number += count


def _application(rng: random.Random, call: Call, number: int, group: Any, place: Place, far: str) -> Application:
    how, thing, does = rng.choice(_HOW), rng.choice(_THINGS), rng.choice(_DOES)
    if rng.random() < 0.5:
        name = rng.choice(_FAMILY) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2))))
    else:
        name = f"{rng.choice(_FIRST)} {rng.choice(_NAMES)}"
    answers = {
        "title": f"{how[0]}{thing[0]}{does[0]}", "title_en": f"A {how[1]} {thing[1]} {does[1]}", "group": group.key,
        "name": name, "email": f"person{number}@lab{number % 397}.example", "country": place.country,
        "employer": f"{rng.choice(_NAMES)} Laboratories {number % 397}", "place": place.code, "team_size": "4",
        **dict.fromkeys(("summary", "novelty", "team", "landing"), f"{thing[0]}，{how[0]}。{thing[1]}, {how[1]}. " * 8),
    }  # fmt: skip
    submitted = (call.opens_at or clock.now()) + timedelta(seconds=number)
    row = Application(
        call=call, group=group, form_version=call.form_version, number=number, answers=answers, saved_at=submitted,
        state=_ENDED.get(far, ApplicationState.IN_PROGRESS), submitted_at=submitted, title=answers["title"],
        channel=rng.choice((*(Channel.SELF,) * 6, Channel.BOARD, Channel.PARTNER, Channel.IMPORT)),
        title_en=answers["title_en"], speaker=name, country=place.country, place=place.code, zone=place.zone,
    )  # fmt: skip
    row.search = search_of(row)
    return row


def _version(row: Application) -> ApplicationVersion:
    assert row.submitted_at is not None
    mark = digest(str(row.number).encode(), "sha256")
    return ApplicationVersion(
        application=row,
        number=1,
        form_version=row.form_version,
        answers=row.answers,
        digest=mark,
        submitted_at=row.submitted_at,
    )


def _pass(rng: random.Random, row: Application, stage: Any, far: str, now: datetime) -> StagePass:
    state = _state(stage.kind, far)
    due = now + timedelta(days=rng.randint(-1, 9), hours=rng.randint(0, 3)) if state == PassState.OPEN else None
    return StagePass(application=row, stage=stage, state=state, opened_at=due and now, due_at=due)


def _state(kind: str, far: str) -> PassState:
    if far == "withdrawn":
        return PassState.SKIPPED
    if kind == "screening":
        return {"screening": PassState.OPEN, "declined": PassState.FAILED}.get(far, PassState.PASSED)
    if far in ("screening", "declined"):
        return PassState.SKIPPED if far == "declined" else PassState.WAITING
    if kind in ("docking", "review"):
        return PassState.OPEN if far in ("both", kind) else PassState.PASSED
    return PassState.OPEN if kind == far else PassState.WAITING


def _offers(rng: random.Random, row: Application, boards: list[Board], far: str, now: datetime) -> Iterator[Offer]:
    waits = far in ("both", "docking")
    for board in rng.sample(boards, min(3, len(boards))):
        answers = [OfferState.INTERESTED, OfferState.NOT_INTERESTED, OfferState.LAPSED]
        state = rng.choice([OfferState.PENDING, *answers] if waits else answers)
        substance = dict.fromkeys(("site", "policy", "contact", "next_step"), "x" * (state == OfferState.INTERESTED))
        yield Offer(application=row, board=board, state=state, due_at=now + timedelta(days=5), **substance)


def _tasks(rng: random.Random, row: Application, experts: list[Expert], stage: Any, far: str) -> Iterator[Assignment]:
    for expert in experts:
        locked = far in ("docking", "decision") or rng.random() < 0.4
        points = [Decimal(rng.randint(one["points"], 2 * one["points"])) / 2 for one in stage.config["criteria"]]
        yield Assignment(
            application=row,
            stage=stage,
            expert=expert,
            fit=0.5,
            why={"points": list(map(str, points))},
            state=AssignmentState.LOCKED if locked else AssignmentState.OPEN,
            total=sum(points, Decimal(0)) if locked else None,
            locked_at=clock.now() if locked else None,
        )


def _sheet(task: Assignment) -> ScoreSheet:
    keys = [one["key"] for one in task.stage.config["criteria"]]
    scores = dict(zip(keys, task.why["points"], strict=True))
    return ScoreSheet(assignment=task, revision=1, scores=scores, is_locked=True, receipt="sha256:0")
