"""The first walk of a newcomer: one call from its open page to the public timetable, each step by its own person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import translation
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import SYSTEM, answers, make_application, make_board, make_call, make_city, make_expert
from yunhui.features.docking.models import Offer
from yunhui.features.timetable.models import Solving
from yunhui.features.timetable.services import run_solving
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.services import create_user, grant_role
from yunhui.foundation.audit.services import seal
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.portal.demo_roles import DEMO_ROLES
from yunhui.portal.middleware import LANGUAGE_COOKIE
from yunhui.recipes.walk import answer_offers, declare_none, lock_sheets, spread_points

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
PHONE, DESK = 390, 1440
WISH = {"site": "二号楼三层", "policy": "第六条", "contact": "贺临川", "next_step": "线上座谈"}
MINE = {
    **answers(9),
    "title": "零下四十度也能用的钠电池",
    "title_en": "Sodium cells for minus forty degrees",
    "group": "energy",
    "name": "Noor de Wit",
    "email": "noor@firm9.example",
}
# The total that every expert gives, by the number of the application; the newcomer's is 6.
TOTALS = {1: 85.0, 2: 80.0, 3: 75.0, 4: 72.0, 5: 50.0, 6: 90.0}


@dataclass
class Walker:
    """One browser that people pass on; every page that is looked at must be clean and fit the screen."""

    page: Any
    language: str
    faults: list[str] = field(default_factory=list)

    def word(self, message: str, **values: object) -> str:
        """What the interface says for an English message."""
        with translation.override(self.language):
            return translation.gettext(message).format(**values)

    def enter(self, role: str, language: str, width: int = DESK) -> None:
        """Through the demo's door, in one's own language, with a phone or at a desk."""
        self.speak(language)
        self.page.set_viewport_size({"width": width, "height": 844 if width == PHONE else 900})
        self.page.goto("/demo/sign-in")
        self.page.click(f"button[name=role][value={role}]")
        self.page.wait_for_url(lambda url: "/demo/" not in url)

    def speak(self, language: str) -> None:
        """Read on in this language."""
        self.language = language
        host = urlsplit(self.page.url).hostname
        self.page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "domain": host, "path": "/"}])

    def look(self, message: str = "") -> None:
        """Wait for a sentence; then nothing may be out of reach, and nothing wider than the screen."""
        if message:
            self.page.get_by_text(self.word(message)).first.wait_for()
        assert serious(self.page) == [], self.page.url
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url

    def press(self, message: str, **values: object) -> None:
        """Press the button, wherever it lies."""
        self.page.get_by_role("button", name=self.word(message, **values), exact=True).click()

    def follow(self, message: str) -> None:
        """Follow the first link of that name."""
        self.page.get_by_role("link", name=self.word(message), exact=True).first.click()


@pytest.fixture
def call(live_server: Any, settings: Any, tmp_path: Any) -> Call:
    """A small city in demo mode: three host areas, three experts, five projects past the form check."""
    settings.DEMO = True
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    city = make_city()
    boards = [make_board(city, number, "energy") for number in (1, 2, 3)]
    scopes: dict[str, tuple[str, object]] = {"board": (ScopeKind.BOARD, boards[0].pk)}
    users = {}
    for role in DEMO_ROLES:
        user = users[role.key] = create_user(actor=SYSTEM, email=role.email, name=role.key)
        if role.key in Role.values:
            kind, pk = scopes.get(role.key, (ScopeKind.CITY, ""))
            grant_role(actor=SYSTEM, user=user, role=role.key, scope_kind=kind, scope_id=pk)
    for number in (1, 2, 3):
        make_expert(number, user=users["expert"] if number == 1 else None)
    call = make_call(city, seats=2, reserves=1, declare_first=True)
    call.groups.update(quota=0)
    call.groups.filter(key="energy").update(quota=2)
    for number in range(1, 6):
        make_application(call, number, group="energy")
    return call


@pytest.fixture
def walker(call: Call, open_as: Open) -> Iterator[Walker]:
    """A newcomer on the first page; at the end no script may have failed."""
    page = open_as(None, "/")
    walker = Walker(page, ENGLISH)
    page.on("pageerror", lambda error: walker.faults.append(str(error)))
    page.on("console", lambda line: walker.faults.append(line.text) if "Content Security" in line.text else None)
    yield walker
    assert walker.faults == []


def test_the_first_walk(walker: Walker, call: Call, open_as: Open) -> None:
    application = apply(walker, call)
    check_and_assign(walker, application)
    answer_as_a_host_area(walker, application)
    answer_offers(actor=SYSTEM, call=call, decide=lambda offer: WISH)
    score_on_a_phone(walker, application, open_as)
    lock_sheets(call=call, score=points_of)
    decide(walker, call)
    publish(walker, call)
    read_the_public_timetable(walker, call)
    verify_the_log(walker)


def apply(walker: Walker, call: Call) -> Application:
    """From the open call to the receipt, on a phone."""
    page = walker.page
    for language in (CHINESE, ENGLISH):
        page.goto(f"/{language[:2]}/")
        walker.look()
        walker.language = language
        page.goto(f"/{language[:2]}/calls/{call.code}/")
        walker.look("What happens, and by when")
    walker.enter("applicant", ENGLISH, PHONE)
    page.goto(f"/my/calls/{call.code}/start")
    walker.look("What the form asks")
    walker.press("I have read this. Start")
    page.wait_for_url("**/my/applications/**")
    for name, value in MINE.items():
        control = page.locator(f"[name={name}]").first
        if control.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]")
        elif control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    saved = walker.word("Saved {time}", time="").strip()
    expect(page.locator("[data-saved-words]")).to_contain_text(saved)
    expect(page.locator(".form__foot")).to_be_in_viewport()
    page.locator("#consent-experts button").click()
    page.locator("#consent-experts .light--full").wait_for()
    page.locator("#consent-boards [value=all]").check()
    page.locator("#consent-boards button").last.click()
    page.locator("#consent-boards .light--full").wait_for()
    page.locator("#consent-publication [value=title]").check()
    page.locator("#consent-publication button").last.click()
    page.locator("#consent-publication .light--full").wait_for()
    walker.look()
    walker.press("Submit")
    walker.look("Your application is in")
    return Application.objects.get(title=MINE["title"])


def check_and_assign(walker: Walker, application: Application) -> None:
    """The talent office finds it in the list, lets it pass beside the list, and assigns the experts."""
    page = walker.page
    walker.enter("office", CHINESE)
    walker.look("Today")
    page.goto(f"/w/calls/{application.call.code}/")
    walker.look()
    page.locator("a.title", has_text=title_of(walker)).click()
    page.locator("#panel h2").first.wait_for()
    walker.look()
    walker.press("Passed the form check")
    page.locator("#panel .screen").wait_for(state="detached")
    walker.look()
    page.reload()
    page.click("#to-experts")
    page.locator("form[action$='/assignment/draw']").wait_for()
    walker.look()
    walker.press("Draw up a plan")
    page.locator("#plan").wait_for()
    walker.look()
    walker.press("Let it stand: ask the experts")
    page.locator("#plan").wait_for(state="detached")
    walker.look()
    assert Assignment.objects.filter(stage__call=application.call).count() == 3 * len(TOTALS)


def answer_as_a_host_area(walker: Walker, application: Application) -> None:
    """Interested, on a phone, with what an interest carries."""
    page = walker.page
    walker.enter("board", CHINESE, PHONE)
    walker.look("Host-area match")
    page.get_by_role("link", name=title_of(walker)).click()
    undertake(walker)
    page.locator("#answer").wait_for()
    for name, value in WISH.items():
        page.fill(f"[name={name}]", value)
    walker.look()
    walker.press("Interested")
    walker.look("Your answer is recorded.")
    assert Offer.objects.get(application=application, board__sort=1).contact == WISH["contact"]


def score_on_a_phone(walker: Walker, application: Application, open_as: Open) -> None:
    """Three experts, each with an account: the newcomer's sheet, and one more of the demo's own expert."""
    walker.enter("expert", ENGLISH, PHONE)
    walker.look("Expert review")
    first, *others = Assignment.objects.filter(application=application).order_by("expert__person__name")
    assert first.expert.person.user is not None and first.expert.person.user.email == "expert@demo.example"
    walker.page.locator("a[href='declare/']").click()
    walker.look("Before you start")
    walker.press("Declare and go on")
    declare_none(call=application.call)
    walker.page.get_by_role("link", name=title_of(walker)).click()
    undertake(walker)
    lock(walker, first)
    walker.page.locator(".sheet__sum a").click()
    walker.page.locator("#sheet").wait_for()
    walker.look()
    for task, language in zip(others, (CHINESE, ENGLISH), strict=True):
        page = open_as(
            task.expert.person.user, f"/w/reviews/{task.pk}/", language=language, width=PHONE, has_touch=True
        )
        lock(Walker(page, language), task)


def undertake(walker: Walker) -> None:
    """Before the first plan of a call is read: once, with one's name."""
    walker.look("Undertaking of confidentiality")
    walker.page.check("#agreed")
    walker.press("Undertake and read")


