"""How letters leave: nothing without being named, nothing by half."""

from pathlib import Path

import pytest

from config.channels import Channels
from config.env import environment
from config.refusal import Refusal


def read(tmp_path: Path, **variables: str) -> Channels:
    return environment({"YUNHUI_VAR": str(tmp_path), **variables}).channels


def test_nothing_leaves_by_itself(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.smtp, found.imap, found.sms, found.wecom, found.dingtalk) == (None, None, None, None, None)


def test_the_port_follows_the_kind_of_tls(tmp_path: Path) -> None:
    ports = {}
    for tls in ("starttls", "tls", "none"):
        smtp = read(tmp_path, YUNHUI_SMTP_HOST="mx", YUNHUI_SMTP_FROM="a@b.example", YUNHUI_SMTP_TLS=tls).smtp
        assert smtp is not None
        ports[tls] = smtp.port
    assert ports == {"starttls": 587, "tls": 465, "none": 25}


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    names = {"YUNHUI_WECOM_KEY": "ww1", "YUNHUI_WECOM_AGENT": "7", "YUNHUI_WECOM_SECRET": "hidden"}
    assert "hidden" not in repr(read(tmp_path, **names))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"YUNHUI_SMTP_HOST": "mx"}, "YUNHUI_SMTP_FROM is"),
        ({"YUNHUI_SMTP_HOST": "mx", "YUNHUI_SMTP_FROM": "a@b.example", "YUNHUI_SMTP_USER": "a"}, "belong together"),
        ({"YUNHUI_IMAP_HOST": "mx"}, "YUNHUI_IMAP_USER"),
        ({"YUNHUI_SMS_FIELDS": "to=x"}, "JSON object"),
        ({"YUNHUI_SMS_GOOD": "0"}, "path=value"),
        ({"YUNHUI_SMS_RECEIPT": '{"id": "x"}'}, "three names"),
        ({"YUNHUI_WECOM_KEY": "x"}, "set all"),
        ({"YUNHUI_DINGTALK_KEY": "x", "YUNHUI_DINGTALK_SECRET": "y", "YUNHUI_DINGTALK_AGENT": "z"}, "number"),
    ],
)
def test_a_channel_named_by_half_stops_the_start(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read(tmp_path, **variables)
