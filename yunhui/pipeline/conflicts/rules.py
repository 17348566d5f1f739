"""Which conflicts of interest the records show."""

from collections.abc import Sequence

from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.conflicts.enums import ConflictSource
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.experts.models import Expert

# Mail providers that say nothing of where a person works.
PUBLIC_DOMAINS = frozenset(
    {"gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "163.com", "126.com", "qq.com", "foxmail.com"}
)


def find_conflicts(experts: Sequence[Expert], applications: Sequence[Application]) -> list[Conflict]:
    """The conflicts that the records show, not yet saved: the same person, the same organisation or employer, the same
    e-mail domain (public providers do not count)."""
    found: list[Conflict] = []
    sides = [(application, _applicant_side(application)) for application in applications]
    for expert in experts:
        person = expert.person
        organisation = person.organisation
        names = (
            {name.casefold() for name in (organisation.name_zh, organisation.name_en) if name}
            if organisation
            else set()
        )
        domains = {_domain(person.email), organisation.email_domain.casefold() if organisation else ""}
        domains -= {""} | PUBLIC_DOMAINS
        for application, (employer, domain) in sides:
            if application.person_id is not None and application.person_id == person.pk:
                found.append(_conflict(expert, application, ConflictSource.PERSON))
            if employer and employer in names:
                found.append(_conflict(expert, application, ConflictSource.ORGANISATION))
            if any(domain == own or domain.endswith(f".{own}") for own in domains):
                found.append(_conflict(expert, application, ConflictSource.DOMAIN))
    return found


def _applicant_side(application: Application) -> tuple[str, str]:
    employer = str(application.answers.get("employer") or "").strip().casefold()
    return employer, _domain(str(application.answers.get("email") or ""))


def _domain(email: str) -> str:
    return email.rpartition("@")[2].strip().casefold()


def _conflict(expert: Expert, application: Application, source: ConflictSource) -> Conflict:
    return Conflict(expert=expert, application=application, source=source)
