"""The doors that the city has configured, made from its settings."""

from collections.abc import Sequence

from django.conf import settings

from yunhui.foundation.accounts.ports import Provider
from yunhui.foundation.accounts.services.providers.dingtalk import DingTalk
from yunhui.foundation.accounts.services.providers.oidc import OpenIdConnect
from yunhui.foundation.accounts.services.providers.province import Province
from yunhui.foundation.accounts.services.providers.wechat import WeChat

_KINDS: dict[str, type[OpenIdConnect] | type[WeChat] | type[DingTalk] | type[Province]] = {
    "oidc": OpenIdConnect,
    "wechat": WeChat,
    "dingtalk": DingTalk,
    "province": Province,
}


def configured() -> Sequence[Provider]:
    """The doors in the order of their buttons."""
    return [_KINDS[key](key, row) for key, row in settings.DOORS.items()]
