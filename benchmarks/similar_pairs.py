"""The similar pairs of a graded class, and nothing else of its report.

python -m benchmarks.similar_pairs, in a course's folder.
"""

from __future__ import annotations

from pathlib import Path

from autograder.report.reading import read_class
from autograder.report.similar import pairs_of, reference_of, starter_of
from benchmarks.course import ASSIGNMENT


def main() -> None:
    root = Path.cwd()
    results = read_class(root, ASSIGNMENT)
    starter, reference = starter_of(root, ASSIGNMENT), reference_of(root, ASSIGNMENT)
    for pair in pairs_of(results, starter, reference):
        print(pair.first, pair.second, f"{pair.share:.2f}", pair.common)


if __name__ == "__main__":
    main()
