"""Why a file is not taken: a code, and a sentence that says what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.kernel.errors import DomainError

SENTENCES: dict[str, Any] = {
    "file_empty": _("The file is empty. Choose another one."),
    "file_large": _("The file is larger than 50 MB. Make the pictures in it smaller, or send a link to the video."),
    "file_type": _("This kind of file is not taken here. Save it as PDF and upload that."),
    "file_not_wanted": _("The call does not ask for this kind of file here. Read under the question what it takes."),
    "file_program": _("This is a program, whatever its name says. Programs are not taken; upload the document itself."),
    "file_web_page": _("This is a web page. Print it to PDF and upload that."),
    "file_archive": _("This is an archive of files. Upload the documents themselves, one by one."),
    "file_old_office": _(
        "This is an Office file of an old kind, or one with a password. Save it as .pptx or .docx without a password, "
        "or as PDF."
    ),
    "file_video": _("This is a video. Put it where you can link to it, and write the link into its own field."),
    "film_large": _("The film is larger than 1 GB. Save it with fewer bits a second: 5 Mbit/s are plenty for Full HD."),
    "film_kind": _("This is no MP4 or WebM film. Export it as MP4 (H.264 and AAC) and upload that."),
    "file_heic": _("This is a picture in a format that few machines show. Save it as JPEG or PNG."),
    "pdf_broken": _("This PDF cannot be opened; perhaps it did not arrive whole. Save it anew and upload that."),
    "pdf_protected": _(
        "This PDF is protected, and its readers could not open it. Save it without a password and without "
        "restrictions, e.g. by printing it to PDF."
    ),
    "pdf_script": _(
        "This PDF holds a script, a form that acts, or a command that starts something. Print it to PDF and upload "
        "that: what people see stays the same."
    ),
    "pdf_enclosed": _(
        "Other files are enclosed in this PDF, and nobody could read them. Upload them by themselves, and this one "
        "printed to PDF."
    ),
    "pdf_unusual": _("This PDF is packed in a way that cannot be checked. Print it to PDF and upload that."),
    "pdf_pages": _("This PDF has more than 300 pages. Shorten it, or upload the parts that count."),
    "double_face": _(
        "This file is two files in one: something that is no part of the document stands before or behind it. Save "
        "it anew and upload that."
    ),
    "office_broken": _("This Office file cannot be opened. Save it anew, or save it as PDF."),
    "office_macro": _("This Office file holds macros. Save it as .pptx or .docx (without macros), or as PDF."),
    "office_object": _(
        "Objects of other programs are embedded in this Office file. Replace them by pictures, or save it as PDF."
    ),
    "office_remote": _("This Office file loads parts of itself from elsewhere. Save it as PDF and upload that."),
    "bomb": _("Unpacked, this file would be many times as large as it is. Save it as PDF and upload that."),
    "picture_broken": _("This picture cannot be opened. Save it as JPEG or PNG and upload that."),
    "picture_large": _("This picture has too many pixels. Make it at most 8,000 pixels wide and upload that."),
    "virus": _("The virus scanner found something in this file. It was thrown away. Check your machine."),
    "scanner_silent": _(
        "The virus scanner does not answer, and nothing is taken unchecked. Try again in some minutes."
    ),
    "upload_gone": _("This upload has ended. Choose the file again."),
    "upload_elsewhere": _("The file on this machine is not the one whose upload began. Choose the same file again."),
    "upload_many": _("Too many uploads are under way. Finish or cancel one of them."),
}


class FileRefused(DomainError):
    """A file that is not taken."""

    status = 422

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, SENTENCES[code], **params)


class WrongOffset(DomainError):
    """A piece that does not follow what has arrived; `offset` says how many bytes are there."""

    status = 409

    def __init__(self, offset: int) -> None:
        super().__init__("wrong_offset", _("Some of it had arrived already; the upload goes on from there."))
        self.offset = offset
