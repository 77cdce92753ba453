"""Grade what Gradescope put into its folders, and leave the result where Gradescope looks for it.

Only `results.json` is for students. What is printed is for instructors: `stdout_visibility` of
every result is `hidden`.
"""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

from autograder.gradescope.bundle import BadBundleError
from autograder.gradescope.grade import grade, read_bundle, tier_here
from autograder.judge.errors import GraderError
from autograder.report.gradescope.results import NoScoreError, as_json
from autograder.sandbox.tiers import Walls

NO_RESULT = (
    "No results.json is written: Gradescope shows that the autograder failed, and gives no score.\n"
    "Mend what is said above, then choose Regrade Submission."
)


def run(root: Path, walls: Walls | None = None) -> int:
    """The exit code: 0 with a result, 1 without one."""
    target = root / "results" / "results.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        results = grade(root / "submission", read_bundle(root / "source"), walls)
        _write(target, as_json(results))
    except (GraderError, NoScoreError, BadBundleError) as error:
        print(f"grader error, not the student's: {error}\n{NO_RESULT}")
        return 1
    except Exception:
        print(f"grader error, not the student's:\n{traceback.format_exc()}{NO_RESULT}")
        return 1
    print(f"graded: tier {results.get('extra_data', {}).get('tier') or 'none, nothing was run'}")
    return 0


def check(root: Path) -> int:
    """Say whether anything can be graded on this machine, while the image is built."""
    try:
        tier = tier_here(read_bundle(root / "source").settings)
    except (GraderError, BadBundleError) as error:
        print(f"nothing can be graded here: {error}")
        return 1
    print(f"ready: tier {tier.name}, {tier.promise}")
    return 0


def _write(target: Path, text: str) -> None:
    """Whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(name, 0o644)
    os.replace(name, target)
