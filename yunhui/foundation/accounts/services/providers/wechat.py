"""WeChat for web sites (开放平台·网站应用): scan, come back with a code. It gives no address and no proof of one."""

import json

import requests

from yunhui.foundation.accounts.errors import ProviderError
from yunhui.foundation.accounts.ports import Claim, Errand
from yunhui.foundation.accounts.services.providers.asking import Door, ask, code_of, taken, with_query


class WeChat(Door):
    """The name of a person is their `unionid`, the same in all of the city's applications; else the `openid`."""

    def address(self, errand: Errand) -> str:
        """Where the person is sent; WeChat wants the parameters in this order and the fragment."""
        url = with_query(
            f"{self.given['open']}/connect/qrconnect",
            appid=self.given["id"],
            redirect_uri=errand.back,
            response_type="code",
            scope="snsapi_login",
            state=errand.state,
        )
        return f"{url}#wechat_redirect"

    def identify(self, errand: Errand, answer: dict[str, str]) -> Claim:
        """Who came back. WeChat answers refusals with status 200 and `errcode`."""
        token = ask(
            "GET",
            f"{self.given['api']}/sns/oauth2/access_token",
            params={
                "appid": self.given["id"],
                "secret": self.given["secret"],
                "code": code_of(answer),
                "grant_type": "authorization_code",
            },
        )
        if token.get("errcode"):
            raise ProviderError(f"WeChat {token['errcode']}")
        openid = taken(token, "openid")
        said = _person(self.given["api"], taken(token, "access_token"), openid)
        return Claim(
            provider=self.key,
            subject=str(said.get("unionid") or token.get("unionid") or openid),
            name=str(said.get("nickname", "")),
        )


def _person(api: str, token: str, openid: str) -> dict[str, object]:
    """The profile, in UTF-8 whatever the header says: WeChat sends it as text/plain without a character set."""
    try:
        answer = requests.get(
            f"{api}/sns/userinfo", params={"access_token": token, "openid": openid, "lang": "zh_CN"}, timeout=8.0
        )
        said = json.loads(answer.content.decode("utf-8"))
    except (requests.RequestException, ValueError) as problem:
        raise ProviderError(f"WeChat: {type(problem).__name__}") from None
    if not isinstance(said, dict) or said.get("errcode"):
        raise ProviderError("WeChat gave no profile")
    return said
