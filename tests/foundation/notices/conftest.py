"""Letters of these tests, beside those of the product."""

from datetime import UTC, date, datetime

import pytest

from yunhui.foundation.notices import ports
from yunhui.foundation.notices.ports import Both, Letter, Variable

DUE = datetime(2026, 6, 11, 6, 0, tzinfo=UTC)

PLAIN = Letter(
    key="test.plain",
    name_zh="测试信",
    name_en="Test letter",
    subject_zh="{{ title }}：请在{{ day }}前补正",
    subject_en="{{ title }}: complete it by {{ day }}",
    body_zh="请补正 {{ count }} 项。\n\n原因：{{ reason? }}\n\n截止：{{ due }}",
    body_en="Complete {{ count }} items.\n\nReason: {{ reason? }}\n\nUntil: {{ due }}",
    variables=(
        Variable("title", "项目名称", "Project", Both("云上光谱", "Cloud Spectra")),
        Variable("day", "最后一天", "Last day", date(2026, 6, 11)),
        Variable("count", "几项", "How many", 1200),
        Variable("reason", "原因", "Reason", "缺附件"),
        Variable("due", "截止时间", "Deadline", DUE),
    ),
    why_zh="您提交了申报。",
    why_en="You submitted an application.",
)
HELD = Letter(
    key="test.held",
    name_zh="待发信",
    name_en="Held letter",
    subject_zh="结果",
    subject_en="Result",
    body_zh="结果已出。",
    body_en="The result is known.",
    release="held",
)
URGENT = Letter(
    key="test.urgent",
    name_zh="急件",
    name_en="Urgent letter",
    subject_zh="请立即查看",
    subject_en="Look at this now",
    body_zh="请看：\n\n- 一\n- 二",
    body_en="Look:\n\n- one\n- two",
    urgent=True,
    sms_zh="请立即登录查看。",
    sms_en="Please sign in now.",
)
PRIVATE = Letter(
    key="test.private",
    name_zh="验证码",
    name_en="Code",
    subject_zh="验证码",
    subject_en="Your code",
    body_zh="{{ code }}",
    body_en="{{ code }}",
    variables=(Variable("code", "验证码", "Code", "123456"),),
    private=True,
    urgent=True,
)


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters of this folder, for one test."""
    monkeypatch.setattr(ports, "_letters", dict(ports._letters))
    ports.register_letter(PLAIN, HELD, URGENT, PRIVATE)