def lock(walker: Walker, task: Assignment) -> None:
    """Points for every criterion, then the lock and its receipt."""
    walker.page.locator("#sheet").wait_for()
    for key, points in points_of(task, ReviewConfig.of(task.stage.config)).items():
        walker.page.fill(f"#f-{key}", str(points))
    expect(walker.page.locator("[data-total]")).to_have_text("90")
    walker.look()
    walker.press("Lock and submit")
    walker.look("Receipt in full")


def decide(walker: Walker, call: Call) -> None:
    """The panel leader proposes and signs; the office director signs and releases."""
    page = walker.page
    walker.enter("chair", CHINESE)
    walker.look()
    walker.follow("Ranking")
    walker.look("No proposal yet")
    walker.press("Propose")
    walker.look("The proposal is computed.")
    walker.follow("Read and sign")
    page.get_by_role("button", name=sign_as(walker, Role.CHAIR)).click()
    walker.look("You have signed.")
    walker.enter("approver", ENGLISH)
    walker.follow("Sign batch 1")
    page.get_by_role("button", name=sign_as(walker, Role.APPROVER)).click()
    walker.look("You have signed.")
    walker.press("Release")
    walker.look("The batch is released.")
    states = dict(Application.objects.values_list("number", "state"))
    assert states == {6: "selected", 1: "selected", 2: "reserve", 3: "declined", 4: "declined", 5: "declined"}


