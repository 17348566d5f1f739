"""What people hold in their hands: an authenticator app, a browser's passkey, a mailbox."""

import hashlib
import json
from base64 import b32decode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

from yunhui.foundation.accounts.models import Factor, MailCode, User
from yunhui.foundation.accounts.rules import totp_at
from yunhui.foundation.accounts.selectors import actor_of, code_letter
from yunhui.foundation.accounts.services import add_app, new_secret
from yunhui.kernel import clock


@dataclass
class App:
    """An authenticator app on a telephone."""

    secret: str

    def code(self, later: int = 0) -> str:
        """The six digits now, or some steps later."""
        step = int(clock.now().timestamp()) // 30 + later
        return totp_at(b32decode(self.secret), step)


def give_app(user: User) -> tuple[App, list[str]]:
    """Set an app up for a person whose clock was a while ago, so that its code of now is still unused."""
    app = App(new_secret())
    with clock.travel(clock.now() - timedelta(minutes=10)):
        codes = add_app(actor=actor_of(user), secret=app.secret, code=app.code(), address=None)
    return app, codes


def code_in_mailbox(purpose: str) -> str:
    """The code of the newest letter."""
    row = MailCode.objects.filter(purpose=purpose).order_by("-made_at").first()
    assert row is not None
    letter = code_letter(row.pk)
    assert letter is not None
    return letter.code


@dataclass
class Browser:
    """A browser with a passkey: answers what a page's script would hand over."""

    host: str = "testserver"
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = b"passkey-of-a-test"
    count: int = 0
    handle: str = ""

    def make(self, options: dict[str, Any]) -> str:
        """A new passkey."""
        self.handle = options["publicKey"]["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        auth = AuthenticatorData.create(self._rp(), 0x45, self.count, bytes(data))
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(auth)})
        return self._answer(options, "webauthn.create", {"attestationObject": websafe_encode(attested)})

    def use(self, options: dict[str, Any], *, flags: int = 0x05) -> str:
        """The passkey signs."""
        self.count += 1
        auth = bytes(AuthenticatorData.create(self._rp(), flags, self.count))
        client = self._client(options, "webauthn.get")
        signature = self.key.sign(auth + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {
            "authenticatorData": websafe_encode(auth),
            "signature": websafe_encode(signature),
            "userHandle": self.handle,
        }
        return self._answer(options, "webauthn.get", said)

    def _rp(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client(self, options: dict[str, Any], kind: str) -> bytes:
        said = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": f"https://{self.host}"}
        return json.dumps(said).encode()

    def _answer(self, options: dict[str, Any], kind: str, said: dict[str, str]) -> str:
        identifier = websafe_encode(self.credential_id)
        response = {"clientDataJSON": websafe_encode(self._client(options, kind)), **said}
        return json.dumps({"id": identifier, "rawId": identifier, "type": "public-key", "response": response})


def factors_of(user: User) -> list[str]:
    """The kinds of factors of a person."""
    return list(Factor.objects.filter(user=user).order_by("added_at").values_list("kind", flat=True))
