"""What the log's actions and findings are called; a code that has no word here is shown as it is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.ui import formats

_INSTANT = timedelta(microseconds=1)
ACTIONS = {
    "paper.printed": gettext_lazy("Took a paper out"),
    "address.mended": gettext_lazy("Called an address good again"),
    "account.created": gettext_lazy("Made an account"),
    "account.erased": gettext_lazy("Took the name away from an account"),
    "account.closed": gettext_lazy("Closed an account"),
    "account.moved": gettext_lazy("Changed their address"),
    "account.password_set": gettext_lazy("Set a password"),
    "account.reopened": gettext_lazy("Opened an account again"),
    "factor.added": gettext_lazy("Added a second factor"),
    "factor.codes_made": gettext_lazy("Made new recovery codes"),
    "factor.removed": gettext_lazy("Removed a second factor"),
    "factor.reset": gettext_lazy("Reset a second factor"),
    "hold.ended": gettext_lazy("Let an address sign in again"),
    "identity.linked": gettext_lazy("Linked another sign-in"),
    "identity.unlinked": gettext_lazy("Removed another sign-in"),
    "invitation.accepted": gettext_lazy("Accepted an invitation"),
    "loan.ended": gettext_lazy("Ended the loan of a role"),
    "role.lent": gettext_lazy("Lent a role to a colleague"),
    "security.sealed": gettext_lazy("Sealed the security log"),
    "application.started": gettext_lazy("Started a draft"),
    "application.erased": gettext_lazy("Took the words of an application away"),
    "application.submitted": gettext_lazy("Submitted the application"),
    "application.referred": gettext_lazy("Recommended the project"),
    "application.claimed": gettext_lazy("Took the application over"),
    "applications.imported": gettext_lazy("Brought in applications"),
    "applications.reimported": gettext_lazy("Changed applications by a table"),
    "claim.made": gettext_lazy("Made a link to take the application over"),
    "completion.asked": gettext_lazy("Asked to complete"),
    "completion.answered": gettext_lazy("Completed what was missing"),
    "completion.extended": gettext_lazy("Gave more time to complete"),
    "completion.lapsed": gettext_lazy("Was not completed in time"),
    "completion.taken_back": gettext_lazy("Took back what was asked"),
    "enquiry.answered": gettext_lazy("Answered a question"),
    "enquiry.asked": gettext_lazy("Asked a question"),
    "enquiry.closed": gettext_lazy("Closed a question"),
    "enquiry.handed_over": gettext_lazy("Handed a question over"),
    "enquiry.merged": gettext_lazy("Joined two questions"),
    "faq.drafted": gettext_lazy("Drafted an answer for everyone"),
    "faq.edited": gettext_lazy("Changed an answer for everyone"),
    "faq.published": gettext_lazy("Published an answer for everyone"),
    "faq.withdrawn": gettext_lazy("Withdrew an answer for everyone"),
    "import.cancelled": gettext_lazy("Gave a table up"),
    "import.confirmed": gettext_lazy("Confirmed a table"),
    "import.read": gettext_lazy("Read a table"),
    "import.written": gettext_lazy("Wrote a table"),
    "board.changed": gettext_lazy("Changed a host area"),
    "organisation.changed": gettext_lazy("Changed an organisation"),
    "application.opened": gettext_lazy("Opened the application"),
    "application.read": gettext_lazy("Read the application"),
    "application.told": gettext_lazy("Kept the answers to “Can I apply?”"),
    "application.withdrawn": gettext_lazy("Withdrew"),
    "application.kept": gettext_lazy("Said who looks after it"),
    "application.rechannelled": gettext_lazy("Set channel or wild card"),
    "application.regrouped": gettext_lazy("Moved to another group"),
    "bulk.confirmed": gettext_lazy("Confirmed an action on many"),
    "bulk.done": gettext_lazy("Finished an action on many"),
    "office_note.taken_back": gettext_lazy("Took a note back"),
    "office_note.written": gettext_lazy("Wrote a note"),
    "applications.exported": gettext_lazy("Took the list out as a spreadsheet"),
    "applications.selected": gettext_lazy("Selected"),
    "applications.reserve": gettext_lazy("Put on the reserve list"),
    "applications.declined": gettext_lazy("Not selected"),
    "applications.closed": gettext_lazy("Completed"),
    "applications.lapsed": gettext_lazy("Lapsed"),
    "assignment.abstained": gettext_lazy("Abstained"),
    "assignment.recused": gettext_lazy("Recused"),
    "batch.discarded": gettext_lazy("Discarded the batch"),
    "batch.proposed": gettext_lazy("Proposed a batch"),
    "batch.released": gettext_lazy("Released the batch"),
    "batch.signed": gettext_lazy("Signed the batch"),
    "board.added": gettext_lazy("Added a host area"),
    "brief.printed": gettext_lazy("Took a brief along"),
    "call.acknowledged": gettext_lazy("Read what applying means"),
    "calendar.changed": gettext_lazy("Changed the working days"),
    "call.amended": gettext_lazy("Amended the call in public"),
    "call.changed": gettext_lazy("Changed the draft of the call"),
    "call.closed": gettext_lazy("Closed the call"),
    "call.created": gettext_lazy("Drafted a call"),
    "call.published": gettext_lazy("Published the call"),
    "city.kept": gettext_lazy("Kept the city's particulars"),
    "codes.loaded": gettext_lazy("Loaded reference data"),
    "consent.given": gettext_lazy("Gave a consent"),
    "consent.revoked": gettext_lazy("Revoked a consent"),
    "consents.noted": gettext_lazy("Entered consents given elsewhere"),
    "contacts.kept_closed": gettext_lazy("Would rather not talk now"),
    "contacts.opened": gettext_lazy("Opened contact details on both sides"),
    "contacts.read": gettext_lazy("Read contact details"),
    "contact.kept": gettext_lazy("Kept a way to be reached"),
    "contact.removed": gettext_lazy("Took a way to be reached away"),
    "collaborator.accepted": gettext_lazy("Joined an application"),
    "collaborator.changed": gettext_lazy("Changed what a co-applicant may do"),
    "collaborator.ended": gettext_lazy("Took a co-applicant out"),
    "collaborator.invited": gettext_lazy("Invited a co-applicant"),
    "data.copy_asked": gettext_lazy("Asked for a copy of their data"),
    "data.erased": gettext_lazy("Erased somebody's data"),
    "data.erasure_asked": gettext_lazy("Asked to have their data erased"),
    "data.erasure_taken_back": gettext_lazy("Kept their data after all"),
    "deliberation.recorded": gettext_lazy("Recorded a deliberation"),
    "review.asked_again": gettext_lazy("Asked for a re-review"),
    "experts.reminded": gettext_lazy("Reminded experts"),
    "ranking.exported": gettext_lazy("Took a ranking out as a spreadsheet"),
    "experts.assigned": gettext_lazy("Assigned experts"),
    "expert.admitted": gettext_lazy("Admitted an expert"),
    "file.attached": gettext_lazy("Attached a file"),
    "file.opened": gettext_lazy("Opened a file"),
    "file.removed": gettext_lazy("Removed a file"),
    "first_contact.objected": gettext_lazy("Objected to a first contact"),
    "first_contact.registered": gettext_lazy("Registered a first contact"),
    "form.published": gettext_lazy("Published a form"),
    "host_area.nudged": gettext_lazy("Reminded a host area"),
    "interest.taken_back": gettext_lazy("Took an interest back"),
    "jurisdiction.added": gettext_lazy("Added a jurisdiction"),
    "decision.examined": gettext_lazy("Examined the decision"),
    "decision.exported": gettext_lazy("Took the proof of the decision out"),
    "emergency.ended": gettext_lazy("Ended an emergency reading"),
    "emergency.opened": gettext_lazy("Opened an emergency reading"),
    "note.deleted": gettext_lazy("Deleted an own note"),
    "note.written": gettext_lazy("Wrote an own note"),
    "objection.decided": gettext_lazy("Decided an objection"),
    "letter.restored": gettext_lazy("Returned to the built-in text of a letter"),
    "letter.worded": gettext_lazy("Worded a letter"),
    "notice.sent_again": gettext_lazy("Sent a letter again"),
    "notices.discarded": gettext_lazy("Discarded letters"),
    "notices.released": gettext_lazy("Released letters"),
    "offer.answered": gettext_lazy("Answered"),
    "offer.closed": gettext_lazy("Closed a project to a host area"),
    "offer.extended": gettext_lazy("Extended the time to answer"),
    "offer.made": gettext_lazy("Offered the project to a host area"),
    "offer.opened": gettext_lazy("Read the brief"),
    "offer.picked": gettext_lazy("Picked the project from the pool"),
    "offer.reconsidered": gettext_lazy("Took back “not interested for now”"),
    "offers.made": gettext_lazy("Offered projects to host areas"),
    "organisation.added": gettext_lazy("Added an organisation"),
    "person.kept": gettext_lazy("Changed their own name or phone"),
    "person.added": gettext_lazy("Added a person"),
    "person.erased": gettext_lazy("Took a person's particulars away"),
    "reserve.promoted": gettext_lazy("Moved a reserve up"),
    "invitation.revoked": gettext_lazy("Took an invitation back"),
    "invitation.sent": gettext_lazy("Sent an invitation"),
    "account.renamed": gettext_lazy("Changed their name"),
    "role.confirmed": gettext_lazy("Confirmed a role"),
    "role.dated": gettext_lazy("Changed the end of a role"),
    "role.ended": gettext_lazy("Role ended"),
    "role.proposed": gettext_lazy("Proposed a role"),
    "role.refused": gettext_lazy("Did not grant a proposed role"),
    "role.granted": gettext_lazy("Role granted"),
    "remark.written": gettext_lazy("Wrote in a discussion"),
    "round.closed": gettext_lazy("Closed a round"),
    "sheet.locked": gettext_lazy("Locked a score sheet"),
    "sheet.reopened": gettext_lazy("Opened a locked sheet again"),
    "stage.failed": gettext_lazy("Not passed"),
    "stage.opened": gettext_lazy("Opened a stage"),
    "stage.passed": gettext_lazy("Passed"),
    "talk.extended": gettext_lazy("Extended the time for the first talk"),
    "talk.overdue": gettext_lazy("First talk became overdue"),
    "talk.registered": gettext_lazy("Registered a talk"),
    "view.deleted": gettext_lazy("Deleted a saved view"),
    "view.saved": gettext_lazy("Saved a view"),
    "timetable.built": gettext_lazy("Built a timetable"),
    "timetable.published": gettext_lazy("Published the timetable"),
    "undertaking.given": gettext_lazy("Undertook to keep plans confidential"),
    "wishes.kept": gettext_lazy("Kept how to be told"),
}


def listed(parts: Iterable[str | None], language: str) -> str:
    """The parts that are there, with the comma of the language."""
    return ("，" if language.startswith("zh") else ", ").join(part for part in parts if part)


def last_day(at: datetime | None, language: str) -> str:
    """The day that a deadline ends: midnight belongs to the day before, as people count it in Beijing."""
    return formats.day(formats.local(at - _INSTANT, formats.BEIJING).date(), language) if at else ""


def action_word(action: str) -> str:
    """The word of an action, or its code."""
    return str(ACTIONS.get(action, action))


def actor_word(label: str) -> str:
    """Who acts where no account does: the platform itself, with the part of it that acted, or a visitor."""
    is_system, _colon, part = label.partition(":")
    if is_system == "system":
        return _("the platform (%(part)s)") % {"part": part}
    return _("a visitor") if label == "visitor" else label


def finding_word(kind: str) -> str:
    """The sentence of a kind of finding in the log, or its code."""
    return {
        "missing_link": _("Links of the chain are missing."),
        "broken_chain": _("The chain does not follow from the link before it."),
        "missing_entry": _("This entry is in the chain, but no longer in the log."),
        "changed_entry": _("This entry was changed after it was written."),
        "other_head": _("The chain differs from the head that was exported outside the database."),
        "cut_tail": _("This link was exported as head, but is no longer there: the end was cut off."),
    }.get(kind, kind)
