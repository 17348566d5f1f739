"""Docking in the demo: an interest that both sides want, talks held and overdue, notes, a first contact in dispute."""

from datetime import timedelta

from yunhui.features.docking.enums import OfferState, TaskState, Wish
from yunhui.features.docking.models import DockingTask, Offer
from yunhui.features.docking.selectors import offers_at_work
from yunhui.features.docking.services import (
    answer_interested,
    mark_overdue_talks,
    offer_to_board,
    raise_objection,
    register_first_contact,
    register_talk,
    say_wish,
    write_note,
)
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.foundation.accounts.services import grant_role
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.recipes.demo.city import DemoCity, account
from yunhui.recipes.walk import Substance

OURS: Substance = {
    "site": "新材料产业园2号楼，2800平方米标准厂房，双回路供电，三季度交付",
    "policy": "顶尖人才团队项目资助，最高5000万元（实施办法第六条）",
    "contact": "贺临川",
    "contact_phone": "+86 516 8372 0016",
    "next_step": "两周内线上座谈，谈中试线用电和环评",
}
THEIRS: Substance = {
    "site": "储能中试基地，1200平方米，年底前可进场",
    "policy": "产业基金可跟投，一事一议",
    "contact": "苗书棠",
    "contact_phone": "+86 516 8391 2207",
    "contact_email": "miao@invest.example",
    "next_step": "先看量产计划，再约总工程师",
}


def dock(*, actor: Actor, city: DemoCity) -> None:
    """Let the demo's host area and applicant meet in this season's call, and show what became of earlier interests."""
    board = city.boards[1]
    call, past = (Call.objects.get(code=code) for code in ("youth", "roadshow"))
    officer = actor_of(holders(Role.BOARD, ScopeKind.BOARD, board.pk)[0])
    _meet(actor, officer, call, board, city.applicant)
    _dispute(actor, officer, call, board)
    _remember(actor, officer, past, board)


def _meet(actor: Actor, officer: Actor, call: Call, board: Board, applicant: User) -> None:
    """The applicant hears from host areas and would like to talk with one; the officer has a team to talk with."""
    own = Application.objects.get(call=call, owner=applicant)
    if not Offer.objects.filter(application=own, board=board).exists() and offers_at_work(own) < call.max_boards:
        offer_to_board(actor=actor, application_id=own.pk, board_id=board.pk, reason="对口中试载体")
    for offer in Offer.objects.filter(application=own, state=OfferState.PENDING):
        is_ours = offer.board_id == board.pk
        answer_interested(actor=officer if is_ours else actor, offer_id=offer.pk, **(OURS if is_ours else THEIRS))
    first = Offer.objects.filter(application=own, state=OfferState.INTERESTED).order_by("-board", "pk").first()
    if first is not None:
        say_wish(actor=actor_of(applicant), offer_id=first.pk, wish=Wish.TALK)
    waiting = Offer.objects.filter(board=board, application__call=call, state=OfferState.PENDING)
    for index, offer in enumerate(waiting.order_by("application__number")[:2]):
        answer_interested(actor=officer, offer_id=offer.pk, **OURS)
        if index == 0:
            say_wish(actor=actor, offer_id=offer.pk, wish=Wish.TALK)
            text = "技术路线和我区两家整机厂对得上，孙工看过样机。先谈中试线，量产以后再说。"
            write_note(actor=officer, offer_id=offer.pk, text=text)


def _dispute(actor: Actor, officer: Actor, call: Call, board: Board) -> None:
    """One first contact of the host area's own, and one that it disputes."""
    waiting = Offer.objects.filter(board=board, application__call=call, state=OfferState.PENDING)
    offers = list(waiting.select_related("application").order_by("application__number")[:12])
    today = clock.now().astimezone(clock.BEIJING).date()
    if not offers:
        return
    register_first_contact(
        actor=officer,
        offer_id=offers[0].pk,
        talked_on=(today - timedelta(days=46)).isoformat(),
        way="visit",
        evidence="两个月前在深圳高交会展位面谈，孙工、贺临川参加；会后互加联系方式，有名片和会议记录。",
    )
    for offer in offers[1:]:
        theirs = Offer.objects.filter(application=offer.application, state=OfferState.INTERESTED).first()
        if theirs is None:
            continue
        rival = account(actor, "board2", "苗书棠")
        grant_role(actor=actor, user=rival, role=Role.BOARD, scope_kind=ScopeKind.BOARD, scope_id=theirs.board_id)
        register_first_contact(
            actor=actor_of(rival),
            offer_id=theirs.pk,
            talked_on=(today - timedelta(days=20)).isoformat(),
            way="video",
            evidence="三周前与团队开过一次视频会，讨论了样机测试场地；会议邀请邮件可查。",
        )
        raise_objection(
            actor=officer,
            offer_id=offer.pk,
            talked_on=(today - timedelta(days=75)).isoformat(),
            way="visit",
            evidence="去年秋天该团队来我区考察两天，接待方案和合影可查，早于对方登记的视频会。",
        )
        write_note(actor=officer, offer_id=offer.pk, text="接待方案在招商局李科长处，合影在群相册。")
        return


def _remember(actor: Actor, officer: Actor, past: Call, board: Board) -> None:
    """Of the host area's interests in a past call, two teams were talked with in time, one still waits."""
    tasks = DockingTask.objects.filter(offer__board=board, offer__application__call=past, state=TaskState.OPEN)
    rows = list(tasks.select_related("offer__application").order_by("offer__application__number")[:3])
    for index, task in enumerate(rows):
        with clock.travel(task.opened_at + timedelta(days=2)):
            say_wish(actor=actor, offer_id=task.offer_id, wish=Wish.TALK)
        if index == 2:
            break
        day = (task.opened_at + timedelta(days=6)).astimezone(clock.BEIJING)
        with clock.travel(day):
            register_talk(
                actor=officer,
                offer_id=task.offer_id,
                held_on=day.date().isoformat(),
                way="video",
                people=f"{task.offer.application.speaker}；贺临川、园区总工",
                outcome="onward" if index == 0 else "waits",
                summary="谈了中试线的用电、层高和进场时间，对方要先看环评要求。",
                next_step="园区一周内发环评清单",
            )
    mark_overdue_talks()
