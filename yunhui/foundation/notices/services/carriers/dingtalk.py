"""DingTalk (钉钉, 政务钉钉 by its own address): work notifications (工作通知), topapi/message/corpconversation."""

from typing import Any

from yunhui.foundation.notices.ports import Parcel
from yunhui.foundation.notices.services.carriers.http import ask
from yunhui.foundation.notices.services.carriers.work import WorkMessages, cut


class DingTalk(WorkMessages):
    """An action card, or plain text where the letter leads nowhere. DingTalk refuses the same text twice a day."""

    service = "dingtalk"
    ended = (40014, 42001)
    busy = (-1, 90018, 90002, 143103, 143104)
    faults = (33001, 33012, 40089, 52019, 60011, 60020)

    def _door(self) -> tuple[str, dict[str, str]]:
        return "/gettoken", {"appkey": self._way.key, "appsecret": self._way.secret}

    def _send(self, token: str, parcel: Parcel) -> dict[str, Any]:
        if parcel.url:
            message: dict[str, Any] = {
                "msgtype": "action_card",
                "action_card": {
                    "title": cut(parcel.subject, 64),
                    "markdown": f"### {parcel.subject}\n\n{cut(parcel.lead, 1000)}",
                    "single_title": cut(parcel.action, 20),
                    "single_url": parcel.url,
                },
            }
        else:
            message = {"msgtype": "text", "text": {"content": cut(f"{parcel.subject}\n{parcel.lead}", 2048)}}
        body = {"agent_id": int(self._way.agent), "userid_list": parcel.address, "msg": message}
        answer: dict[str, Any] = ask(
            "POST",
            f"{self._way.url}/topapi/message/corpconversation/asyncsend_v2",
            params={"access_token": token},
            json=body,
        )
        return answer

    def _unknown(self, answer: dict[str, Any]) -> bool:
        return False

    def _number(self, answer: dict[str, Any]) -> str:
        return str(answer.get("task_id", ""))
