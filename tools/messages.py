"""The Chinese catalogue: collect the English words of code and templates, keep their translations, compile.

`python -m tools.messages update` collects; `check` fails when a word has no translation or the catalogue is stale;
`fill FILE` takes a JSON object {English: Chinese} (for plurals {English: [Chinese]}); a word that means several things
has its context in front: {"letter|Release": "签发"}.
"""

import fcntl
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
FOLDERS = ("yunhui", "config")


def collect() -> Catalog:
    """Every message of the code and the templates, with the places where it stands."""
    from django.utils.translation.template import templatize

    found = Catalog(locale="zh_Hans", project="Yunhui", charset="utf-8", fuzzy=False)
    for path in _files():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = templatize(text, origin=str(path))
        place = str(path.relative_to(ROOT))
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            if message and message != "":
                found.add(message, locations=[(place, 0)], context=context)
    from yunhui.decide.timetable.words import SENTENCES

    for text in SENTENCES.values():  # the brain knows no gettext; the pages translate its sentences
        found.add(text, locations=[("yunhui/decide/timetable/words.py", 0)])
    return found


def update() -> Catalog:
    """Bring the catalogue up to date with the code, keeping what is translated; drop what is no longer said."""
    fresh, old = collect(), read()
    for message in fresh:
        if message.id and (known := old.get(message.id, message.context)):
            message.string = known.string
    write(fresh)
    return fresh


def missing(catalogue: Catalog) -> list[str]:
    """The English words without a Chinese one."""
    return [str(message.id) for message in catalogue if message.id and not any(_strings(message.string))]


def read() -> Catalog:
    """The catalogue as it stands."""
    if not PO.exists():
        return Catalog(locale="zh_Hans")
    with PO.open("rb") as stream:
        return read_po(stream, locale="zh_Hans")


def write(catalogue: Catalog) -> None:
    """Write the catalogue, sorted, without line numbers and dates, so that two authors seldom meet."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as stream:
        write_po(stream, catalogue, sort_output=True, omit_header=False, width=110, include_lineno=False)
    lines = PO.read_text(encoding="utf-8").splitlines()
    kept = [
        line for line in lines if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator'))
    ]
    part = PO.with_suffix(".part")  # whoever reads meanwhile finds the old catalogue or the new one, never half of one
    part.write_text("\n".join(kept) + "\n", encoding="utf-8")
    part.replace(PO)


def compile_catalogue() -> Path:
    """Write the binary catalogue that gettext reads; it is not kept in git."""
    target = PO.with_suffix(".mo")
    with target.open("wb") as stream:
        write_mo(stream, read())
    return target


def main(words: list[str]) -> int:
    """Run one of the three verbs."""
    if not settings.configured:
        settings.configure(USE_I18N=True, INSTALLED_APPS=[])
        django.setup()
    with (ROOT / "pyproject.toml").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if words[:1] == ["check"]:
            old = {(message.id, message.context) for message in read() if message.id}
            fresh = collect()
            stale = old ^ {(message.id, message.context) for message in fresh if message.id}
            untold = missing(read())
            for name in [f"not in both: {one[0]}" for one in stale] + [f"no Chinese: {one}" for one in untold]:
                print(name)
            return 1 if stale or untold else 0
        catalogue = update()
        if words[:1] == ["fill"]:
            given = json.loads(Path(words[1]).read_text(encoding="utf-8"))
            for message in catalogue:
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                apart = f"{message.context}|{key}"
                if message.context and (apart in given or any(_strings(message.string))):
                    key = apart
                if key in given:
                    value = given[key]
                    message.string = tuple(_strings(value)) if isinstance(message.id, tuple) else value
            write(catalogue)
        compile_catalogue()
        for text in missing(catalogue):
            print(f"no Chinese: {text}")
    return 0


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html") and "migrations" not in path.parts and "dist" not in path.parts:
                yield path


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, tuple | list) else [str(value or "")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["update"]))
