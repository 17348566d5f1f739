"""The passphrase that seals the keys in a backup, read from a file so that no list of processes shows it."""

from pathlib import Path

from config.refusal import Refusal


def passphrase_in(path: str | None) -> str | None:
    """The first line of a passphrase's file.

    Raises:
        Refusal: not readable, or shorter than 12 characters.
    """
    if path is None:
        return None
    try:
        words = Path(path).read_text(encoding="utf-8").split("\n")[0].strip()
    except OSError as error:
        raise Refusal(f"{path} cannot be read by the user as whom the city runs ({error.strerror}).") from None
    if len(words) < 12:
        raise Refusal(f"The passphrase in {path} is shorter than 12 characters.")
    return words