def publish(walker: Walker, call: Call) -> None:
    """The talent office builds the timetable and makes it public."""
    walker.enter("office", CHINESE)
    walker.page.goto(f"/w/calls/{call.code}/timetable/")
    walker.look("No timetable yet")
    walker.press("Build")
    walker.look("Building the timetable")
    run_solving(Solving.objects.get().pk)  # the worker's duty
    # The page asks each second and goes to the editor by itself; an address entered beside that is aborted.
    walker.page.locator("#editor a[href*='timetable/publish']").click()
    walker.look("What becomes another")
    walker.page.wait_for_load_state()
    seen = walker.page.get_by_label(walker.word("I have seen this"))
    if seen.count():
        seen.check()
    walker.press("Publish version {n}", n=1)
    walker.look("Public page")


def read_the_public_timetable(walker: Walker, call: Call) -> None:
    """In both languages, signed out, on a phone: the selected, nobody else, and nobody's name."""
    page = walker.page
    page.context.clear_cookies()
    page.set_viewport_size({"width": PHONE, "height": 844})
    for language, selected, others in (
        ("en", [MINE["title_en"], "Project 1"], ["Project 2", "Project 3", "Project 5"]),
        ("zh", [MINE["title"], "项目1"], ["项目2", "项目3", "项目5"]),
    ):
        page.goto(f"/{language}/timetable/{call.code}/")
        walker.look()
        text = page.locator("body").inner_text()
        assert [title for title in selected if title not in text] == []
        assert [word for word in (*others, MINE["name"], "申报人", "Firm") if word in text] == []


def verify_the_log(walker: Walker) -> None:
    """The security-audit administrator has every row of this walk recomputed."""
    seal()  # the worker's duty each second
    walker.enter("audit_admin", ENGLISH)
    walker.look()
    walker.press("Verify the log")
    walker.look("The log is sound.")
    actions = walker.page.locator("#f-action option").evaluate_all("options => options.map(one => one.value)")
    assert {"application.submitted", "offer.opened", "sheet.locked", "batch.released"} <= set(actions)


def points_of(task: Assignment, config: ReviewConfig) -> dict[str, Decimal]:
    """The points of an application's total over the criteria."""
    return spread_points(TOTALS[task.application.number or 0], config.criteria)


def title_of(walker: Walker) -> str:
    """The newcomer's project as a reader of this language sees it."""
    return MINE["title_en"] if walker.language == ENGLISH else MINE["title"]


def sign_as(walker: Walker, role: Role) -> str:
    """The words on a signer's button."""
    with translation.override(walker.language):
        return translation.gettext("Sign: %(role)s") % {"role": role.label}
