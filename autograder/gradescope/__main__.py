"""What `run_autograder` starts: python -I -m autograder.gradescope --root /autograder"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from autograder.gradescope.run import check, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="autograder.gradescope", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path("/autograder"))
    parser.add_argument("--check", action="store_true", help="say how well code is isolated here")
    words = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a container may have any locale
        sys.stdout.reconfigure(errors="backslashreplace")
    return check(words.root) if words.check else run(words.root)


if __name__ == "__main__":
    sys.exit(main())
