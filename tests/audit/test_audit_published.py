"""The evidence in the README is that of `audit.json`, and speaks of the suites as they are."""

import re
from pathlib import Path

import pytest

from autograder.audit.assignment import find_assignments, load_assignment
from autograder.audit.record import PUBLISHED, read_audit
from autograder.audit.render import readme_block
from autograder.build.marked import split

COURSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def published():
    return read_audit(COURSE / PUBLISHED)


def test_the_readme_shows_the_published_audit_and_no_other(published):
    readme = (COURSE / "README.md").read_text(encoding="utf-8")
    assert split(readme, "audit")[1] == readme_block(published)


def test_nothing_was_wrong_when_it_was_published(published):
    assert published.complaints == []


def test_every_assignment_and_exercise_is_in_it_as_it_is_today(published):
    """It fails when a suite has changed since: run `make audit` and commit what it changes."""
    assert [each.assignment for each in published.assignments] == find_assignments(COURSE)
    for each in published.assignments:
        assignment = load_assignment(COURSE, each.assignment)
        assert [row.exercise for row in each.rows] == assignment.exercises
        for row in each.rows:
            tests = assignment.tests[row.exercise]
            assert row.points == sum(test.points for test in tests)
            assert row.tests == len(tests)
            assert row.mistakes == len(assignment.mistakes_of(row.exercise))
            assert row.spellings == len(assignment.spellings[row.exercise])


def test_other_arithmetic_was_tried(published):
    ran = {run.name: run for run in published.noise if not run.skipped}
    assert {"no SIMD features", "oldest numpy", "newest numpy"} <= ran.keys()
    assert any(name.startswith("BLAS kernel") for name in ran)
    assert ran["oldest numpy"].numpy.startswith("1.24.")
    assert len({run.programs for run in ran.values()}) == 1


def test_the_published_audit_names_no_host_and_no_path(published):
    private = re.compile(r"(?<![\w.])/(?:home|root|tmp|Users|work)\b|https?:|\.local\b")
    assert private.search(published.to_json()) is None
    assert private.search('"/home/somebody"') is not None


def test_the_record_survives_the_journey_to_json_and_back(published, tmp_path):
    path = tmp_path / "audit.json"
    path.write_text(published.to_json(), encoding="utf-8")
    assert read_audit(path) == published
