"""The settings of other doors: OpenID Connect, WeChat, DingTalk, and a province's unified login.

A door is there when its id is set. Addresses have the real service's as default where there is only one such service,
so that a test's fake and the real one go the same way.
"""

from typing import Protocol

from config.refusal import Refusal

_WECHAT = "https://open.weixin.qq.com", "https://api.weixin.qq.com"
_DINGTALK = "https://login.dingtalk.com", "https://api.dingtalk.com"
_FIELDS = "subject=uid name=name kind=type level=level organisation=orgName email=email"


class Reader(Protocol):
    """What reads the environment."""

    def text(self, name: str, default: str = "") -> str: ...
    def url(self, name: str, *schemes: str) -> str: ...
    def number(self, name: str, default: int, low: int, high: int) -> int: ...
    def choice(self, name: str, default: str, *allowed: str) -> str: ...


def doors(read: Reader) -> dict[str, dict[str, str]]:
    """Each configured door's settings by its key, in the order of the buttons. Raises Refusal where one is half set."""
    rows = {
        "province": _province(read),
        "oidc": {
            **_common(read, "OIDC", "统一身份认证", "Single sign-on"),
            "issuer": read.url("YUNHUI_LOGIN_OIDC_URL", "https", "http"),
        },
        "wechat": {
            **_common(read, "WECHAT", "微信", "WeChat"),
            "open": read.url("YUNHUI_LOGIN_WECHAT_OPEN_URL", "https", "http") or _WECHAT[0],
            "api": read.url("YUNHUI_LOGIN_WECHAT_API_URL", "https", "http") or _WECHAT[1],
        },
        "dingtalk": {
            **_common(read, "DINGTALK", "钉钉", "DingTalk"),
            "open": read.url("YUNHUI_LOGIN_DINGTALK_OPEN_URL", "https", "http") or _DINGTALK[0],
            "api": read.url("YUNHUI_LOGIN_DINGTALK_API_URL", "https", "http") or _DINGTALK[1],
        },
    }
    found = {key: row for key, row in rows.items() if row["id"]}
    for key, row in found.items():
        missing = [name for name, value in row.items() if not value]
        if missing:
            names = ", ".join(f"YUNHUI_LOGIN_{key.upper()}_{_VARIABLES.get(name, name.upper())}" for name in missing)
            raise Refusal(f"YUNHUI_LOGIN_{key.upper()}_ID is set and the door is not whole: set {names}, or unset it.")
    return found


_VARIABLES = {"issuer": "URL", "authorise": "AUTHORISE_URL", "token": "TOKEN_URL", "person": "PERSON_URL"}


def _common(read: Reader, prefix: str, zh: str, en: str) -> dict[str, str]:
    return {
        "id": read.text(f"YUNHUI_LOGIN_{prefix}_ID"),
        "secret": read.text(f"YUNHUI_LOGIN_{prefix}_SECRET"),
        "name_zh": read.text(f"YUNHUI_LOGIN_{prefix}_NAME_ZH", zh),
        "name_en": read.text(f"YUNHUI_LOGIN_{prefix}_NAME_EN", en),
    }


def _province(read: Reader) -> dict[str, str]:
    return {
        **_common(read, "PROVINCE", "省统一身份认证", "Provincial login"),
        "authorise": read.url("YUNHUI_LOGIN_PROVINCE_AUTHORISE_URL", "https", "http"),
        "token": read.url("YUNHUI_LOGIN_PROVINCE_TOKEN_URL", "https", "http"),
        "person": read.url("YUNHUI_LOGIN_PROVINCE_PERSON_URL", "https", "http"),
        "fields": read.text("YUNHUI_LOGIN_PROVINCE_FIELDS", _FIELDS),
        "signature": read.choice("YUNHUI_LOGIN_PROVINCE_SIGNATURE", "none", "none", "sha256", "sm3"),
        "organisation_kind": read.text("YUNHUI_LOGIN_PROVINCE_ORGANISATION", "2"),
        "strong_level": str(read.number("YUNHUI_LOGIN_PROVINCE_STRONG_LEVEL", 3, 1, 9)),
    }
