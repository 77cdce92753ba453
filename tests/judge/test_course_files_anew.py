"""A course's file that is changed is read again, however quick and small the change was."""

import os
import sys

import pytest

from autograder.judge.course import forget_modules, load_module

HIDDEN = "from solutions import small\nLIMIT, ANSWER = 10, small.ANSWER\n"
MOMENT = 1_600_000_000_000_000_000  # nanoseconds


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    write(tmp_path / "tests" / "hidden" / "test_small.py", HIDDEN)
    write(tmp_path / "solutions" / "small.py", "ANSWER = 41\n")
    yield tmp_path
    forget_modules(tmp_path)


def write(path, text):
    """Always at the same moment, as if it were within the second."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(MOMENT, MOMENT))


def loaded(course):
    forget_modules(course)
    module = load_module(course / "tests" / "hidden" / "test_small.py", course)
    return module.LIMIT, module.ANSWER


def test_a_hidden_test_changed_within_the_second_runs_as_it_is_now(course):
    assert loaded(course) == (10, 41)
    write(course / "tests" / "hidden" / "test_small.py", HIDDEN.replace("10", "99"))
    assert loaded(course) == (99, 41)


def test_so_does_a_reference_that_it_imports(course):
    assert loaded(course) == (10, 41)
    write(course / "solutions" / "small.py", "ANSWER = 42\n")
    assert loaded(course) == (10, 42)


def test_a_compiled_file_that_python_would_take_is_not_taken(course):
    """Left by whoever imported the reference without the judge."""
    sys.path.insert(0, str(course / "solutions"))
    __import__("small")
    del sys.modules["small"]
    assert list((course / "solutions").rglob("*.pyc"))
    write(course / "solutions" / "small.py", "ANSWER = 42\n")
    assert loaded(course) == (10, 42)


def test_no_compiled_hidden_test_or_reference_is_left_in_the_course(course):
    loaded(course)
    assert not list(course.rglob("*.pyc"))
