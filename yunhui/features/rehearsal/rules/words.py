"""What was found in a film, in words: what is the matter, and what to do."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from yunhui.features.rehearsal.rules.films import Finding
from yunhui.ui import formats

_EXPORT = "MP4 (H.264, AAC)"


def sentence_of(finding: Finding, language: str) -> str:
    """One finding as a sentence in the active language; numbers as `language` writes them."""
    given = {name: formats.number(value, language) for name, value in finding.params.items()}
    given |= {name: span(finding.params[name], language) for name in _SPANS & finding.params.keys()}
    make = _SENTENCES.get(finding.code)
    return make().format(export=_EXPORT, **given) if make else finding.code


def span(seconds: float, language: str) -> str:
    """8分05秒, 8 min 05 s."""
    minutes, rest = divmod(round(seconds), 60)
    if formats.is_chinese(language):
        return f"{minutes}分{rest:02d}秒" if minutes else f"{rest}秒"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


_SPANS = frozenset({"seconds", "most"})
_SENTENCES: dict[str, Callable[[], str]] = {
    "film_broken": lambda: _(
        "The film cannot be read: perhaps it did not arrive whole, or was not finished. Export it again as {export} "
        "and upload that."
    ),
    "film_slow": lambda: _("Reading the film took too long. Export it as {export} in Full HD and upload that."),
    "cut_off": lambda: _("The film breaks off after {seconds}. Export it again and upload the whole of it."),
    "too_long": lambda: _("The film lasts {seconds}; {most} are allowed, then it is cut off on stage. Shorten it."),
    "a_little_long": lambda: _("The film lasts {seconds}, a little more than the {most} allowed. Its end may be cut."),
    "too_short": lambda: _("The film lasts only {seconds}. Is it the right file? At least {least} seconds are wanted."),
    "no_picture": lambda: _("There is no picture, only sound. Record slides and speaker as a film."),
    "codec": lambda: _("Browsers cannot show this kind of picture. Export the film as {export}."),
    "black": lambda: _("Most of the picture is black ({share}%). Look whether the camera or the slides were recorded."),
    "upright": lambda: _("The picture stands upright ({width} × {height}). Hold the phone sideways and record again."),
    "tiny": lambda: _(
        "The picture has only {width} × {height} pixels; nobody can read slides in it. Record at 1280 × 720 or more."
    ),
    "small": lambda: _(
        "The picture has {width} × {height} pixels. On the large screen {want_width} × {want_height} look better."
    ),
    "jerky": lambda: _("The picture jerks: {rate} pictures a second. Record with {want} or more."),
    "no_sound": lambda: _("The film has no sound. Record again with the microphone switched on."),
    "silence": lambda: _("The film is silent from beginning to end. Check the microphone and record again."),
    "sound_codec": lambda: _("Browsers cannot play this kind of sound. Export the film as {export}."),
    "unheard": lambda: _(
        "The sound is so quiet that nobody will understand it ({loudness} LUFS). Record again close to the microphone."
    ),
    "quiet": lambda: _(
        "The sound is very quiet ({loudness} LUFS; about −20 is good). Record again closer to the microphone."
    ),
    "loud": lambda: _("The sound is very loud ({loudness} LUFS; about −20 is good). Turn the microphone down."),
    "clipped": lambda: _("The sound crackles: its peaks are cut off. Turn the microphone down and record again."),
    "mostly_silent": lambda: _("Nothing is heard for {share}% of the film. Listen to it once from the beginning."),
    "left_only": lambda: _("Sound comes from the left side only. Export it in mono, or plug the microphone in anew."),
    "right_only": lambda: _("Sound comes from the right side only. Export it in mono, or plug the microphone in anew."),
}
