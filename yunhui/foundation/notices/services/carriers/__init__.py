"""The ways out of the machine that the city has switched on."""

from django.conf import settings

from yunhui.foundation.notices.enums import Channel
from yunhui.foundation.notices.ports import Carrier
from yunhui.foundation.notices.services.carriers.dingtalk import DingTalk
from yunhui.foundation.notices.services.carriers.mail import MailServer
from yunhui.foundation.notices.services.carriers.nowhere import Nowhere
from yunhui.foundation.notices.services.carriers.sms import SmsGateway
from yunhui.foundation.notices.services.carriers.wecom import WeCom


def carriers() -> dict[str, Carrier]:
    """The carrier of each channel that is switched on; in demo mode all of them lead nowhere."""
    if settings.DEMO:
        return {str(one): Nowhere() for one in Channel}
    ways, found = settings.CHANNELS, dict[str, Carrier]()
    if ways.smtp:
        found[Channel.MAIL] = MailServer(ways.smtp)
    if ways.sms:
        found[Channel.SMS] = SmsGateway(ways.sms)
    if ways.wecom:
        found[Channel.WECOM] = WeCom(ways.wecom)
    if ways.dingtalk:
        found[Channel.DINGTALK] = DingTalk(ways.dingtalk)
    return found


def switched_on() -> set[str]:
    """The channels by which letters are written now. E-mail always: where it has no server yet, the letters wait."""
    ways = settings.CHANNELS
    others = {Channel.SMS: ways.sms, Channel.WECOM: ways.wecom, Channel.DINGTALK: ways.dingtalk}
    return {str(Channel.MAIL), *(str(one) for one, way in others.items() if way or settings.DEMO)}
