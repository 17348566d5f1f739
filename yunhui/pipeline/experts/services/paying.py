"""How experts are paid: entered by themselves, or by the office before they have; read in the clear by themselves and,
for the roster, by finance."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum import iban, luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.foundation.formkit.rules import clean_text, half_width
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import Vault
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, RefusedError, require
from yunhui.pipeline.experts.models import Expert, Payee
from yunhui.pipeline.experts.rules import can_keep_library, is_self

RESIDENT_ID, PASSPORT = "id", "passport"
_SEALED = ("holder", "bank", "account", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeData:
    """What finance needs, in the clear.

    `holder`: the account's holder; `bank`: bank and branch; `account`: card, account number or IBAN; `document_kind`:
    `id` (resident identity card) or `passport`, with the country or region that gave it; `is_resident`: for the tax.
    """

    holder: str = ""
    bank: str = ""
    account: str = ""
    document_kind: str = RESIDENT_ID
    document_country: str = "CN"
    document: str = ""
    is_resident: bool = True


@transaction.atomic
def keep_payee(*, actor: Actor, given: PayeeData) -> Payee:
    """Keep how the signed-in expert is paid. An empty account or document leaves the one that is kept.

    Raises:
        NotFoundError: the actor is no expert.
        InvalidError: every problem with its field.
    """
    expert = Expert.objects.select_for_update(of=("self",)).filter(person__user_id=actor.account).first()
    if expert is None:
        raise NotFoundError("expert")
    return _keep(actor, expert, Payee.objects.filter(expert=expert).first(), given, "payee.kept")


@transaction.atomic
def bring_payee(*, actor: Actor, expert_id: UUID, given: PayeeData) -> Payee | None:
    """Keep how an expert is paid as the office has it from before, where the expert has entered nothing; None where
    they have: their own word counts.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: there is no such expert.
        InvalidError: every problem with its field.
    """
    require(can_keep_library(actor))
    expert = Expert.objects.select_for_update(of=("self",)).filter(pk=expert_id).first()
    if expert is None:
        raise NotFoundError("expert")
    if Payee.objects.filter(expert=expert).exists():
        return None
    return _keep(actor, expert, None, given, "payee.brought")


def payee_from_table(*, name: str, holder: str, bank: str, account: str, document: str) -> PayeeData:
    """Payment data as a table says them: a resident's identity number, or else a passport."""
    number = _plain(document)
    kind = RESIDENT_ID if re.fullmatch(r"\d{17}[\dX]", number) else PASSPORT
    return PayeeData(
        holder=holder or name, bank=bank, account=account, document=document, document_kind=kind, document_country="CN"
    )


def payee_problems(given: PayeeData) -> list[Problem]:
    """What is wrong with payment data that are entered for the first time."""
    return _problems(given, _number(given.account), _plain(given.document), None)


def _keep(actor: Actor, expert: Expert, known: Payee | None, given: PayeeData, action: str) -> Payee:
    account, document = _number(given.account), _plain(given.document)
    if problems := _problems(given, account, document, known):
        raise InvalidError(problems)
    row = known or Payee(expert=expert)
    row.is_resident = given.is_resident
    row.document_kind, row.document_country = given.document_kind, given.document_country
    texts = {"holder": clean_text(given.holder), "bank": clean_text(given.bank)}
    texts |= {name: text for name, text in (("account", account), ("document", document)) if text}
    for name, text in texts.items():
        setattr(row, f"{name}_sealed", _vault().encrypt(f"payee.{name}", text))
        if name in ("account", "document"):
            setattr(row, f"{name}_tail", text[-4:])
    row.changed_at = clock.now()
    row.save()
    record(actor=actor, action=action, subject=("expert", expert.pk), after={"parts": sorted(texts)})
    return row


def _number(text: str) -> str:
    return re.sub(r"[\s-]", "", half_width(text)).upper()


def _plain(text: str) -> str:
    return re.sub(r"\s", "", half_width(text)).upper()


@transaction.atomic
def read_payee(*, actor: Actor, expert_id: UUID) -> PayeeData | None:
    """One's own payment data in the clear, or None before there is any; the reading is in the log.

    Raises:
        RefusedError: somebody else's.
    """
    row = Payee.objects.select_related("expert__person").filter(expert_id=expert_id).first()
    if row is None:
        return None
    if not (actor.is_system or is_self(actor, row.expert)):
        raise RefusedError("not_yours", _("These are somebody else's bank details."))
    record(actor=actor, action="payee.read", subject=("expert", expert_id))
    return opened(row)


def opened(row: Payee) -> PayeeData:
    """A row in the clear; who calls has asked a rule and writes the log."""
    texts: Mapping[str, str] = {
        name: _vault().decrypt(f"payee.{name}", getattr(row, f"{name}_sealed")) for name in _SEALED
    }
    return PayeeData(
        document_kind=row.document_kind,
        document_country=row.document_country,
        is_resident=row.is_resident,
        **texts,
    )


def collected(row: Payee) -> dict[str, object]:
    """A row in the clear, for its owner's copy of their data."""
    return asdict(opened(row))


def _vault() -> Vault:
    return settings.VAULT


def _problems(given: PayeeData, account: str, document: str, known: Payee | None) -> list[Problem]:
    problems = []
    for name, text in (("holder", given.holder), ("bank", given.bank)):
        if not clean_text(text):
            problems.append(Problem(name, "required", _("This is needed to pay you.")))
        elif len(text) > 120:
            problems.append(Problem(name, "too_long", _("At most 120 characters.")))
    if account and not is_account(account):
        sentence = _("This number does not check out. Write the number of your card or account, or your IBAN.")
        problems.append(Problem("account", "not_an_account", sentence))
    elif not account and known is None:
        problems.append(Problem("account", "required", _("This is needed to pay you.")))
    is_other = known is not None and known.document_kind != given.document_kind
    if not document and (known is None or is_other):
        problems.append(Problem("document", "required", _("The tax office asks for it.")))
    if given.document_kind not in (RESIDENT_ID, PASSPORT):
        problems.append(Problem("document_kind", "not_a_choice", _("Choose one of the answers.")))
    elif document and given.document_kind == RESIDENT_ID and not ric.is_valid(document):
        problems.append(Problem("document", "not_an_id", _("This is no resident identity number: 18 characters.")))
    elif document and given.document_kind == PASSPORT and not re.fullmatch(r"[A-Z0-9]{5,20}", document):
        problems.append(Problem("document", "not_a_passport", _("Letters and digits as they stand in the passport.")))
    if given.document_country not in codes_of(Scheme.COUNTRY):
        problems.append(Problem("document_country", "not_a_choice", _("Choose one of the answers.")))
    return problems


def is_account(text: str) -> bool:
    """Whether a number can be a bank account: a card that passes its check digit (Luhn, ISO/IEC 7812-1), an IBAN that
    passes its own (ISO 13616), or an account number of 8 to 15 or 20 to 25 digits, which have none."""
    if re.fullmatch(r"\d{16,19}", text):
        try:
            luhn.validate(text)
        except ValidationError:
            return False
        return True
    if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text):
        return bool(iban.is_valid(text))
    return re.fullmatch(r"\d{8,15}|\d{20,25}", text) is not None
