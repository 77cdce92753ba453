"""A course's secret decides on the inputs of its hidden tests, and on nothing else."""

import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.checks import Status
from autograder.judge.closure import course_files
from autograder.judge.course import course_stamp, forget_modules, load_module
from autograder.judge.draws import SECRET_FILE, Draws, make_secret
from autograder.judge.hidden import Student, load_tests, run_tests

PROJECT = Path(__file__).parents[2]
SUITES = sorted(path.stem for path in PROJECT.glob("tests/hidden/test_*.py"))
COURSES = 20


@pytest.fixture
def course(tmp_path, monkeypatch):
    """The project's hidden tests and solutions, in a folder of their own."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield copy_of_course(tmp_path / "course")
    forget_modules(tmp_path / "course")


def copy_of_course(root):
    leave = shutil.ignore_patterns("__pycache__", SECRET_FILE)
    for part in ("solutions", "tests/hidden"):
        shutil.copytree(PROJECT / part, root / part, ignore=leave)
    return root


def with_secret(course, secret):
    (course / "tests" / "hidden" / SECRET_FILE).write_text(f"{secret}\n", encoding="utf-8")
    forget_modules(course)
    return course


def drawn(folder, name="test_rnn.py", secret=None):
    folder.mkdir(exist_ok=True)
    if secret is not None:
        (folder / SECRET_FILE).write_text(secret, encoding="utf-8")
    return Draws(folder / name)(1, 2).standard_normal(5)


def test_the_same_course_gives_the_same_inputs(tmp_path):
    first = drawn(tmp_path / "one", secret="a" * 32)
    assert np.array_equal(first, drawn(tmp_path / "copy", secret="a" * 32))


def test_a_line_end_of_an_editor_is_no_part_of_the_secret(tmp_path):
    first = drawn(tmp_path / "one", secret="a" * 32)
    assert np.array_equal(first, drawn(tmp_path / "two", secret="a" * 32 + "\r\n"))


def test_another_course_or_assignment_or_no_secret_gives_other_inputs(tmp_path):
    inputs = [
        drawn(tmp_path / "none"),
        drawn(tmp_path / "one", secret="a" * 32),
        drawn(tmp_path / "two", secret="b" * 32),
        drawn(tmp_path / "one", name="test_gru.py"),
    ]
    for number, one in enumerate(inputs):
        for other in inputs[number + 1 :]:
            assert not np.any(np.isclose(one, other))


def test_a_new_secret_is_long_random_and_for_its_owner_only(tmp_path):
    (tmp_path / "other").mkdir()
    one, other = make_secret(tmp_path), make_secret(tmp_path / "other")
    assert re.fullmatch(r"[0-9a-f]{32}\n", one.read_text(encoding="utf-8"))
    assert one.read_text(encoding="utf-8") != other.read_text(encoding="utf-8")
    assert one.stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_there_stays(tmp_path):
    text = make_secret(tmp_path).read_text(encoding="utf-8")
    assert make_secret(tmp_path).read_text(encoding="utf-8") == text


def test_git_ignores_the_secret():
    lines = (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/tests/hidden/{SECRET_FILE}" in lines


# The project's own suites


def inputs_of(course, suite):
    """Every array that the hidden tests of a suite give to the student's functions, in order."""
    seen = []

    def watched(function):
        def call(*arguments):
            seen.extend(arrays_in(arguments))
            return function(*arguments)

        return call

    name = suite.removeprefix("test_")
    reference = dict(vars(load_module(course / "solutions" / f"{name}.py", course)))
    tests = load_tests(course / "tests" / "hidden" / f"{suite}.py")
    student = Student({**reference, **{each: watched(reference[each]) for each in tests}})
    for test in (test for own in tests.values() for test in own):
        test.function(student)
    return seen


def arrays_in(value):
    if isinstance(value, np.ndarray):
        return [value.copy()]
    if isinstance(value, dict):
        value = list(value.values())
    items = value if isinstance(value, (list, tuple)) else []
    return [array for item in items for array in arrays_in(item)]


def same(one, other):
    return one.shape == other.shape and np.array_equal(one, other)


@pytest.mark.parametrize("suite", SUITES)
def test_two_courses_have_other_inputs_and_one_course_always_the_same(course, suite):
    first = inputs_of(with_secret(course, "a" * 32), suite)
    again = inputs_of(with_secret(course, "a" * 32), suite)
    other = inputs_of(with_secret(course, "b" * 32), suite)
    assert len(first) == len(again) == len(other)
    assert all(map(same, first, again))
    moved = sum(not same(one, two) for one, two in zip(first, other, strict=True))
    assert moved > len(first) / 2


def test_the_lectures_fixed_seeds_stay(course):
    cells = []
    for secret in ("a" * 32, "b" * 32):
        with_secret(course, secret)
        tests = load_module(course / "tests" / "hidden" / "test_rnn.py", course)
        cells.append([*arrays_in(tests.lecture_cell()), *arrays_in(tests.lecture_sequence())])
    assert all(map(same, *cells))
    assert np.isclose(cells[0][0][0, 0], np.random.RandomState(1).randn(3, 1)[0, 0])


@pytest.mark.slow
@pytest.mark.parametrize("suite", SUITES)
def test_the_reference_earns_every_point_in_eight_courses(course, suite):
    name = suite.removeprefix("test_")
    for number in range(COURSES):
        with_secret(course, f"course {number:025d}")
        reference = dict(vars(load_module(course / "solutions" / f"{name}.py", course)))
        for tests in load_tests(course / "tests" / "hidden" / f"{suite}.py").values():
            outcomes = run_tests(tests, Student(reference)).outcomes
            failed = [each.title["en"] for each in outcomes if each.status is not Status.PASSED]
            assert failed == [], number


# What has to know that the secret has changed


def test_a_warm_judge_sees_a_new_secret(course):
    before = course_stamp(course)
    make_secret(course / "tests" / "hidden")
    assert course_stamp(course) != before


def test_a_warm_judge_sees_new_data_beside_the_hidden_tests(course):
    """Whatever its name: the files that a worker gets are those that the judge looks at."""
    before = course_stamp(course)
    (course / "tests" / "hidden" / "numbers.csv").write_text("1,2\n", encoding="utf-8")
    assert course_stamp(course) != before


def test_workers_get_the_secret_with_the_hidden_tests_and_with_nothing_else(course):
    path = f"tests/hidden/{SECRET_FILE}"
    assert path not in course_files(course, ['hidden_tests("rnn", "softmax", globals())'])
    make_secret(course / "tests" / "hidden")
    assert path in course_files(course, ['hidden_tests("rnn", "softmax", globals())'])
    assert course_files(course, ["assert square(2) == 4"]) == {}


def test_an_assignment_gets_its_own_hidden_tests_only(course):
    files = course_files(course, ['hidden_tests("birnn", "rnn_forward", globals())'])
    assert "tests/hidden/test_rnn.py" not in files
    for cell in ('hidden_tests("rnn", "softmax", globals())', "from tests.hidden import test_rnn"):
        assert "tests/hidden/test_rnn.py" in course_files(course, [cell])
