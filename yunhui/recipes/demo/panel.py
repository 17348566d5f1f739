"""A panel in the demo: lots drawn, most accepted, one declined and replaced, one still to answer; the list is
sealed."""

from datetime import timedelta

from yunhui.decide.draw import Stratum
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.experts.enums import AffiliationKind, CreditKind, Level, TieKind
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.services import (
    Particulars,
    Past,
    PayeeData,
    Tied,
    add_credit_note,
    keep_expert,
    keep_payee,
    suspend_expert,
)
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Panel, Seat
from yunhui.pipeline.panels.rules import pledge_of
from yunhui.pipeline.panels.services import (
    Plan,
    accept_seat,
    decline_seat,
    hold_draw,
    invite_experts,
    keep_panel,
    list_fees,
    open_panel,
    sign_in,
)
from yunhui.pipeline.panels.services.answering import BY_LINK
from yunhui.pipeline.review.models import Assignment

_FIELDS = {
    "ict": ("芯片封测", "车载电子"),
    "equipment": ("工程机械", "液压"),
    "energy": ("储能", "电解液"),
    "health": ("医疗器械", "康复"),
}


def fill_panels(*, actor: Actor) -> None:
    """Give the library its particulars, pay the experts of a call that is past its review, and draw lots for one that
    is not."""
    for number, expert in enumerate(Expert.objects.select_related("person__organisation").order_by("pk")):
        _describe(actor, number, expert)
    office = actor_of(User.objects.get(email="office@demo.example"))
    director = actor_of(User.objects.get(email="approver@demo.example"))
    reviewed = Call.objects.filter(stages__assignments__state="locked").order_by("created_at").distinct()
    if last := reviewed.last():
        _serve(actor, director, last)
    served = set(reviewed.values_list("pk", flat=True))
    fresh = Call.objects.filter(state=CallState.PUBLISHED).exclude(pk__in=served).order_by("-created_at").first()
    if fresh is not None:
        _draw(office, fresh)


def _describe(actor: Actor, number: int, expert: Expert) -> None:
    person, unit = expert.person, expert.person.organisation
    languages = ["zh", "en"] if number % 3 == 0 else ["zh", "en", "de"] if number % 7 == 0 else ["zh"]
    pasts = [Past(str(unit), str(AffiliationKind.EMPLOYED), 2012 + number % 8)] if unit else []
    pasts += [Past(one.name, one.kind, one.since, one.until) for one in expert.affiliations.filter(organisation=None)]
    if number % 4 == 0:
        pasts.append(Past("北原大学", str(AffiliationKind.STUDIED), 2001, 2005))
    keep_expert(
        actor=actor,
        expert_id=expert.pk,
        particulars=Particulars(
            name=person.name,
            name_latin=person.name_latin,
            email=person.email,
            country=person.country,
            title_zh=expert.title_zh,
            title_en=expert.title_en,
            level=str(Level.SENIOR if number % 3 else Level.ASSOCIATE),
            industries=expert.industries,
            terms=[word for code in expert.industries for word in _FIELDS.get(code, ())],
            languages=languages,
            zone=expert.zone,
            profile="\n\n".join(expert.profile),
            affiliations=pasts,
            ties=[Tied("顾长风", str(TieKind.SUPERVISOR), 2006)] if number == 5 else [],
        ),
    )
    if number == 3:
        add_credit_note(actor=actor, expert_id=expert.pk, kind=CreditKind.GOOD, reason="评语具体，按时提交")
    if number == 39:
        suspend_expert(actor=actor, expert_id=expert.pk, reason="出国访学", until=clock.now() + timedelta(days=120))


def _serve(actor: Actor, director: Actor, call: Call) -> None:
    """Who judged has been invited, has signed in and is on the roster."""
    keep_panel(actor=actor, call=call, fee_sheet=10_000, fee_day=80_000)
    experts = set(Assignment.objects.filter(stage__call=call).values_list("expert_id", flat=True))
    seats = invite_experts(actor=actor, call=call, expert_ids=sorted(experts & _active()))
    for seat in seats:
        accept_seat(actor=BY_LINK, seat_id=seat.pk)
    if not seats:
        return
    open_panel(actor=director, call=call)
    version = pledge_of(Panel.objects.get(call=call)).version
    for seat in Seat.objects.filter(call=call, state=SeatState.ACCEPTED).select_related("expert__person__user"):
        if seat.expert.person.user is not None:
            _sign(seat.expert.person.user, seat, version)
    list_fees(actor=actor, call=call)


def _active() -> set[object]:
    return set(Expert.objects.filter(is_active=True).values_list("pk", flat=True))


def _draw(office: Actor, call: Call) -> None:
    keep_panel(actor=office, call=call, fee_sheet=10_000, fee_day=80_000, reply_days=3)
    industries = list(dict.fromkeys(call.groups.exclude(industry="").values_list("industry", flat=True)))
    strata = [Stratum(f"s{n}", 2, 2, {"industry": frozenset({industry})}) for n, industry in enumerate(industries, 1)]
    hold_draw(
        actor=office,
        call=call,
        plan=Plan(strata=strata, per_organisation=2),
        public_value="07 12 20 26 31",
        present=({"name": "晏长空", "as": "监督"}, {"name": "温予安", "as": "人才办"}),
    )
    seats = list(Seat.objects.filter(call=call, state=SeatState.INVITED).order_by("stratum", "place"))
    for seat in seats[1:-1]:
        accept_seat(actor=BY_LINK, seat_id=seat.pk)
    if seats:
        decline_seat(actor=BY_LINK, seat_id=seats[0].pk, reason="time")


def _sign(user: User, seat: Seat, version: str) -> None:
    """An expert of the demo signs in and says how they are paid."""
    me = actor_of(user)
    sign_in(actor=me, seat_id=seat.pk, name=seat.expert.person.name, version=version)
    keep_payee(
        actor=me,
        given=PayeeData(
            holder=seat.expert.person.name,
            bank="云省银行青澜支行",
            account="62220000000001",
            document_kind="passport",
            document="E12345678",
        ),
    )
