"""Other arithmetic is really other arithmetic, and what can't be tried is said."""

import sys
from pathlib import Path

import pytest

from autograder.audit.noise import (
    noise_runs,
    oldest,
    run_of,
    suites,
    with_numpy,
    with_secret,
    without_features,
)
from autograder.audit.suites import refused

COURSE = Path(__file__).parents[2]


def test_a_refused_program_is_named(small):
    programs, told = refused(small({"tests/spellings/small.py": [(" + 1\\n", " + 1.001\\n")]}))
    assert programs == 2
    assert "small/line: spelling 1 is refused: The line is right." in told


def test_the_suites_run_in_a_process_of_their_own(small_course):
    told = suites(small_course(), sys.executable, {})
    assert told["failures"] == []
    assert (told["programs"], told["mistakes"]) == (2, 1)
    assert told["python"] == sys.version.split()[0]
    run = run_of("as it is", told)
    assert (run.programs, run.numpy) == (2, told["numpy"])


def test_a_suite_that_does_not_run_is_a_failure(small_course):
    root = small_course(without=["tests/mistakes/small.py"])
    told = suites(root, sys.executable, {})
    assert len(told["failures"]) == 1
    assert "tests/mistakes/small.py: found no such file" in told["failures"][0]


def test_without_simd_features_none_is_in_use(small_course):
    plain = suites(small_course(), sys.executable, {})
    run = without_features(small_course(), "no SIMD features", plain)
    assert run.failures == []
    assert run.skipped or run.programs == 2
    assert without_features(small_course(), "none", {"features": []}).skipped


def test_inputs_of_another_course_are_others_and_as_good(small_course):
    run = with_secret(small_course(), "inputs of another course")
    assert run.failures == []
    assert (run.programs, run.mistakes) == (2, 1)
    hole = {"tests/mistakes/small.py": [('"rise"', '"rise + 1.0"')]}
    (told,) = with_secret(small_course(hole), "inputs of another course").failures
    assert told == "small/line: the mistake no_one is not caught"


def test_what_may_not_be_installed_is_skipped_and_said(small_course):
    run = with_numpy(small_course(), "newest numpy", "numpy", install=False)
    assert run.skipped == "nothing may be installed (--no-install)"
    assert run.programs == 0


def test_a_numpy_that_there_is_not_is_skipped_and_named(small_course, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    run = with_numpy(small_course(), "newest numpy", "numpy==0.0.1", install=True)
    assert run.skipped == "numpy==0.0.1 can't be installed here"


def test_a_python_too_new_for_the_oldest_numpy_is_said(small_course, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    run = with_numpy(small_course(), "oldest numpy", oldest(), install=True)
    assert run.skipped == "numpy 1.24.0 needs Python 3.11 or older"


@pytest.mark.slow
def test_right_programs_are_accepted_on_other_arithmetic(monkeypatch):
    """`make audit` tries more: other courses, other kernels, other numpys."""
    monkeypatch.setattr("autograder.audit.noise.SECRETS", 1)
    monkeypatch.setattr("autograder.audit.noise.KERNELS", ("Prescott",))
    runs = noise_runs(COURSE, install=False, workers=2)
    assert [text for run in runs for text in run.failures] == []
    assert runs[0].programs > 80
    assert {run.programs for run in runs if not run.skipped} == {runs[0].programs}
