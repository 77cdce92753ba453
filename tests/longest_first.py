"""The order in which the files of tests are given out: what takes long starts first.

With `--dist loadfile` a process gets the next file when it is free. A long file that starts last
is all that the machine does then.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
# About what a file takes, alone on two cores. What is not here takes less than 15 seconds.
SECONDS = {
    "attacks/test_attacks_tier_a.py": 180,
    "attacks/test_attacks_tier_b.py": 180,
    "hub/test_hub_story.py": 130,
    "gradescope/test_gradescope_runs.py": 100,
    "batch/test_databases.py": 120,
    "lab/test_real_use.py": 95,
    "nbgrader/test_nbgrader_own_suite.py": 80,
    "demo/test_demo.py": 60,
    "benchmarks/test_benchmarks_published.py": 75,
    "batch/test_grade_interrupted.py": 75,
    "batch/test_dask_pool.py": 75,
    "hub/test_mail_page.py": 30,
    "docs/test_pages_followed.py": 30,
    "report/test_page_browser.py": 30,
    "courses/test_same_scores.py": 45,
    "nbgrader/test_nbgrader_tiers.py": 45,
    "audit/test_noise.py": 40,
    "diagnose/test_known_mistakes.py": 35,
    "build/test_naming_mistakes.py": 35,
    "attacks/test_attacks_browser.py": 45,
    "batch/test_regrade.py": 40,
    "batch/test_grade_as_nbgrader.py": 40,
    "batch/test_dask_grade.py": 40,
    "nbgrader/test_nbgrader_scores.py": 35,
    "attacks/test_attacks_stock.py": 35,
    "nbgrader/test_nbgrader_tampering.py": 30,
    "audit/test_suites.py": 30,
    "batch/test_feedback_as_nbgrader.py": 30,
    "doctor/test_doctor.py": 30,
    "batch/test_cluster_docs.py": 25,
    "starter/test_new_exercises_page.py": 25,
    "nbgrader/test_nbgrader_same_rows.py": 25,
    "nbgrader/test_nbgrader_end_to_end.py": 25,
    "attacks/test_attacks_batch.py": 20,
    "fidelity/test_as_a_kernel.py": 20,
    "judge/test_both_ways_agree.py": 20,
    "batch/test_course_secret.py": 20,
}

# Files that one process runs together: what one of them works out serves the others.
TOGETHER = {
    "tests/build/test_build_committed.py": "tests/build/test_naming_mistakes.py",
    "tests/build/test_lessons_hold_no_answer.py": "tests/build/test_naming_mistakes.py",
}

Located = TypeVar("Located")


def longest_first(items: Iterable[Located], path_of) -> list[Located]:
    """Items by the time that their files take, by `path_of(item)`; otherwise as they stand."""
    return sorted(items, key=lambda item: -seconds(path_of(item)))


def seconds(path: Path) -> float:
    """About what the file takes; 0 for a short one."""
    return SECONDS.get(str(path.relative_to(HERE)), 0) if path.is_relative_to(HERE) else 0


def portion(test: str) -> str:
    """What is given to one process in one piece, by the name of a test in it."""
    file = test.split("::", 1)[0]
    return TOGETHER.get(file, file)
