"""Every address: the portal's own doors, and each room's pages."""

from django.conf import settings
from django.urls import path, register_converter

from yunhui.features.docking.web import board
from yunhui.features.timetable.web import office as timetable_office
from yunhui.features.timetable.web import public as timetable_public
from yunhui.foundation.accounts.web import entrance, external, factors, loans, own, register, second
from yunhui.foundation.notices.web import bell, hooks, letters, outbox, wishes
from yunhui.foundation.notices.web import demo as demo_mail
from yunhui.pipeline.applications.web import applicant, papers, people, writing
from yunhui.pipeline.calls.web import conditions as call_conditions
from yunhui.pipeline.calls.web import eligible as calls_eligible
from yunhui.pipeline.calls.web import form_editor as call_form
from yunhui.pipeline.calls.web import form_paper, making
from yunhui.pipeline.calls.web import parts as call_parts
from yunhui.pipeline.calls.web import public as calls_public
from yunhui.pipeline.calls.web import publishing as call_publishing
from yunhui.pipeline.decisions.web import chair
from yunhui.pipeline.review.web import expert
from yunhui.portal.web import (
    administrators,
    doors,
    form_check,
    health,
    home,
    office,
    office_application,
    public,
    staff,
    stream,
)
from yunhui.ui.web import gallery


class Lang:
    """The public site's two languages."""

    regex = "zh|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Lang, "lang")

