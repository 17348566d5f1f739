"""`python3 tools/bootstrap.py TARGET`: make what the target needs, then become it. Standard library only.

This file must be readable by any Python 3, so that one that is too old ends in a sentence and not in a traceback.
"""

import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - the oldest Python must get through
NEWEST_FIRST = ["python3.14", "python3.13", "python3.12", "python3.11"]


def main(words):  # type: ignore[no-untyped-def]  # see above
    os.environ.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if sys.version_info < (3, 11):  # noqa: UP036
        for name in NEWEST_FIRST:
            path = shutil.which(name)
            if path and subprocess.call([path, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL) == 0:
                os.execv(path, [path, os.path.realpath(__file__), *words])  # noqa: S606
        have = ".".join(str(number) for number in sys.version_info[:2])
        sys.exit("This is Python " + have + " and Yunhui needs 3.11 or newer with venv: apt install python3.11-venv.")
    sys.path[0] = ROOT
    os.chdir(ROOT)
    from tools import targets

    try:
        sys.exit(targets.main(words))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])  # type: ignore[no-untyped-call]
