"""The letters about accounts: accounts lie below notices and cannot write their own."""

from datetime import UTC, datetime
from functools import partial

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_ENDS = Variable("ends", "失效时间", "when it ends", datetime(2027, 3, 1, 4, 0, tzinfo=UTC))
_letter = partial(
    Letter,
    kind=Kind.ACCOUNT,
    urgent=True,
    why_zh="这封信与您的账号安全有关，无法关闭。",
    why_en="This concerns the safety of your account and cannot be switched off.",
)

CODE = _letter(
    key="account.code",
    name_zh="验证码",
    name_en="A code",
    subject_zh="您的验证码",
    subject_en="Your code",
    body_zh=(
        "{{ what }}的验证码：\n\n{{ code }}\n\n请在请求验证码的浏览器中输入，{{ ends }}前有效，只能使用一次。工作人员"
        "不会向您索要验证码。\n\n如果不是您本人操作，不必理会这封信，没有人能够仅凭您的邮箱地址登录。"
    ),
    body_en="The code for {{ what }}:\n\n{{ code }}\n\nType it in the browser in which you asked for it, before "
    "{{ ends }}; it is good once. Nobody of the office will ever ask you for it.\n\nIf it was not you who asked, "
    "do nothing: an address alone opens no account.",
    variables=(
        Variable("what", "用途", "what it is for", Both("登录", "signing in")),
        Variable("code", "验证码", "the code", "1234 5678"),
        _ENDS,
    ),
    private=True,
)
KNOWN = _letter(
    key="account.known",
    name_zh="该邮箱已有账号",
    name_en="The address has an account",
    subject_zh="您已经有账号",
    subject_en="You have an account already",
    body_zh=(
        "有人用这个邮箱地址注册，或想把另一个账号改到这个地址。您已经有账号，请直接登录；忘记密码时可以用邮箱验证码登"
        "录。\n\n如果不是您本人操作，不必理会这封信。"
    ),
    body_en="Somebody registered with this address, or wanted to move another account to it. You have an account "
    "already: sign in, by a code if you have forgotten the password.\n\nIf it was not you, do nothing.",
    action_zh="登录",
    action_en="Sign in",
)
INVITATION = _letter(
    key="account.invitation",
    name_zh="工作人员邀请",
    name_en="An invitation of staff",
    subject_zh="请开通您的工作账号",
    subject_en="Open your account",
    body_zh=(
        "邀请人：{{ by? }}\n\n您受邀使用本平台。请打开链接，设置密码，再设置第二重验证（手机验证器或通行密钥）。链接"
        "在{{ ends }}前有效。角色由安全管理员授予后生效。\n\n请勿转发这封信：谁打开链接，谁就能使用您的账号。"
    ),
    body_en=(
        "Invited by {{ by? }}.\n\nYou are invited to this platform. Open the link, choose a password, and set up a "
        "second factor (an app on your telephone, or a passkey). The link is good until {{ ends }}. Your roles take "
        "effect once the security administrator has granted them.\n\nDo not forward this letter: whoever opens the "
        "link has your account."
    ),
    variables=(Variable("by", "邀请人", "who invites", "李明"), _ENDS),
    private=True,
    action_zh="开通账号",
    action_en="Open the account",
)
CHANGED = _letter(
    key="account.changed",
    name_zh="账号发生变化",
    name_en="Something changed on an account",
    subject_zh="您的账号：{{ what }}",
    subject_en="Your account: {{ what }}",
    body_zh=(
        "{{ what }}。\n\n{{ detail? }}\n\n如果是您本人操作，不必理会这封信。如果不是，请立即登录，结束其他会话，设置"
        "新密码，并联系安全管理员。"
    ),
    body_en="{{ what }}.\n\n{{ detail? }}\n\nIf it was you, do nothing. If it was not, sign in at once, end the other "
    "sessions, set a new password, and tell the security administrator.",
    variables=(
        Variable("what", "发生了什么", "what happened", Both("已设置新密码", "a new password was set")),
        Variable("detail", "说明", "particulars", ""),
    ),
    action_zh="查看账号",
    action_en="See your account",
)
LETTERS = (CODE, KNOWN, INVITATION, CHANGED)
