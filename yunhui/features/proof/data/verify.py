#!/usr/bin/env python3
"""Verify this folder offline with Python 3.9 or newer: python3 verify.py [head]

`head` is optional: "POSITION:CHAIN" of a head that you keep yourself. Exit code 0 when everything holds, 1 when not.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def digest(text: str, algorithm: str) -> str:
    """As the log writes it: the name of the algorithm, a colon, the digest in hexadecimal."""
    return f"{algorithm}:{hashlib.new(algorithm, text.encode()).hexdigest()}"


def lines(name: str) -> list[Any]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line]


def problems(head: str) -> list[str]:
    """Everything that does not hold."""
    found = []
    for line in (HERE / "SHA256SUMS").read_text().splitlines():
        wanted, name = line.split("  ", 1)
        if hashlib.sha256((HERE / name).read_bytes()).hexdigest() != wanted:
            found.append(f"{name} was changed after it was exported")
    links = {link["position"]: link for link in lines("links.jsonl")}
    for entry in lines("entries.jsonl"):
        algorithm = entry["digest"].partition(":")[0]
        if digest(entry["content"], algorithm) != entry["digest"]:
            found.append(f"entry {entry['seq']} is not what was written")
        if entry["position"] is None:
            sys.stdout.write(f"entry {entry['seq']} was not sealed yet when this was exported\n")
        elif links.get(entry["position"], {}).get("entry") != entry["digest"]:
            found.append(f"entry {entry['seq']} is not what was chained at {entry['position']}")
    previous = None
    for position in sorted(links):
        link = links[position]
        before = "yunhui-audit" if position == 1 else previous and previous["chain"]
        if previous and position != previous["position"] + 1:
            found.append(f"links before {position} are missing")
        elif before is not None:
            algorithm = link["chain"].partition(":")[0]
            if digest(f"{before}\n{position}\n{link['entry']}", algorithm) != link["chain"]:
                found.append(f"link {position} does not follow from the one before")
        previous = link
    if head:
        position, _, chain = head.partition(":")
        if links.get(int(position), {}).get("chain") != chain:
            found.append(f"the head at {position} is another one than yours")
    return found


if __name__ == "__main__":
    wrong = problems(sys.argv[1] if len(sys.argv) > 1 else "")
    sys.stdout.write("\n".join(wrong or ["sound: every row is what was written, and the chain holds"]) + "\n")
    sys.exit(1 if wrong else 0)
