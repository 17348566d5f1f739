"""Facts of accounts become letters. What opens an account is asked for here, at the last moment, and kept by nobody."""

from uuid import UUID

from yunhui.foundation.accounts.enums import Purpose
from yunhui.foundation.accounts.events import AccountTouched, CodeAsked, StaffInvited
from yunhui.foundation.accounts.selectors import code_letter, invitation_letter, user_of
from yunhui.foundation.notices.letters import CHANGED, CODE, INVITATION, KNOWN
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice, write_to_address
from yunhui.foundation.outbox.services import subscribe
from yunhui.kernel import actor as actors

_ACTOR = actors.system("notices")
_PURPOSES = {
    Purpose.REGISTER: Both("注册", "registering"),
    Purpose.SIGN_IN: Both("登录", "signing in"),
    Purpose.PASSWORD: Both("设置新密码", "setting a new password"),
    Purpose.EMAIL: Both("更换邮箱", "your new address"),
    Purpose.PROOF: Both("确认这是您的邮箱", "showing that this address is yours"),
}
_TOUCHED = {
    "password_set": Both("已设置新密码", "a new password was set"),
    "email_changed": Both("邮箱已更换", "the address was changed"),
    "factor_added": Both("已添加第二重验证", "a second factor was added"),
    "factor_ended": Both("已移除第二重验证", "a second factor was removed"),
    "factor_reset": Both("安全管理员已重置第二重验证", "the security administrator reset your second factor"),
    "role_granted": Both("安全管理员已授予您角色，登录后即可开始工作", "a role was granted to you: sign in to begin"),
    "lent": Both("同事请您代为办理", "a colleague asks you to stand in"),
}
# What the letter repeats: the new address, the administrator's reason, the colleague's name.
_SAID = ("email_changed", "factor_reset", "lent")


def send_code(event: CodeAsked) -> None:
    """The code, or (where a registration meets an account that is there) how to sign in; or nothing."""
    said = code_letter(event.code_id)
    if said is None:
        return
    code = {"what": _PURPOSES[Purpose(said.purpose)], "code": said.code, "ends": said.expires_at}
    write_to_address(
        actor=_ACTOR,
        letter=KNOWN.key if said.is_known else CODE.key,
        email=said.email,
        name=said.name,
        language=said.language,
        zone=said.zone,
        about=("account", said.user.pk if said.user else event.code_id),
        context={} if said.is_known else code,
        link="/sign-in" if said.is_known else "",
        supersedes=f"code:{said.purpose}:{said.email.lower()}",
    )


def send_invitation(event: StaffInvited) -> None:
    """The link that opens the account; a newer one calls it back."""
    said = invitation_letter(event.invitation_id, event.issue)
    if said is None:
        return
    user = said.user
    write_to_address(
        actor=_ACTOR,
        letter=INVITATION.key,
        email=user.email,
        name=user.name,
        language=user.language,
        zone=user.zone,
        about=("account", user.pk),
        context={"by": said.invited_by, "ends": said.expires_at},
        link=said.path,
        supersedes=f"invitation:{event.invitation_id}",
    )


def tell_owner(event: AccountTouched) -> None:
    """Tell the owner of an account what happened to it; after a move, at the address that was theirs."""
    user, what = user_of(UUID(event.user_id)), _TOUCHED.get(event.what)
    if user is None or what is None:
        return
    context = {"what": what, "detail": event.detail if event.what in _SAID else ""}
    about = ("account", user.pk)
    if event.email:
        write_to_address(
            actor=_ACTOR,
            letter=CHANGED.key,
            email=event.email,
            name=user.name,
            language=user.language,
            zone=user.zone,
            about=about,
            context=context,
            link="/account/",
        )
    else:
        link = {"lent": "/account/colleagues/", "role_granted": "/w/"}.get(event.what, "/account/")
        write_notice(actor=_ACTOR, letter=CHANGED.key, to=user, about=about, context=context, link=link)


def subscribe_to_accounts() -> None:
    """Register the three."""
    subscribe(CodeAsked, "notices.code", send_code)
    subscribe(StaffInvited, "notices.invitation", send_invitation)
    subscribe(AccountTouched, "notices.account", tell_owner)
