"""The session behind a request: begun, half begun until the second factor is there, proved anew, ended.

Kept in Django's session: `assurance`, `proved_at`, `began`, `seen` (seconds since 1970), `acting` (a loan's id),
`is_demo` (came by a door of the demo, which stands for the second factor all the time), and `half`: who gave the first
factor and owes the second.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.models import Loan, User
from yunhui.foundation.accounts.selectors import actor_of, has_factor, live_grants, loan_in_force, user_of
from yunhui.foundation.accounts.services import begin_visit, forget_visit, log_security, see_visit
from yunhui.foundation.accounts.services.visits import LONGEST
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR, Actor

_HALF = timedelta(minutes=10)
_NOTED = 60.0  # how often a use is written down, in seconds
# A page that lies open asks here by itself; that is not a person at work.
_BY_ITSELF = ("/w/stream",)


@dataclass(frozen=True, slots=True)
class Half:
    """Somebody who gave a password or a code, and owes the second factor."""

    user: User
    following: str


def enter(
    request: HttpRequest, user: User, *, assurance: int, following: str, note: str = "", is_demo: bool = False
) -> HttpResponse:
    """Open a session, or ask for the second factor first where the account has one. Who wanted nothing in particular is
    led to their work."""
    if following == "/":
        following = "/w/" if live_grants().filter(user=user).exists() else "/my/"
    if assurance < 2 and not is_demo and has_factor(user.pk):
        request.session["half"] = {
            "user": str(user.pk),
            "until": (clock.now() + _HALF).timestamp(),
            "following": following,
            "note": note,
        }
        return HttpResponseRedirect(f"/sign-in/second?{urlencode({'next': following})}")
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    now = clock.now()
    request.session.update({"began": now.timestamp(), "seen": now.timestamp()})
    set_assurance(request, 2 if is_demo else assurance)
    request.session["is_demo"] = is_demo
    request.session.save()
    begin_visit(
        user=user,
        session_key=str(request.session.session_key),
        address=address_of(request),
        device=device_of(request),
        single=settings.SINGLE_SESSION and not is_demo,
    )
    log_security(kind=SecurityKind.SIGNED_IN, user=user, email=user.email, address=address_of(request), note=note)
    return HttpResponseRedirect(following)


def half_of(request: HttpRequest) -> Half | None:
    """Who owes the second factor in this browser."""
    kept = request.session.get("half")
    if not kept or kept["until"] < clock.now().timestamp():
        return None
    user = user_of(UUID(kept["user"]))
    return Half(user, kept["following"]) if user else None


def enter_whole(request: HttpRequest, half: Half) -> HttpResponse:
    """The second factor came."""
    kept = request.session.pop("half", {})
    return enter(request, half.user, assurance=2, following=half.following, note=kept.get("note", ""))


def prove_again(request: HttpRequest, user: User) -> None:
    """The second factor was confirmed inside a session: the session gets a new key, and its assurance."""
    forget_visit(session_key=str(request.session.session_key))
    request.session.cycle_key()
    set_assurance(request, 2)
    request.session.save()
    begin_visit(
        user=user,
        session_key=str(request.session.session_key),
        address=address_of(request),
        device=device_of(request),
        single=False,
    )
    log_security(kind=SecurityKind.PROVED, user=user, email=user.email, address=address_of(request))


def set_assurance(request: HttpRequest, assurance: int) -> None:
    """How surely this session's person is known, from now on."""
    request.session["assurance"] = assurance
    if assurance >= 2:
        request.session["proved_at"] = clock.now().timestamp()


def leave(request: HttpRequest) -> None:
    """End the session of this browser."""
    if request.session.session_key:
        forget_visit(session_key=request.session.session_key)
    auth.logout(request)


def actor_behind(request: HttpRequest, request_id: str) -> Actor:
    """Who acts in this request. A session that has idled or lasted too long is ended here, and a visitor remains.

    Sets `request.acting_for` to the name of the colleague for whom the actor acts.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return VISITOR.within(request_id)
    session = request.session
    loan: Loan | None = loan_in_force(session["acting"], user) if "acting" in session else None
    proved = clock.now().timestamp() if settings.DEMO and session.get("is_demo") else session.get("proved_at")
    actor = actor_of(
        user,
        request_id,
        session.get("assurance", 1),
        proved_at=datetime.fromtimestamp(proved, UTC) if proved else None,
        acting=loan,
    )
    if _is_over(request, is_staff=bool(actor.grants)):
        leave(request)
        request.user = AnonymousUser()
        request.session["why"] = "idle"
        return VISITOR.within(request_id)
    if "acting" in session and loan is None:
        del session["acting"]
    request.acting_for = loan.lender.name if loan else ""  # type: ignore[attr-defined]
    _note(request)
    return actor


def address_of(request: HttpRequest) -> str | None:
    """The network address of the other side."""
    return request.META.get("REMOTE_ADDR") or None


def device_of(request: HttpRequest) -> str:
    """Browser and system in two words, roughly: enough for a person to know their own."""
    agent = request.headers.get("User-Agent", "")
    browsers = (
        ("MicroMessenger", "WeChat"),
        ("DingTalk", "DingTalk"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("HarmonyOS", "HarmonyOS"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    )
    found = [next((word for sign, word in rows if sign in agent), "") for rows in (browsers, systems)]
    return " · ".join(part for part in found if part)


def following_of(request: HttpRequest, default: str = "/") -> str:
    """Where the person wanted to go: a path of this platform, nothing else."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    good = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if good else default


def _is_over(request: HttpRequest, *, is_staff: bool) -> bool:
    now, session = clock.now().timestamp(), request.session
    if now - session.get("began", now) > LONGEST.total_seconds():
        return True
    return is_staff and now - session.get("seen", now) > settings.STAFF_IDLE_MINUTES * 60


def _note(request: HttpRequest) -> None:
    now, seen = clock.now().timestamp(), request.session.get("seen")
    if seen is None or request.path_info in _BY_ITSELF or now - seen < _NOTED:
        return
    request.session["seen"] = now
    see_visit(session_key=str(request.session.session_key))
