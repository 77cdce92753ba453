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
    "attacks/test_attacks_tier_a.py": 200,
    "attacks/test_attacks_tier_b.py": 200,
    "nbgrader/test_nbgrader_own_suite.py": 120,
    "batch/test_databases.py": 180,
    "gradescope/test_gradescope_runs.py": 120,
    "audit/test_noise.py": 110,
    "lab/test_real_use.py": 95,
    "demo/test_demo.py": 95,
    "benchmarks/test_benchmarks_published.py": 85,
    "batch/test_grade_interrupted.py": 80,
    "batch/test_dask_pool.py": 75,
    "doctor/test_doctor.py": 70,
    "starter/test_new_exercises_page.py": 65,
    "courses/test_same_scores.py": 60,
    "batch/test_regrade.py": 50,
    "docs/test_pages_followed.py": 50,
    "nbgrader/test_nbgrader_tiers.py": 50,
    "attacks/test_attacks_browser.py": 50,
    "batch/test_grade_as_nbgrader.py": 50,
    "batch/test_dask_grade.py": 45,
    "judge/test_draws.py": 42,
    "nbgrader/test_nbgrader_scores.py": 40,
    "attacks/test_attacks_stock.py": 38,
    "nbgrader/test_nbgrader_tampering.py": 34,
    "batch/test_feedback_as_nbgrader.py": 33,
    "audit/test_suites.py": 30,
    "batch/test_cluster_docs.py": 30,
    "nbgrader/test_nbgrader_same_rows.py": 25,
    "nbgrader/test_nbgrader_end_to_end.py": 25,
    "attacks/test_attacks_batch.py": 25,
    "fidelity/test_as_a_kernel.py": 25,
    "batch/test_course_secret.py": 20,
}

Located = TypeVar("Located")


def longest_first(items: Iterable[Located], path_of) -> list[Located]:
    """Items by the time that their files take, by `path_of(item)`; otherwise as they stand."""
    return sorted(items, key=lambda item: -seconds(path_of(item)))


def seconds(path: Path) -> float:
    """About what the file takes; 0 for a short one."""
    return SECONDS.get(str(path.relative_to(HERE)), 0) if path.is_relative_to(HERE) else 0
