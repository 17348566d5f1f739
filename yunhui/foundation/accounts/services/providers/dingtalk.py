"""DingTalk (钉钉, also 浙政钉-like deployments at their own address): come back with `authCode`."""

from yunhui.foundation.accounts.ports import Claim, Errand
from yunhui.foundation.accounts.services.providers.asking import Door, ask, code_of, taken, with_query


class DingTalk(Door):
    """The name of a person is their `unionId`. The e-mail in the profile is typed by the person: not verified."""

    def address(self, errand: Errand) -> str:
        """Where the person is sent."""
        return with_query(
            f"{self.given['open']}/oauth2/auth",
            client_id=self.given["id"],
            redirect_uri=errand.back,
            response_type="code",
            scope="openid",
            prompt="consent",
            state=errand.state,
        )

    def identify(self, errand: Errand, answer: dict[str, str]) -> Claim:
        """Who came back."""
        token = ask(
            "POST",
            f"{self.given['api']}/v1.0/oauth2/userAccessToken",
            json={
                "clientId": self.given["id"],
                "clientSecret": self.given["secret"],
                "code": code_of({**answer, "code": answer.get("authCode") or answer.get("code", "")}),
                "grantType": "authorization_code",
            },
        )
        said = ask(
            "GET",
            f"{self.given['api']}/v1.0/contact/users/me",
            headers={"x-acs-dingtalk-access-token": taken(token, "accessToken")},
        )
        return Claim(
            provider=self.key,
            subject=taken(said, "unionId"),
            name=str(said.get("nick", "")),
            email=str(said.get("email", "")),
        )
