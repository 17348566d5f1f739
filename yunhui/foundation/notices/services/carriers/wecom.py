"""WeCom (企业微信): messages of an application, https://developer.work.weixin.qq.com/document/path/90236."""

from typing import Any

from yunhui.foundation.notices.ports import Parcel
from yunhui.foundation.notices.services.carriers.http import ask
from yunhui.foundation.notices.services.carriers.work import WorkMessages, cut


class WeCom(WorkMessages):
    """A text card, or plain text where the letter leads nowhere. WeCom itself drops the same message within 30 min."""

    service = "wecom"
    ended = (40014, 42001)
    busy = (-1, 45009)
    faults = (40001, 40013, 40056, 41001, 48002, 60020, 301002)

    def _door(self) -> tuple[str, dict[str, str]]:
        return "/cgi-bin/gettoken", {"corpid": self._way.key, "corpsecret": self._way.secret}

    def _send(self, token: str, parcel: Parcel) -> dict[str, Any]:
        body: dict[str, Any] = {
            "touser": parcel.address,
            "agentid": int(self._way.agent),
            "enable_duplicate_check": 1,
            "duplicate_check_interval": 1800,
        }
        if parcel.url:
            body["msgtype"] = "textcard"
            body["textcard"] = {
                "title": cut(parcel.subject, 128),
                "description": cut(parcel.lead, 512),
                "url": parcel.url,
                "btntxt": parcel.action[:4],
            }
        else:
            body["msgtype"] = "text"
            body["text"] = {"content": cut(f"{parcel.subject}\n{parcel.lead}", 2048)}
        answer: dict[str, Any] = ask(
            "POST", f"{self._way.url}/cgi-bin/message/send", params={"access_token": token}, json=body
        )
        return answer

    def _unknown(self, answer: dict[str, Any]) -> bool:
        return bool(answer.get("invaliduser") or answer.get("unlicenseduser"))

    def _number(self, answer: dict[str, Any]) -> str:
        return str(answer.get("msgid", ""))
