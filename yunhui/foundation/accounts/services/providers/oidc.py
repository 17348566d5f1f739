"""OpenID Connect with a code, PKCE and a nonce; the identity token's signature, issuer, audience and end count."""

import hmac
from typing import Any

import jwt
from fido2.utils import websafe_encode

from yunhui.foundation.accounts.errors import ProviderError
from yunhui.foundation.accounts.ports import Claim, Errand
from yunhui.foundation.accounts.services.identities import challenge_of
from yunhui.foundation.accounts.services.providers.asking import Door, ask, code_of, taken, with_query

_ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
_STRONG = {"mfa", "otp", "hwk", "fpt", "face"}  # RFC 8176


class OpenIdConnect(Door):
    """One issuer, found by its published configuration."""

    def address(self, errand: Errand) -> str:
        """Where the person is sent."""
        return with_query(
            taken(self._configuration(), "authorization_endpoint"),
            response_type="code",
            client_id=self.given["id"],
            redirect_uri=errand.back,
            scope="openid email profile",
            state=errand.state,
            nonce=errand.nonce,
            code_challenge=websafe_encode(challenge_of(errand.verifier)),
            code_challenge_method="S256",
        )

    def identify(self, errand: Errand, answer: dict[str, str]) -> Claim:
        """Who came back."""
        known = self._configuration()
        tokens = ask(
            "POST",
            taken(known, "token_endpoint"),
            data={
                "grant_type": "authorization_code",
                "code": code_of(answer),
                "redirect_uri": errand.back,
                "client_id": self.given["id"],
                "client_secret": self.given["secret"],
                "code_verifier": errand.verifier,
            },
        )
        said = self._checked(taken(tokens, "id_token"), known)
        if not hmac.compare_digest(str(said.get("nonce", "")), errand.nonce):
            raise ProviderError("the token is for another errand")
        return Claim(
            provider=self.key,
            subject=taken(said, "sub"),
            name=str(said.get("name", "")),
            email=str(said.get("email", "")),
            is_email_verified=said.get("email_verified") is True,
            assurance=2 if _STRONG & {str(one) for one in said.get("amr") or ()} else 1,
        )

    def _configuration(self) -> dict[str, Any]:
        return ask("GET", f"{self.given['issuer']}/.well-known/openid-configuration")

    def _checked(self, token: str, known: dict[str, Any]) -> dict[str, Any]:
        keys = ask("GET", taken(known, "jwks_uri")).get("keys") or []
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = next(one for one in keys if one.get("kid") == kid)
            said: dict[str, Any] = jwt.decode(
                token,
                jwt.PyJWK(key),
                algorithms=_ALGORITHMS,
                audience=self.given["id"],
                issuer=taken(known, "issuer"),
                leeway=60,
                options={"require": ["exp", "iat", "sub"]},
            )
        except (jwt.PyJWTError, StopIteration) as problem:
            raise ProviderError(f"identity token: {type(problem).__name__}") from None
        return said
