"""Every address: the portal's own doors, and each room's pages."""

from django.conf import settings
from django.urls import path, register_converter

from yunhui.features.docking.web import applicant as docking_applicant
from yunhui.features.docking.web import board, first, inbox, notes, objections, pool, talks
from yunhui.features.docking.web import office as docking_office
from yunhui.features.docking.web import papers as docking_papers
from yunhui.features.enquiries.web import applicant as enquiries_applicant
from yunhui.features.enquiries.web import faq as enquiries_faq
from yunhui.features.enquiries.web import office as enquiries_office
from yunhui.features.enquiries.web import public as enquiries_public
from yunhui.features.imports.web import office as imports_office
from yunhui.features.papers.web import applicant as papers_applicant
from yunhui.features.papers.web import office as papers_office
from yunhui.features.proof.web import applicant as proof_applicant
from yunhui.features.proof.web import office as proof_office
from yunhui.features.rehearsal.web import detail as rehearsal_detail
from yunhui.features.rehearsal.web import files as rehearsal_files
from yunhui.features.rehearsal.web import looking as rehearsal_looking
from yunhui.features.rehearsal.web import office as rehearsal_office
from yunhui.features.rehearsal.web import parts as rehearsal_parts
from yunhui.features.rehearsal.web import planning as rehearsal_planning
from yunhui.features.rehearsal.web import speaker as rehearsal_speaker
from yunhui.features.site.web import areas as site_areas
from yunhui.features.site.web import articles as site_articles
from yunhui.features.site.web import office as site_office
from yunhui.features.site.web import people as site_people
from yunhui.features.timetable.web import beside as timetable_beside
from yunhui.features.timetable.web import confirming as timetable_confirming
from yunhui.features.timetable.web import draw as timetable_draw
from yunhui.features.timetable.web import editing as timetable_editing
from yunhui.features.timetable.web import editor as timetable_editor
from yunhui.features.timetable.web import files as timetable_files
from yunhui.features.timetable.web import hours as timetable_hours
from yunhui.features.timetable.web import office as timetable_office
from yunhui.features.timetable.web import people as timetable_people
from yunhui.features.timetable.web import public as timetable_public
from yunhui.features.timetable.web import publishing as timetable_publishing
from yunhui.features.timetable.web import setup as timetable_setup
from yunhui.features.timetable.web import when as timetable_when
from yunhui.foundation.accounts.web import entrance, external, factors, loans, own, register, second
from yunhui.foundation.codes.web import calendar
from yunhui.foundation.files.web import sending
from yunhui.foundation.notices.web import bell, hooks, letters, outbox, wishes
from yunhui.foundation.notices.web import demo as demo_mail
from yunhui.foundation.own.web import data as own_data
from yunhui.parties.web import profile
from yunhui.pipeline.applications.web import applicant, completing, filing, papers, people, referring, writing
from yunhui.pipeline.calls.web import conditions as call_conditions
from yunhui.pipeline.calls.web import eligible as calls_eligible
from yunhui.pipeline.calls.web import form_editor as call_form
from yunhui.pipeline.calls.web import form_paper, making
from yunhui.pipeline.calls.web import parts as call_parts
from yunhui.pipeline.calls.web import public as calls_public
from yunhui.pipeline.calls.web import publishing as call_publishing
from yunhui.pipeline.conflicts.web import office as conflicts_office
from yunhui.pipeline.consents.web import applicant as consents_applicant
from yunhui.pipeline.decisions.web import batch as decision_batch
from yunhui.pipeline.decisions.web import chair, sitting
from yunhui.pipeline.decisions.web import comments as decision_comments
from yunhui.pipeline.decisions.web import export as ranking_export
from yunhui.pipeline.decisions.web import letters as decision_letters
from yunhui.pipeline.decisions.web import notice as public_notice
from yunhui.pipeline.decisions.web import place as own_place
from yunhui.pipeline.decisions.web import places as decision_places
from yunhui.pipeline.decisions.web import progress as review_progress
from yunhui.pipeline.decisions.web import scores as review_scores
from yunhui.pipeline.experts.web import library as experts_library
from yunhui.pipeline.experts.web import listing as experts_listing
from yunhui.pipeline.experts.web import own as experts_own
from yunhui.pipeline.objections.web import applicant as objections_applicant
from yunhui.pipeline.objections.web import office as objections_office
from yunhui.pipeline.objections.web import on_paper as objections_on_paper
from yunhui.pipeline.objections.web import public as objecting
from yunhui.pipeline.panels.web import fees as panel_fees
from yunhui.pipeline.panels.web import lots as panel_lots
from yunhui.pipeline.panels.web import office as panel_office
from yunhui.pipeline.panels.web import own as panel_own
from yunhui.pipeline.panels.web import reply as panel_reply
from yunhui.pipeline.reading.web import emergency, reader
from yunhui.pipeline.reading.web import parts as openings
from yunhui.pipeline.review.web import assignment, assignment_project, beside, declaring, discussion, expert
from yunhui.pipeline.review.web import receipt as score_receipt
from yunhui.pipeline.review.web import round as review_round
from yunhui.pipeline.review.web import telling_names as review_names
from yunhui.portal.web import (
    administrators,
    doors,
    embedding,
    embeds,
    form_check,
    health,
    home,
    office,
    office_application,
    office_bulk,
    office_export,
    office_figures,
    office_menus,
    public,
    search,
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
    path("", public.home.root),
    path("sitemap.xml", public.machines.sitemap),
    path("robots.txt", public.machines.robots),
    path("site/seal-<slug:digest>.<slug:kind>", public.machines.seal),
    path("site/picture-<slug:digest>.<slug:kind>", public.pictures.picture),
    path("site/colours-<slug:accent>.css", public.machines.colours),
    path("<lang:lang>/", public.home.home),
    path("<lang:lang>/site.webmanifest", public.machines.manifest),
    path("<lang:lang>/news.xml", public.machines.news_feed),
    path("<lang:lang>/calls.xml", public.machines.calls_feed),
    path("<lang:lang>/areas/", public.areas.host_areas),
    path("<lang:lang>/areas/<slug:slug>/", public.areas.host_area),
    path("<lang:lang>/figures/", public.figures.figures),
    path("<lang:lang>/figures/<slug:code>/", public.figures.of_event),
    path("<lang:lang>/how-to-apply/", public.apply.how_to_apply),
    path("<lang:lang>/projects/", public.projects.latest),
    path("<lang:lang>/projects/<slug:code>/", public.projects.projects),
    path("<lang:lang>/projects/<slug:code>/<int:number>/", public.projects.project),
    path("<lang:lang>/events/<slug:code>/", public.events.event),
    path("<lang:lang>/archive/", public.events.archive),
    path("<lang:lang>/partners/", public.news.partners),
    path("<lang:lang>/news/", public.news.news),
    path("<lang:lang>/news/<slug:slug>/", public.news.item),
    path("<lang:lang>/pages/<slug:slug>/", public.news.written),
    path("<lang:lang>/search/", public.finding.search),
    path("<lang:lang>/share/site.png", public.share.site),
    path("<lang:lang>/share/call/<slug:code>.png", public.share.call),
    path("<lang:lang>/share/event/<slug:code>.png", public.share.event),
    path("<lang:lang>/share/project/<slug:code>-<int:number>.png", public.share.project),
    path("<lang:lang>/share/area/<slug:slug>.png", public.share.area),
    path("<lang:lang>/share/news/<slug:slug>.png", public.share.news),
    path("<lang:lang>/calls/", calls_public.calls),
    path("<lang:lang>/calls/<slug:code>/", calls_public.call),
    path("<lang:lang>/calls/<slug:code>/eligible", calls_eligible.eligible),
    path("<lang:lang>/calls/<slug:code>/form.pdf", form_paper.form_paper),
    path("<lang:lang>/calls/<slug:code>/questions/", enquiries_public.questions),
    path("<lang:lang>/calls/<slug:code>/ask", enquiries_public.ask),
    path("<lang:lang>/notice/<slug:code>/", public_notice.notice),
    path("<lang:lang>/notice/<slug:code>/<int:number>/object", objecting.objecting),
    path("<lang:lang>/notice/<slug:code>/<int:number>/object/<uuid:objection_id>", objecting.proving),
    path("<lang:lang>/timetable/", timetable_public.latest),
    path("<lang:lang>/timetable/<slug:code>/", timetable_public.timetable),
    path("<lang:lang>/timetable/<slug:code>/halls/", timetable_public.halls),
    path("<lang:lang>/timetable/<slug:code>/halls/<slug:key>/", timetable_public.halls),
    path("<lang:lang>/timetable/<slug:code>/groups/", timetable_public.groups),
    path("<lang:lang>/timetable/<slug:code>/groups/<slug:key>/", timetable_public.groups),
    path("<lang:lang>/timetable/<slug:code>/sessions/<slug:key>/", timetable_public.session),
    path("<lang:lang>/timetable/<slug:code>/mine/", timetable_public.mine),
    path("<lang:lang>/timetable/<slug:code>/changes/", timetable_public.changes),
    path("<lang:lang>/timetable/<slug:code>/changes.atom", timetable_files.changes_feed),
    path("<lang:lang>/timetable/<slug:code>/schedule.json", timetable_files.schedule),
    path("<lang:lang>/timetable/<slug:code>/schedule.xml", timetable_files.schedule_xml),
    path("<lang:lang>/timetable/<slug:code>/halls/<slug:key>.ics", timetable_files.hall),
    path("<lang:lang>/timetable/<slug:code>/groups/<slug:key>.ics", timetable_files.group),
    path("<lang:lang>/timetable/<slug:code>/sessions/<slug:key>.ics", timetable_files.session),
    path("<lang:lang>/timetable/<slug:code>/items/<slug:key>.ics", timetable_files.item),
    path("<lang:lang>/timetable/<slug:code>.ics", timetable_files.calendar),
    path("<lang:lang>/timetable/<slug:code>.json", timetable_files.data),
    path("<lang:lang>/timetable/<slug:code>.pdf", timetable_files.paper),
    path("<lang:lang>/timetable/<slug:code>.pocket.pdf", timetable_files.pocket),
    path("feeds/<lang:lang>/<str:ticket>.ics", timetable_files.own),
    path("hour/<str:ticket>", timetable_hours.hour),
    path("hour/<str:ticket>/invite.ics", timetable_hours.hour_calendar),
    path("embed/v1.js", embeds.script),
    path("embed/<lang:lang>/<slug:what>/", embeds.embed),
    path("embed/<lang:lang>/<slug:what>/<slug:code>/", embeds.embed),
    path("w/site/", site_office.overview),
    path("w/site/settings/", site_office.settings),
    path("w/site/settings/seal", site_office.seal),
    path("w/site/partners/", site_people.partners),
    path("w/site/partners/<uuid:partner_id>/", site_people.partners),
    path("w/site/words/", site_people.words),
    path("w/site/words/<int:word_id>/", site_people.words),
    path("w/site/areas/", site_areas.listing),
    path("w/site/areas/<uuid:board_id>/", site_areas.area),
    path("w/site/areas/<uuid:board_id>/policies", site_areas.policies),
    path("w/site/embeds/", embedding.embedding),
    path("w/site/embeds/<uuid:embedder_id>/end", embedding.end),
    path("w/site/<slug:folder>/", site_articles.listing),
    path("w/site/<slug:folder>/<uuid:article_id>/", site_articles.article),
    path("w/site/<slug:folder>/<uuid:article_id>/preview", site_articles.preview),
    path("w/site/<slug:folder>/<uuid:article_id>/history/", site_articles.history),
    path("w/site/<slug:folder>/<uuid:article_id>/restore/<int:number>", site_articles.restore),
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
    path("w/letters/<str:letter_key>/", letters.letter),
    path("w/letters/<str:letter_key>/restore", letters.restore),
    path("demo/mail", demo_mail.mail),
    path("demo/mail/<uuid:notice_id>/", demo_mail.letter),
    path("hooks/sms/<str:secret>", hooks.sms),
    path("demo/sign-in", doors.demo_sign_in),
    path("my/", applicant.my_applications),
    path("my/profile", profile.profile),
    path("my/calls/<slug:code>/start", applicant.start),
    path("my/applications/<uuid:application_id>/", applicant.application),
    path("my/applications/<uuid:application_id>/edit", writing.change),
    path("my/applications/<uuid:application_id>/save", writing.save),
    path("my/applications/<uuid:application_id>/choose", writing.choose),
    path("my/applications/<uuid:application_id>/submit", writing.submit),
    path("my/applications/<uuid:application_id>/complete", completing.complete),
    path("my/applications/<uuid:application_id>/complete/save", completing.save),
    path("my/applications/<uuid:application_id>/complete/submit", completing.submit),
    path("my/claims/<str:ticket>", referring.claim),
    path("my/applications/<uuid:application_id>/ask", enquiries_public.ask_about),
    path("my/questions/", enquiries_applicant.mine),
    path("my/questions/<uuid:enquiry_id>/", enquiries_applicant.thread),
    path("my/applications/<uuid:application_id>/result.pdf", papers_applicant.result),
    path("my/applications/<uuid:application_id>/withdraw", applicant.withdraw),
    path("my/applications/<uuid:application_id>/place", own_place.place),
    path("my/applications/<uuid:application_id>/rehearsal", rehearsal_parts.own),
    path("my/timetable/", timetable_hours.own),
    path("my/data/", own_data.data),
    path("my/data/copy", own_data.copy),
    path("my/data/copy/<uuid:copy_id>", own_data.take),
    path("my/data/erase", own_data.erase),
    path("my/data/erase/take-back", own_data.take_back),
    path("my/applications/<uuid:application_id>/files/<slug:key>/", filing.send),
    path("my/applications/<uuid:application_id>/files/<slug:key>/uploads", filing.begin),
    path("my/applications/<uuid:application_id>/files/<slug:key>/uploads/<uuid:upload_id>", filing.piece),
    path("my/applications/<uuid:application_id>/files/<slug:key>/uploads/<uuid:upload_id>/cancel", filing.cancel),
    path("my/applications/<uuid:application_id>/files/<slug:key>/<uuid:attachment_id>/remove", filing.remove),
    path("my/applications/<uuid:application_id>/openings/", openings.openings),
    path("my/applications/<uuid:application_id>/consents/", consents_applicant.consents),
    path("my/applications/<uuid:application_id>/consents/<slug:purpose>", consents_applicant.give),
    path("my/applications/<uuid:application_id>/consents/<slug:purpose>/revoke", consents_applicant.revoke),
    path("my/applications/<uuid:application_id>/versions", papers.versions),
    path("my/applications/<uuid:application_id>/receipt-<int:number>.pdf", papers.receipt),
    path("my/applications/<uuid:application_id>/people/", people.people),
    path("my/applications/<uuid:application_id>/people/<uuid:collaborator_id>/right", people.right),
    path("my/applications/<uuid:application_id>/people/<uuid:collaborator_id>/end", people.end),
    path("my/invitations/<uuid:collaborator_id>/<str:secret>", people.invitation),
    path("my/applications/<uuid:application_id>/host-areas", docking_applicant.host_areas),
    path("my/applications/<uuid:application_id>/host-areas/<uuid:offer_id>/wish", docking_applicant.wish),
    path("my/applications/<uuid:application_id>/host-areas/<uuid:offer_id>/contact", docking_applicant.contact),
    path("r/<uuid:application_id>/", reader.application),
    path("r/<uuid:application_id>/undertaking", reader.promise),
    path("r/<uuid:application_id>/<uuid:attachment_id>/", reader.file),
    path("r/<uuid:application_id>/<uuid:attachment_id>/<int:number>.webp", reader.picture),
    path("r/<uuid:application_id>/<uuid:attachment_id>/text", reader.text),
    path("r/<uuid:application_id>/<uuid:attachment_id>/download", reader.download),
    path("f/<str:ticket>", sending.send),
    path("w/offers/", inbox.offers),
    path("w/offers/<uuid:offer_id>/", board.offer),
    path("w/offers/<uuid:offer_id>/interested", board.interested),
    path("w/offers/<uuid:offer_id>/not-interested", board.not_interested),
    path("w/offers/<uuid:offer_id>/take-back", board.take_back),
    path("w/offers/<uuid:offer_id>/reconsider", board.ask_again),
    path("w/offers/<uuid:offer_id>/talk", talks.talk),
    path("w/offers/<uuid:offer_id>/extend", talks.extend),
    path("w/offers/<uuid:offer_id>/contacts", talks.contacts),
    path("w/offers/<uuid:offer_id>/first-contact", first.register),
    path("w/offers/<uuid:offer_id>/object", first.object_to),
    path("w/offers/<uuid:offer_id>/notes", notes.write),
    path("w/offers/<uuid:offer_id>/notes/<uuid:note_id>/delete", notes.delete),
    path("w/offers/<uuid:offer_id>/brief", docking_papers.brief),
    path("w/offers/<uuid:offer_id>/brief.pdf", docking_papers.pdf),
    path("w/offers/<uuid:offer_id>/brief.docx", docking_papers.docx),
    path("w/evidence/<uuid:evidence_id>", first.evidence),
    path("w/pool/", pool.pool),
    path("w/pool/<uuid:application_id>/pick", pool.take),
    path("w/calls/<slug:code>/docking/", docking_office.docking),
    path("w/calls/<slug:code>/docking/extend", docking_office.extend),
    path("w/calls/<slug:code>/docking/<uuid:board_id>/nudge", docking_office.nudge),
    path("w/calls/<slug:code>/docking/offer/<uuid:application_id>/", docking_office.offer),
    path("w/calls/<slug:code>/docking/objections/", objections.objections),
    path("w/calls/<slug:code>/docking/objections/<uuid:objection_id>/", objections.objection),
    path("w/calls/<slug:code>/docking/objections/<uuid:objection_id>/decide", objections.decide),
    path("panel/<slug:token>", panel_reply.reply),
    path("rehearsal/<slug:token>", rehearsal_speaker.prepare),
    path("rehearsal/<slug:token>/files/<slug:kind>/state", rehearsal_files.state),
    path("rehearsal/<slug:token>/files/<slug:kind>/uploads", rehearsal_files.begin),
    path("rehearsal/<slug:token>/files/<slug:kind>/uploads/<uuid:upload_id>", rehearsal_files.piece),
    path("w/rehearsal/", rehearsal_parts.areas),
    path("w/rehearsal/<uuid:appearance_id>/", rehearsal_detail.speaker),
    path("w/rehearsal/files/<uuid:material_id>/", rehearsal_looking.look),
    path("w/rehearsal/files/<uuid:material_id>/<int:number>.webp", rehearsal_looking.picture),
    path("w/rehearsal/files/<uuid:material_id>/download", rehearsal_looking.download),
    path("w/calls/<slug:code>/rehearsal/", rehearsal_office.board),
    path("w/calls/<slug:code>/rehearsal/plan", rehearsal_planning.plan),
    path("w/calls/<slug:code>/rehearsal/write", rehearsal_office.write),
    path("w/panel/", panel_own.mine),
    path("w/panel/data", experts_own.data),
    path("w/panel/payment", experts_own.payment),
    path("w/panel/<uuid:seat_id>/", panel_own.arrive),
    path("w/experts/", experts_listing.library),
    path("w/experts/views", experts_listing.views),
    path("w/experts/views/save", experts_listing.save),
    path("w/experts/views/<uuid:view_id>/delete", experts_listing.delete),
    path("w/experts/export.xlsx", experts_listing.export),
    path("w/experts/new", experts_library.new),
    path("w/experts/<uuid:expert_id>/", experts_library.expert),
    path("w/experts/<uuid:expert_id>/edit", experts_library.edit),
    path("w/experts/<uuid:expert_id>/move", experts_library.move),
    path("w/experts/<uuid:expert_id>/note", experts_library.note),
    path("w/calls/<slug:code>/panel/", panel_office.panel),
    path("w/calls/<slug:code>/panel/settings", panel_office.settings),
    path("w/calls/<slug:code>/panel/invite", panel_office.invite),
    path("w/calls/<slug:code>/panel/open", panel_office.open_list),
    path("w/calls/<slug:code>/panel/seats/<uuid:seat_id>/cancel", panel_office.cancel),
    path("w/calls/<slug:code>/panel/draw", panel_lots.lots),
    path("w/calls/<slug:code>/panel/draws/<uuid:draw_id>/", panel_lots.drawn),
    path("w/calls/<slug:code>/panel/fees/", panel_fees.fees),
    path("w/calls/<slug:code>/panel/fees/work-out", panel_fees.work_out),
    path("w/calls/<slug:code>/panel/fees/mark", panel_fees.mark),
    path("w/calls/<slug:code>/panel/fees/roster.xlsx", panel_fees.sheet),
    path("w/reviews/", expert.reviews),
    path("w/reviews/declare/", declaring.declaration),
    path("w/reviews/stages/<int:stage_id>/", beside.beside),
    path("w/reviews/stages/<int:stage_id>/pairs", beside.answer),
    path("w/reviews/<uuid:assignment_id>/", expert.sheet),
    path("w/reviews/<uuid:assignment_id>/save", expert.save),
    path("w/reviews/<uuid:assignment_id>/choose", expert.choose),
    path("w/reviews/<uuid:assignment_id>/lock", expert.lock),
    path("w/reviews/<uuid:assignment_id>/receipt.pdf", score_receipt.paper),
    path("w/reviews/<uuid:assignment_id>/discussion", discussion.discussion),
    path("w/calls/<slug:code>/round/", review_round.round_of_review),
    path("w/calls/<slug:code>/names/", review_names.names),
    path("w/calls/<slug:code>/discussions/<int:number>/", discussion.inside),
    path("receipts/<slug:mark>", score_receipt.check),
    path("w/reviews/<uuid:assignment_id>/abstain", expert.abstain),
    path("w/reviews/<uuid:assignment_id>/recuse", expert.recuse),
    path("w/calls/<slug:code>/assignment/", assignment.assignment),
    path("w/calls/<slug:code>/assignment/draw", assignment.draw),
    path("w/calls/<slug:code>/assignment/repair", assignment.repair),
    path("w/calls/<slug:code>/assignment/plans/<uuid:plan_id>/stand", assignment.stand),
    path("w/calls/<slug:code>/assignment/plans/<uuid:plan_id>/discard", assignment.discard),
    path("w/calls/<slug:code>/assignment/pins/<uuid:pin_id>/lift", assignment_project.lift),
    path("w/calls/<slug:code>/assignment/project/<uuid:application_id>/", assignment_project.project),
    path("w/calls/<slug:code>/assignment/project/<uuid:application_id>/change", assignment_project.change),
    path("w/calls/<slug:code>/conflicts/", conflicts_office.conflicts),
    path("w/calls/<slug:code>/conflicts/new", conflicts_office.enter),
    path("w/calls/<slug:code>/conflicts/<int:conflict_id>/", conflicts_office.conflict),
    path("w/calls/<slug:code>/ranking/", chair.ranking),
    path("w/calls/<slug:code>/ranking/<slug:group>.xlsx", ranking_export.export),
    path("w/calls/<slug:code>/progress/", review_progress.progress),
    path("w/calls/<slug:code>/progress/remind", review_progress.remind),
    path("w/calls/<slug:code>/scores/", review_scores.scores),
    path("w/calls/<slug:code>/scores/<uuid:application_id>/", review_scores.sheets),
    path("w/calls/<slug:code>/scores/<uuid:application_id>/again", review_scores.again),
    path("w/calls/<slug:code>/scores/<uuid:application_id>/replace", review_scores.replace),
    path("w/calls/<slug:code>/scores/<uuid:application_id>/take-back", review_scores.take_back),
    path("w/calls/<slug:code>/deliberations/", sitting.deliberations),
    path("w/calls/<slug:code>/deliberations/<int:number>/", sitting.one),
    path("w/calls/<slug:code>/deliberations/new", sitting.new),
    path("w/calls/<slug:code>/batch/propose", chair.propose),
    path("w/calls/<slug:code>/batch/", decision_batch.batch),
    path("w/calls/<slug:code>/batch/letters/", decision_letters.letters),
    path("w/batches/<uuid:batch_id>/paper/<uuid:attachment_id>", decision_batch.scan),
    path("w/calls/<slug:code>/places/", decision_places.places),
    path("w/calls/<slug:code>/comments/", decision_comments.comments),
    path("w/calls/<slug:code>/objections/", objections_office.objections),
    path("w/calls/<slug:code>/objections/new", objections_on_paper.recording),
    path("w/objections/<uuid:objection_id>/", objections_office.objection),
    path("w/objections/<uuid:objection_id>/letter.docx", objections_on_paper.letter, {"form": "docx"}),
    path("w/objections/<uuid:objection_id>/letter.pdf", objections_on_paper.letter, {"form": "pdf"}),
    path("w/objections/<uuid:objection_id>/files/<uuid:attachment_id>", objections_office.file),
    path("w/", home.today),
    path("w/stream", stream.calls),
    path("w/search", search.search),
    path("w/calls/", office.calls),
    path("w/calendar/", calendar.working_days),
    path("w/calls/new", making.new),
    path("w/calls/new/<slug:recipe>", making.from_recipe),
    path("w/calls/<slug:code>/copy", making.copy),
    path("w/calls/<slug:code>/setup/", call_parts.overview),
    path("w/calls/<slug:code>/setup/publish", call_publishing.publish),
    path("w/calls/<slug:code>/setup/form/", call_form.form),
    path("w/calls/<slug:code>/setup/form/announce", call_form.announce_form),
    path("w/calls/<slug:code>/setup/form/preview/<slug:reader>/", call_form.preview),
    path("w/calls/<slug:code>/setup/form/questions/new", call_form.new_question),
    path("w/calls/<slug:code>/setup/form/questions/<slug:question>/", call_form.question),
    path("w/calls/<slug:code>/setup/eligibility/", call_conditions.conditions),
    path("w/calls/<slug:code>/setup/eligibility/<slug:condition>/", call_conditions.condition),
    path("w/calls/<slug:code>/setup/<slug:part>/", call_parts.part),
    path("w/calls/<slug:code>/", office.call),
    path("w/calls/<slug:code>/funnel", office_figures.funnel),
    path("w/calls/<slug:code>/bulk", office_bulk.bulk),
    path("w/calls/<slug:code>/bulk/<uuid:bulk_id>", office_bulk.outcome),
    path("w/calls/<slug:code>/export.xlsx", office_export.export),
    path("w/calls/<slug:code>/narrow", office_menus.narrow),
    path("w/calls/<slug:code>/columns", office_menus.columns),
    path("w/calls/<slug:code>/columns/choose", office_menus.choose_columns),
    path("w/calls/<slug:code>/views", office_menus.views),
    path("w/calls/<slug:code>/views/save", office_menus.save),
    path("w/calls/<slug:code>/views/<uuid:view_id>/delete", office_menus.delete),
    path("w/calls/<slug:code>/check/", form_check.queue),
    path("w/calls/<slug:code>/check/owed", form_check.owed),
    path("w/calls/<slug:code>/papers/", papers_office.papers),
    path("w/calls/<slug:code>/papers/<slug:paper>.<slug:form>", papers_office.take),
    path("w/calls/<slug:code>/timetable/", timetable_office.timetable),
    path("w/calls/<slug:code>/timetable/publish", timetable_publishing.publishing),
    path("w/calls/<slug:code>/timetable/confirmations/", timetable_confirming.confirmations),
    path("w/calls/<slug:code>/timetable/confirmations/<uuid:confirmation_id>", timetable_confirming.answer_for),
    path("w/calls/<slug:code>/timetable/setup", timetable_setup.setup),
    path("w/calls/<slug:code>/timetable/people", timetable_people.people),
    path("w/event-people/<uuid:participant_id>", timetable_people.person),
    path("when/<slug:token>", timetable_when.when),
    path("w/calls/<slug:code>/timetable/draw", timetable_draw.draw),
    path("w/timetables/<uuid:timetable_id>/scenario", timetable_beside.start),
    path("w/timetables/<uuid:timetable_id>/improve", timetable_beside.improve),
    path("w/timetables/<uuid:timetable_id>/compare", timetable_beside.compare),
    path("w/timetables/<uuid:timetable_id>/adopt", timetable_beside.adopt),
    path("w/timetables/<uuid:timetable_id>/discard", timetable_beside.discard),
    path("w/calls/<slug:code>/timetable/solve", timetable_office.solve),
    path("w/calls/<slug:code>/timetable/solving", timetable_office.solving),
    path("w/timetables/<uuid:timetable_id>/item", timetable_editor.item),
    path("w/timetables/<uuid:timetable_id>/places", timetable_editor.places),
    path("w/timetables/<uuid:timetable_id>/move", timetable_editing.move),
    path("w/timetables/<uuid:timetable_id>/swap", timetable_editing.swap),
    path("w/timetables/<uuid:timetable_id>/park", timetable_editing.park),
    path("w/timetables/<uuid:timetable_id>/mark", timetable_editing.mark),
    path("w/timetables/<uuid:timetable_id>/undo", timetable_editing.undo),
    path("w/applications/<uuid:application_id>/", office_application.application),
    path("w/applications/<uuid:application_id>/screen", office_application.screen),
    path("w/applications/<uuid:application_id>/notes", office_application.write),
    path("w/applications/<uuid:application_id>/notes/<uuid:office_note_id>/take-back", office_application.take_back),
    path("w/health/", health.health),
    path("w/applications/<uuid:application_id>/check", form_check.check),
    path("w/requests/<uuid:completion_id>/extend", form_check.extend),
    path("w/requests/<uuid:completion_id>/take-back", form_check.take_back),
    path("w/recommended/", referring.recommended),
    path("w/recommended/<slug:code>", referring.recommend),
    path("w/recommended/<uuid:application_id>/resend", referring.resend),
    path("w/imports/", imports_office.imports),
    path("w/imports/template/<slug:kind>.xlsx", imports_office.empty),
    path("w/imports/<uuid:run_id>/", imports_office.one),
    path("w/imports/<uuid:run_id>/columns", imports_office.columns),
    path("w/imports/<uuid:run_id>/confirm", imports_office.confirm),
    path("w/imports/<uuid:run_id>/cancel", imports_office.cancel),
    path("w/imports/<uuid:run_id>/claims", imports_office.claims),
    path("w/imports/<uuid:run_id>/bad.xlsx", imports_office.bad),
    path("w/enquiries/", enquiries_office.inbox),
    path("w/enquiries/<uuid:enquiry_id>/", enquiries_office.enquiry),
    path("w/enquiries/<uuid:enquiry_id>/save", enquiries_office.save),
    path("w/enquiries/<uuid:enquiry_id>/answer", enquiries_office.answer),
    path("w/enquiries/<uuid:enquiry_id>/give", enquiries_office.give),
    path("w/enquiries/<uuid:enquiry_id>/merge", enquiries_office.merge),
    path("w/enquiries/<uuid:enquiry_id>/close", enquiries_office.close),
    path("w/enquiries/<uuid:enquiry_id>/public", enquiries_office.make_public),
    path("w/calls/<slug:code>/faq/", enquiries_faq.of_call),
    path("w/faq/<uuid:faq_id>/", enquiries_faq.one),
    path("w/faq/<uuid:faq_id>/withdraw", enquiries_faq.withdraw),
    path("w/applications/<uuid:application_id>/claim-link", referring.claim_link),
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
    path("my/applications/<uuid:application_id>/decision", proof_applicant.decision),
    path("my/applications/<uuid:application_id>/recheck", objections_applicant.recheck),
    path("w/proof/", proof_office.calls),
    path("w/proof/<slug:code>/", proof_office.decisions),
    path("w/proof/<slug:code>/<int:batch>/<int:number>/", proof_office.decision),
    path("w/proof/<slug:code>/<int:batch>/<int:number>/decision.zip", proof_office.export),
    path("w/proof/<slug:code>/<int:batch>/<int:number>/decision.pdf", proof_office.paper),
    path("w/emergency/", emergency.emergencies),
    path("w/emergency/open", emergency.open_one),
    path("w/emergency/<uuid:emergency_id>/end", emergency.end),
    path("w/audit/", administrators.audit),
    path("w/audit/verify", administrators.verify_audit),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("ui/gallery", gallery))