urlpatterns = [
    path("", public.root),
    path("<lang:lang>/", public.home),
    path("<lang:lang>/areas/", public.host_areas),
    path("<lang:lang>/figures/", public.figures),
    path("<lang:lang>/calls/", calls_public.calls),
    path("<lang:lang>/calls/<slug:code>/", calls_public.call),
    path("<lang:lang>/calls/<slug:code>/eligible", calls_eligible.eligible),
    path("<lang:lang>/calls/<slug:code>/form.pdf", form_paper.form_paper),
    path("<lang:lang>/timetable/", timetable_public.latest),
    path("<lang:lang>/timetable/<slug:code>/", timetable_public.timetable),
    path("<lang:lang>/timetable/<slug:code>.ics", timetable_public.calendar),
    path("<lang:lang>/timetable/<slug:code>.json", timetable_public.data),
    path("<lang:lang>/timetable/<slug:code>.pdf", timetable_public.paper),
    path("health", doors.health),
    path("sign-in", entrance.sign_in),
    path("sign-in/by-code", entrance.by_code),
    path("sign-in/code", entrance.code),
    path("sign-in/forgotten", entrance.forgotten),
    path("sign-in/new-password", entrance.new_password),
    path("sign-in/passkey", entrance.passkey),
    path("sign-in/passkey/options", entrance.passkey_options),
    path("sign-in/second", second.second),
    path("sign-in/with/<slug:provider>", external.start),
    path("sign-in/with/<slug:provider>/back", external.back),
    path("sign-out", entrance.sign_out),
    path("register", register.register),
    path("register/code", register.code),
    path("invitation/<slug:token>", register.invitation),
    path("account/", own.account),
    path("account/profile", own.profile),
    path("account/password", own.password),
    path("account/email", own.email),
    path("account/email/code", own.email_code),
    path("account/sessions/", own.sessions),
    path("account/link", external.link),
    path("account/doors/<slug:provider>/unlink", own.unlink),
    path("account/second-factor/", factors.factors),
    path("account/second-factor/app", factors.app),
    path("account/second-factor/codes", factors.recovery_codes),
    path("account/second-factor/passkey", factors.passkey),
    path("account/second-factor/passkey/options", factors.new_passkey_options),
    path("account/second-factor/<uuid:factor_id>/remove", factors.remove),
    path("account/colleagues/", loans.colleagues),
    path("account/colleagues/lend", loans.lend),
    path("account/colleagues/myself", loans.be_oneself),
    path("account/colleagues/<uuid:loan_id>/act", loans.act),
    path("account/colleagues/<uuid:loan_id>/end", loans.end),
    path("language", doors.set_language),
    path("notices/", bell.notices),
    path("notices/read", bell.read),
    path("notices/bell", bell.bell),
    path("notices/stream", bell.stream),
    path("notices/wishes", wishes.wishes),
    path("notices/<uuid:notice_id>/", bell.notice),
    path("w/outbox/", outbox.outbox),
    path("w/outbox/release", outbox.release),
    path("w/outbox/discard", outbox.discard),
    path("w/outbox/addresses", outbox.addresses),
    path("w/outbox/dispatches/<uuid:dispatch_id>/again", outbox.again),
    path("w/outbox/<uuid:notice_id>/", outbox.letter),
    path("w/letters/", letters.letters),
    path("w/letters/<str:key>/", letters.letter),
    path("w/letters/<str:key>/restore", letters.restore),
    path("demo/mail", demo_mail.mail),
    path("demo/mail/<uuid:notice_id>/", demo_mail.letter),
    path("hooks/sms/<str:secret>", hooks.sms),
    path("demo/sign-in", doors.demo_sign_in),
    path("my/", applicant.my_applications),
    path("my/calls/<slug:code>/start", applicant.start),
    path("my/applications/<uuid:application_id>/", applicant.application),
    path("my/applications/<uuid:application_id>/edit", writing.change),
    path("my/applications/<uuid:application_id>/save", writing.save),
    path("my/applications/<uuid:application_id>/choose", writing.choose),
    path("my/applications/<uuid:application_id>/submit", writing.submit),
    path("my/applications/<uuid:application_id>/withdraw", applicant.withdraw),
    path("my/applications/<uuid:application_id>/versions", papers.versions),
    path("my/applications/<uuid:application_id>/receipt-<int:number>.pdf", papers.receipt),
    path("my/applications/<uuid:application_id>/people/", people.people),
    path("my/applications/<uuid:application_id>/people/<uuid:collaborator_id>/right", people.right),
    path("my/applications/<uuid:application_id>/people/<uuid:collaborator_id>/end", people.end),
    path("my/invitations/<uuid:collaborator_id>/<str:secret>", people.invitation),
    path("w/offers/", board.offers),
    path("w/offers/<uuid:offer_id>/", board.offer),
    path("w/offers/<uuid:offer_id>/interested", board.interested),
    path("w/offers/<uuid:offer_id>/not-interested", board.not_interested),
    path("w/reviews/", expert.reviews),
    path("w/reviews/<uuid:assignment_id>/", expert.sheet),
    path("w/reviews/<uuid:assignment_id>/save", expert.save),
    path("w/reviews/<uuid:assignment_id>/lock", expert.lock),
    path("w/reviews/<uuid:assignment_id>/abstain", expert.abstain),
    path("w/reviews/<uuid:assignment_id>/recuse", expert.recuse),
    path("w/calls/<slug:code>/ranking/", chair.ranking),
    path("w/calls/<slug:code>/batch/propose", chair.propose),
    path("w/batches/<uuid:batch_id>/sign", chair.sign),
    path("w/batches/<uuid:batch_id>/release", chair.release),
    path("w/batches/<uuid:batch_id>/discard", chair.discard),
    path("w/", home.today),
    path("w/stream", stream.calls),
    path("w/calls/", office.calls),
    path("w/calls/new", making.new),
    path("w/calls/new/<slug:key>", making.from_recipe),
    path("w/calls/<slug:code>/copy", making.copy),
    path("w/calls/<slug:code>/setup/", call_parts.overview),
    path("w/calls/<slug:code>/setup/publish", call_publishing.publish),
    path("w/calls/<slug:code>/setup/form/", call_form.form),
    path("w/calls/<slug:code>/setup/form/announce", call_form.announce_form),
    path("w/calls/<slug:code>/setup/form/preview/<slug:reader>/", call_form.preview),
    path("w/calls/<slug:code>/setup/form/questions/new", call_form.new_question),
    path("w/calls/<slug:code>/setup/form/questions/<slug:key>/", call_form.question),
    path("w/calls/<slug:code>/setup/eligibility/", call_conditions.conditions),
    path("w/calls/<slug:code>/setup/eligibility/<slug:key>/", call_conditions.condition),
    path("w/calls/<slug:code>/setup/<slug:part>/", call_parts.part),
    path("w/calls/<slug:code>/", office.call),
    path("w/calls/<slug:code>/assign", office.assign),
    path("w/calls/<slug:code>/check/", form_check.queue),
    path("w/calls/<slug:code>/check/owed", form_check.owed),
    path("w/calls/<slug:code>/timetable/", timetable_office.timetable),
    path("w/calls/<slug:code>/timetable/build", timetable_office.build),
    path("w/timetables/<uuid:timetable_id>/publish", timetable_office.publish),
    path("w/applications/<uuid:application_id>/", office_application.application),
    path("w/applications/<uuid:application_id>/screen", office_application.screen),
    path("w/health/", health.health),
    path("w/applications/<uuid:application_id>/check", form_check.check),
    path("w/requests/<uuid:completion_id>/extend", form_check.extend),
    path("w/requests/<uuid:completion_id>/take-back", form_check.take_back),
    path("w/accounts/", administrators.accounts),
    path("w/accounts/<uuid:user_id>/", administrators.account),
    path("w/accounts/<uuid:user_id>/grant", administrators.grant),
    path("w/accounts/<uuid:user_id>/end", administrators.end),
    path("w/accounts/<uuid:user_id>/decide", administrators.decide),
    path("w/accounts/<uuid:user_id>/reset", administrators.reset),
    path("w/accounts/<uuid:user_id>/close", administrators.close),
    path("w/invitations/", staff.invited),
    path("w/invitations/invite", staff.invite),
    path("w/invitations/<uuid:invitation_id>/resend", staff.resend),
    path("w/invitations/<uuid:invitation_id>/revoke", staff.revoke),
    path("w/recertification/", staff.recertification),
    path("w/recertification/<int:grant_id>", staff.recertify),
    path("w/held/", staff.held),
    path("w/held/end", staff.unlock),
    path("w/security/", administrators.security),
    path("w/audit/", administrators.audit),
    path("w/audit/verify", administrators.verify_audit),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("ui/gallery", gallery))
