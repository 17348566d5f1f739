"""SMS and work messages against fakes of the other side: what is sent, what a refusal means, tokens that end."""

from collections.abc import Callable
from typing import Any

import pytest

from config.channels import SmsGateway as Gateway
from config.channels import WorkMessages as Way
from tests.foundation.notices.post import Asked, gateway
from yunhui.foundation.notices.errors import PermanentRefusal, TemporaryRefusal
from yunhui.foundation.notices.ports import Parcel
from yunhui.foundation.notices.services.carriers import tokens
from yunhui.foundation.notices.services.carriers.dingtalk import DingTalk
from yunhui.foundation.notices.services.carriers.sms import SmsGateway
from yunhui.foundation.notices.services.carriers.wecom import WeCom


def parcel(address: str) -> Parcel:
    """A letter with a link."""
    return Parcel(
        id="1", address=address, name="Ada", language="zh-hans", letter="test.urgent", subject="主题" * 60, lead="正文",
        text="", html="", sms="请看 {to}", url="https://city.example/my/", action="查看", values={"n": "1"},
        wishes_url="",
    )  # fmt: skip


def yes() -> bool:
    """Leave."""
    return True


def sms(url: str, **more: Any) -> SmsGateway:
    """A gateway as its settings name it."""
    given: dict[str, Any] = {
        "url": url, "method": "json", "headers": {"X-Sign": "{signature}"}, "signature": "青澜人才",
        "fields": {"mobile": "{national}", "content": "【{signature}】{text}", "seq": "{id}"},
        "templates": {}, "good": "code=0", "reference": "data.0.id", "receipt": {}, "receipt_secret": "",
        "abroad": False,
    }  # fmt: skip
    return SmsGateway(Gateway(**{**given, **more}))


def test_an_sms_has_the_gateways_own_fields() -> None:
    """A number without +86, the signature in brackets; braces in a text are text."""
    with gateway(lambda asked: (200, {"code": 0, "data": [{"id": 77}]})) as (url, asked):
        receipt = sms(url).carry(parcel("+8613800138000"), yes)
    assert receipt is not None
    assert receipt.reference == "77"
    assert asked[0].body == {"mobile": "13800138000", "content": "【青澜人才】请看 {to}", "seq": "1"}


@pytest.mark.parametrize("method", ["form", "get"])
def test_an_sms_by_form_or_query(method: str) -> None:
    """Gateways differ."""
    with gateway(lambda asked: (200, {"code": 0})) as (url, asked):
        sms(url, method=method, headers={}).carry(parcel("+8613800138000"), yes)
    assert (asked[0].body if method == "form" else asked[0].query)["mobile"] == "13800138000"


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        ((200, {"code": 7}), PermanentRefusal),
        ((400, {}), PermanentRefusal),
        ((401, {}), TemporaryRefusal),
        ((503, {}), TemporaryRefusal),
    ],
)
def test_what_a_refusal_of_the_gateway_means(answer: tuple[int, Any], refusal: type[Exception]) -> None:
    """A fault of the settings is no fault of the letter."""
    with gateway(lambda asked: answer) as (url, _asked), pytest.raises(refusal):
        sms(url, headers={}).carry(parcel("+8613800138000"), yes)


def test_a_number_abroad_needs_a_gateway_that_goes_there() -> None:
    """Nothing is asked of one that does not."""
    with gateway(lambda asked: (200, {"code": 0})) as (url, asked):
        with pytest.raises(PermanentRefusal):
            sms(url).carry(parcel("+31612345678"), yes)
        assert asked == []
        assert sms(url, headers={}, abroad=True).carry(parcel("+31612345678"), yes) is not None


def test_nothing_is_handed_over_when_it_may_not_leave() -> None:
    """Superseded at the door."""
    with gateway(lambda asked: (200, {"code": 0})) as (url, asked):
        assert sms(url).carry(parcel("+8613800138000"), lambda: False) is None
    assert asked == []


def service(kind: str, sent: Callable[[Asked], Any]) -> Callable[[Asked], tuple[int, Any]]:
    """WeCom's or DingTalk's two doors: a token, and messages."""
    counts = {"tokens": 0}

    def answer(asked: Asked) -> tuple[int, Any]:
        if asked.path.endswith("gettoken"):
            counts["tokens"] += 1
            return 200, {"errcode": 0, "access_token": f"{kind}-{counts['tokens']}", "expires_in": 7200}
        return 200, sent(asked)

    return answer


@pytest.fixture(autouse=True)
def _no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_kept", {})


def test_wecom_gets_a_card_and_one_token_serves_many() -> None:
    """The title is cut to 128 bytes, and the service itself drops what comes twice."""
    with gateway(service("w", lambda asked: {"errcode": 0, "msgid": "m1"})) as (url, asked):
        way = WeCom(Way(url, "corp", "7", "secret"))
        receipts = [way.carry(parcel("zhang"), yes) for _number in range(3)]
    assert [one.reference for one in receipts if one] == ["m1"] * 3
    assert [one.path for one in asked] == ["/cgi-bin/gettoken", *["/cgi-bin/message/send"] * 3]
    body = asked[1].body
    assert (body["touser"], body["agentid"], body["enable_duplicate_check"]) == ("zhang", 7, 1)
    assert len(body["textcard"]["title"].encode()) <= 128


def test_a_token_that_has_ended_is_asked_for_anew() -> None:
    """Once; the message was not taken with the old one."""

    def sent(asked: Asked) -> Any:
        ended = asked.query["access_token"] == "w-1"
        return {"errcode": 42001} if ended else {"errcode": 0}

    with gateway(service("w", sent)) as (url, asked):
        assert WeCom(Way(url, "corp", "7", "secret")).carry(parcel("zhang"), yes) is not None
    assert [one.path for one in asked].count("/cgi-bin/message/send") == 2


@pytest.mark.parametrize(
    ("said", "refusal"),
    [({"errcode": 0, "invaliduser": "zhang"}, PermanentRefusal), ({"errcode": 45009}, TemporaryRefusal)],
)
def test_what_wecom_refuses(said: Any, refusal: type[Exception]) -> None:
    """A person that is not there is never reached; a limit passes."""
    with gateway(service("w", lambda asked: said)) as (url, _asked), pytest.raises(refusal):
        WeCom(Way(url, "corp", "7", "secret")).carry(parcel("zhang"), yes)


def test_dingtalk_gets_an_action_card() -> None:
    """A work notification with its button; 88 with a token's number beside it means a new token."""

    def sent(asked: Asked) -> Any:
        if asked.query["access_token"] == "d-1":
            return {"errcode": 88, "sub_code": "40014"}
        return {"errcode": 0, "task_id": 9}

    with gateway(service("d", sent)) as (url, asked):
        receipt = DingTalk(Way(url, "key", "8", "secret")).carry(parcel("li"), yes)
    assert receipt is not None
    assert receipt.reference == "9"
    body = asked[-1].body
    assert (body["agent_id"], body["userid_list"]) == (8, "li")
    assert body["msg"]["action_card"]["single_url"] == "https://city.example/my/"
