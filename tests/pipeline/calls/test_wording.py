"""No text of a call may keep people from telling, from leaving, or from their rights; the opposite may be written."""

import pytest

from yunhui.pipeline.calls.rules import barred_in
from yunhui.pipeline.calls.rules.before import BeforeYouApply
from yunhui.recipes.cloud_roadshow.conditions import BEFORE, ELIGIBILITY, UNDERTAKING


@pytest.mark.parametrize(
    ("text", "bar"),
    [
        ("申报人不得向原单位透露参加本次活动。", "disclosure"),
        ("请勿告知所在单位", "disclosure"),
        ("不得将报名情况对外公开", "disclosure"),
        ("入选人员应当对雇主保密", "disclosure"),
        ("参加者须严格保密、保持低调", "disclosure"),
        ("严禁擅自披露入选身份", "disclosure"),
        ("You must not tell your employer that you apply.", "disclosure"),
        ("Applicants agree not to disclose their award to any funding agency", "disclosure"),
        ("Keep your participation strictly confidential.", "disclosure"),
        ("Your application is confidential, also towards your university", "disclosure"),
        ("Participants don’t mention the programme to their institution", "disclosure"),
        ("We help you to conceal your affiliation", "disclosure"),
        ("入选后不得中途退出。", "leaving"),
        ("退出的，须支付违约金", "leaving"),
        ("Once selected you may not withdraw.", "leaving"),
        ("Withdrawal leads to a penalty", "leaving"),
        ("项目知识产权归主办单位所有", "rights"),
        ("All intellectual property is assigned to the city.", "rights"),
    ],
)
def test_clauses_that_are_refused(text: str, bar: str) -> None:
    assert bar in barred_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "您可以告知单位和资助机构，也可以随时退出。",
        "不要求对单位保密。",
        "专家不得向第三方透露项目内容，每次打开都有记录。",
        "请勿上传涉密材料。",
        "知识产权归申报人所有。",
        "不得重复申报同一项目。",
        "You are free to tell your employer and your funders.",
        "Experts must not disclose what they read to anyone.",
        "You are not required to keep your participation confidential.",
        "Intellectual property stays with you.",
        "You can withdraw at any time.",
        "Do not send classified material.",
        "",
    ],
)
def test_clauses_that_may_stand(text: str) -> None:
    assert barred_in(text) == []


def test_what_the_platform_and_the_recipe_say_themselves() -> None:
    said = [fact.text for language in ("zh-hans", "en") for fact in BEFORE.facts(language)]
    said += [text for one in ELIGIBILITY for text in (one.reason_zh, one.reason_en, one.instead_zh, one.instead_en)]
    assert [text for text in (*said, *UNDERTAKING) if barred_in(text)] == []


def test_every_call_promises_what_is_no_setting() -> None:
    facts = {fact.key for fact in BeforeYouApply().facts("en")}
    assert {"ip", "tell", "withdraw", "stored", "exclusive"} <= facts
