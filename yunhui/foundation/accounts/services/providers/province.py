"""A province's unified login (省统一身份认证): persons (个人) and organisations (法人).

The provinces' services are OAuth-like and differ in three things, which are settings: the addresses, the names of the
fields in the profile, and whether requests carry a signature (`none`, `sha256` or `sm3`: HMAC over the sorted
parameters with the secret). A province that signs with SM2 or wants certificates needs an adapter of its own behind
the same port.
"""

from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from yunhui.foundation.accounts.errors import ProviderError
from yunhui.foundation.accounts.ports import Claim, Errand
from yunhui.foundation.accounts.services.providers.asking import Door, ask, code_of, taken, with_query

_DIGESTS = {"sha256": hashes.SHA256(), "sm3": hashes.SM3()}


class Province(Door):
    """One province's service, as its settings describe it."""

    def address(self, errand: Errand) -> str:
        """Where the person is sent."""
        return with_query(
            self.given["authorise"],
            response_type="code",
            client_id=self.given["id"],
            redirect_uri=errand.back,
            state=errand.state,
        )

    def identify(self, errand: Errand, answer: dict[str, str]) -> Claim:
        """Who came back, and how surely the province knows them."""
        asked = {
            "grant_type": "authorization_code",
            "client_id": self.given["id"],
            "client_secret": self.given["secret"],
            "code": code_of(answer),
            "redirect_uri": errand.back,
        }
        token = _content(ask("POST", self.given["token"], data=self._signed(asked)))
        wanted = {"client_id": self.given["id"], "access_token": taken(token, "access_token")}
        said = _content(ask("POST", self.given["person"], data=self._signed(wanted)))
        names = dict(pair.partition("=")[::2] for pair in self.given["fields"].split())
        value = {key: str(said.get(name) or "") for key, name in names.items()}
        if not value.get("subject"):
            raise ProviderError("no subject in the profile")
        is_organisation = value.get("kind") == self.given["organisation_kind"]
        level = value.get("level", "")
        return Claim(
            provider=self.key,
            subject=value["subject"],
            name=value.get("name", ""),
            email=value.get("email", ""),
            assurance=2 if level.isdigit() and int(level) >= int(self.given["strong_level"]) else 1,
            kind="organisation" if is_organisation else "person",
            organisation=value.get("organisation", "") if is_organisation else "",
        )

    def _signed(self, parameters: dict[str, str]) -> dict[str, str]:
        if self.given["signature"] == "none":
            return parameters
        box = HMAC(self.given["secret"].encode(), _DIGESTS[self.given["signature"]])
        box.update("&".join(f"{key}={parameters[key]}" for key in sorted(parameters)).encode())
        return {**parameters, "sign": box.finalize().hex()}


def _content(answer: dict[str, Any]) -> dict[str, Any]:
    """The content of an answer, whether it lies open or in `data` beside a `code` (0 or 200: good)."""
    if str(answer.get("code", "0")) not in ("0", "200"):
        raise ProviderError(f"the province answered {answer['code']}")
    inner = answer.get("data")
    return inner if isinstance(inner, dict) else answer
