"""The diagnosis after hidden tests: the same with and without a store, in two rooms and in one."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from two_rooms import notebook

from autograder.checks import RECORD, Status, check, from_record
from autograder.checks.result import Certainty
from autograder.judge import diagnosing, programs, store
from autograder.judge.closure import course_files
from autograder.judge.course import COURSE_VARIABLE, course_stamp, forget_modules
from autograder.judge.diagnosing import Exercise, address_of, with_diagnosis
from autograder.judge.hidden import hidden_tests, load_tests, run_attempts, run_tests
from autograder.judge.mistakes import Mistake, MistakeError, hint, patched, patched_function
from autograder.judge.notebook import Options, run_notebook
from autograder.judge.student import Student
from autograder.sandbox.limits import Limits

SOLUTION = '''\
"""One function."""


def line(x, slope):
    """slope · x + 1: x (n,) → (n,)."""
    rise = slope * x
    return rise + 1
'''

HIDDEN = '''\
"""Hidden tests of the small assignment."""

import numpy as np

from autograder.checks import check
from autograder.judge.hidden import exercise


@exercise("line", points=2, zh="结果正确。")
def test_line(student):
    """The line is right."""
    x = np.array([0.25, -1.0, 3.0])
    check.close("line", student.line(x, 2.0), 2.0 * x + 1)


@exercise("line", points=1, zh="水平线正确。")
def test_flat(student):
    """A flat line is right."""
    check.close("flat line", student.line(np.ones(3), 0.0), np.ones(3))


@exercise("line", points=0, zh="只报告：空数组也行。")
def test_empty(student):
    """An empty array works too (reported only)."""
    check.shape("line", student.line(np.ones(0), 1.0), n=0)
'''

MISTAKES = '''\
"""Known mistakes."""

from autograder.judge.mistakes import Mistake

MISTAKES = (
    Mistake("line", "no_one", "rise + 1", "rise", "most likely 1 is missing", "很可能少了 1"),
    Mistake("line", "endless", "return", "while True:\\n        pass\\n    return", "so", "是"),
    Mistake("line", "downhill", "slope * x", "-slope * x", "most likely the sign", "很可能符号反"),
    Mistake("line", "unfit", "no such text", "x", "never", "从不"),
)
'''

FILES = {
    "solutions/small.py": SOLUTION,
    "tests/hidden/test_small.py": HIDDEN,
    "tests/mistakes/small.py": MISTAKES,
}
WITHOUT_ONE = "def line(x, slope):\n    return x * slope"
DOWNHILL_WITHOUT_ONE = "def line(x, slope):\n    return -x * slope"
UNHEARD_OF = "def line(x, slope):\n    return x * slope + 1 + 0.37 * x**2"
RIGHT = "def line(x, slope):\n    return 1 + x * slope"
CALL = "from autograder.judge.hidden import hidden_tests\nhidden_tests('small', 'line', globals())"


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv(COURSE_VARIABLE, str(tmp_path))
    monkeypatch.setattr(programs, "SECONDS", 0.05)
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    yield tmp_path
    forget_modules(tmp_path)


@pytest.fixture
def shown(monkeypatch):
    """The results that `hidden_tests` shows."""
    results = []
    monkeypatch.setattr("autograder.judge.hidden.show", lambda result, _: results.append(result))
    return results


@pytest.fixture
def runs(monkeypatch):
    """The mistakes that were run, by key, one after another."""
    ran = []
    before = programs.wrong_program

    def counted(source, mistakes):
        ran.append("+".join(mistake.key for mistake in mistakes))
        return before(source, mistakes)

    monkeypatch.setattr(programs, "wrong_program", counted)
    return ran


def defined(source):
    namespace = {}
    exec(source, namespace)
    return namespace


def result_of(course, source, keeps=True):
    """As `hidden_tests` makes it."""
    tests = load_tests(course / "tests" / "hidden" / "test_small.py")["line"]
    student = Student(defined(source))
    attempts = run_attempts(tests, student)
    result = run_tests(tests, student)
    return with_diagnosis(result, attempts, Exercise(course, "small", tests, keeps))


def kept(course):
    return store.store_path(course, "small", "line")


def test_a_known_mistake_is_named_and_the_guesses_of_single_tests_are_dropped(course):
    result = result_of(course, WITHOUT_ONE)
    assert result.diagnosis.certainty is Certainty.NAMED
    assert result.diagnosis.keys == ("no_one",)
    assert dict(result.diagnosis.causes[0].values) == {"en": "1 is missing", "zh": "少了 1"}
    assert [outcome.status for outcome in result.outcomes[:2]] == [Status.FAILED] * 2
    assert all(outcome.fact for outcome in result.outcomes[:2])
    assert not any(outcome.advice for outcome in result.outcomes)


def test_two_known_mistakes_in_one_program_are_found(course):
    found = result_of(course, DOWNHILL_WITHOUT_ONE).diagnosis
    assert found.certainty is Certainty.SEVERAL
    assert found.keys == ("no_one", "downhill")


def test_what_is_not_known_is_said_to_be_unknown(course):
    assert result_of(course, UNHEARD_OF).diagnosis.certainty is Certainty.UNKNOWN


ERROR = "def line(x, slope):\n    raise ValueError('no idea')"
REPORTED = "def line(x, slope):\n    return 1 + x * slope if len(x) else None"


@pytest.mark.parametrize("source", [RIGHT, ERROR, "", REPORTED])
def test_right_programs_errors_and_missing_functions_get_no_diagnosis(course, source):
    assert result_of(course, source).diagnosis is None


def test_a_grader_error_gets_no_diagnosis(course):
    path = course / "tests" / "hidden" / "test_small.py"
    path.write_text(HIDDEN.replace("2.0 * x + 1)", "np.array([np.nan]))"), encoding="utf-8")
    tests = load_tests(path)["line"]
    reference = Student(defined(RIGHT))
    attempts = run_attempts(tests, Student(defined(WITHOUT_ONE)), reference)
    assert {attempt.outcome.status for attempt in attempts} >= {Status.GRADER_ERROR, Status.FAILED}
    assert diagnosing.diagnosed(attempts, tests, lambda: pytest.fail("it was asked")) is None


# The store


@pytest.mark.parametrize("source", [WITHOUT_ONE, DOWNHILL_WITHOUT_ONE, UNHEARD_OF])
def test_a_warm_store_changes_no_result_and_saves_the_work(course, source, runs):
    cold = result_of(course, source)
    assert {"no_one", "endless", "downhill"} <= set(runs)
    runs.clear()
    assert result_of(course, source) == cold
    assert {"no_one", "endless", "downhill"} & set(runs) == set()


def test_right_programs_look_nothing_up(course, runs):
    result_of(course, RIGHT)
    assert runs == []
    assert not kept(course).exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"PK\x03\x04 not a store"),
        lambda path: path.write_bytes(path.read_bytes()[:-60]),
        lambda path: np.savez(path, index=np.frombuffer(b"{}", np.uint8), numbers=np.ones(3)),
        lambda path: np.savez(path, index=np.array([{"pickled": 1}]), numbers=np.ones(3)),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["no archive", "cut off", "no profiles", "pickled", "a folder"],
)
def test_a_damaged_file_is_as_good_as_none(course, spoil):
    cold = result_of(course, WITHOUT_ONE)
    spoil(kept(course))
    assert result_of(course, WITHOUT_ONE) == cold


def test_where_nothing_can_be_written_the_result_is_the_same(course):
    cold = result_of(course, WITHOUT_ONE)
    kept(course).unlink()
    kept(course).parent.rmdir()
    kept(course).parent.write_text("a file in the place of the folder")
    assert result_of(course, WITHOUT_ONE) == cold


@pytest.mark.parametrize(
    "name", [*FILES, "tests/hidden/course_secret.txt", "tests/hidden/data.csv"]
)
def test_whatever_decides_the_numbers_changes_the_address(course, name):
    before = address_of(course, "small", course_stamp(course))
    path = course / name
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n# more", "utf-8")
    assert address_of(course, "small", course_stamp(course)) != before


def test_a_list_that_has_changed_is_run_again(course):
    result_of(course, WITHOUT_ONE)
    path = course / "tests" / "mistakes" / "small.py"
    path.write_text(MISTAKES.replace('"no_one"', '"one_forgotten"'), encoding="utf-8")
    forget_modules(course)
    assert result_of(course, WITHOUT_ONE).diagnosis.keys == ("one_forgotten",)


def test_nobody_but_the_grader_may_read_the_store(course):
    result_of(course, WITHOUT_ONE)
    for path in (kept(course), kept(course).parent):
        assert path.stat().st_uid == os.geteuid()
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_the_known_mistakes_are_part_of_what_a_worker_is_given(course):
    """So they are part of the key under which a result is kept."""
    assert "tests/mistakes/small.py" in course_files(course, [CALL])


def test_a_linked_store_lies_elsewhere(course, tmp_path_factory, runs):
    elsewhere = tmp_path_factory.mktemp("course") / ".autograder" / "diagnosis"
    store.link(course, elsewhere)
    cold = result_of(course, WITHOUT_ONE)
    assert [path.name for path in elsewhere.iterdir()] == ["small-line.npz"]
    runs.clear()
    assert result_of(course, WITHOUT_ONE) == cold
    assert runs == []


# A course that is not complete


@pytest.mark.parametrize(
    "content", [None, "", "MISTAKES = 7", "1 / 0", "MISTAKES = ()", "syntax error here"]
)
def test_without_a_list_that_works_the_tests_still_decide(course, content):
    path = course / "tests" / "mistakes" / "small.py"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    result = result_of(course, WITHOUT_ONE)
    found = result.diagnosis
    assert found is None or (found.certainty, found.keys) == (Certainty.PATTERN, ())
    assert result.earned == 0


def test_a_mistake_that_never_ends_or_does_not_fit_names_nobody(course):
    tests = load_tests(course / "tests" / "hidden" / "test_small.py")["line"]
    listed = diagnosing.load_module(course / "tests" / "mistakes" / "small.py", course).MISTAKES
    assert list(programs.known_profiles(SOLUTION, listed, tests)) == ["no_one", "downhill"]


# In one kernel, and in two rooms


def test_in_one_kernel_the_diagnosis_is_the_same_and_nothing_is_kept(course, shown):
    earned = hidden_tests("small", "line", defined(WITHOUT_ONE))
    assert earned == 0
    assert shown[0].diagnosis.keys == ("no_one",)
    assert not (course / ".autograder").exists()


@pytest.mark.usefixtures("course")
def test_running_the_known_mistakes_leaves_no_trace_in_the_kernel(shown):
    np.random.seed(5)
    expected, passed = np.random.RandomState(5).rand(), check.passed
    hidden_tests("small", "line", defined(WITHOUT_ONE))
    assert np.random.rand() == expected
    assert check.passed == passed + 1  # the shape of the empty line, of the student's own
    assert shown[0].diagnosis is not None


def test_the_suites_need_numpy_and_nothing_else():
    """The audit runs them beside other numpys, where nothing else is installed."""
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('nbformat', 'IPython', 'nbgrader')))\n"
        "import autograder.audit.suites"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def in_two_rooms(rooms, folder, answer):
    made = notebook(("answer", answer), ("test", CALL))
    flags = run_notebook(made, rooms, Options(folder, Limits(cell_seconds=10, call_seconds=10)))
    assert flags == {}
    records = [o["data"][RECORD] for o in made.cells[1].outputs if RECORD in o.get("data", {})]
    return from_record(records[0])


def test_in_two_rooms_it_is_named_and_kept_out_of_the_students_reach(
    course, student_rooms, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("handed in")
    result = in_two_rooms(student_rooms, folder, WITHOUT_ONE)
    assert result.diagnosis.keys == ("no_one",)
    for path in (kept(course), kept(course).parent):
        assert path.stat().st_uid == os.geteuid()
    again = in_two_rooms(student_rooms, folder, WITHOUT_ONE)
    assert again == result
    assert again.diagnosis == result_of(course, WITHOUT_ONE).diagnosis


# Patches


def one(find, replace, key="a"):
    return Mistake("line", key, find, replace, "most likely so", "很可能这样")


def test_two_patches_of_one_function_are_put_together():
    text = patched_function([one("rise + 1", "rise - 1"), one("slope * x", "x / slope")], SOLUTION)
    assert "rise = x / slope\n    return rise - 1" in text


def test_patches_that_differ_in_what_they_really_change_go_together():
    """Both speak of the same line, and change other words of it."""
    text = patched_function(
        [one("rise = slope * x", "rise = 2 * x"), one("slope * x", "slope + x")], SOLUTION
    )
    assert "rise = 2 + x" in text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("slope * x", "x"), ("slope * x", "slope")),
        (("rise + 1", "rise"), ("se + 1", "se + 2")),
        (("slope * x", "slope * x.T"), ("slope * x", "slope * x[0]")),
    ],
)
def test_two_patches_of_the_same_piece_are_refused(first, second):
    with pytest.raises(MistakeError, match="the same piece as b"):
        patched_function([one(*first), one(*second, key="b")], SOLUTION)


@pytest.mark.parametrize("pair", [("rise + 1", "rise"), ("rise + 1", "rise + 1 + 1"), ("x", "y")])
def test_one_patch_is_the_text_replaced_however_it_is_cut(pair):
    text = SOLUTION[SOLUTION.index("def line") :]
    mistake = one("    " + "return " + pair[0], "    return " + pair[1])
    if mistake.find in text:
        assert patched_function([mistake], SOLUTION) == text.replace(mistake.find, mistake.replace)
        assert patched(mistake, SOLUTION).endswith(text.replace(mistake.find, mistake.replace))


def test_a_hint_leaves_out_the_words_that_stand_before_it():
    assert dict(hint(one("a", "b")).values) == {"en": "so", "zh": "这样"}


def test_the_lists_of_all_assignments_are_read_before_any_notebook(course):
    (course / "tests" / "hidden" / "test_broken.py").write_text("1 / 0")
    diagnosing.read_lists(course)
    assert address_of.cache_info().currsize > 0
    assert Path(
        diagnosing.load_module(course / "tests/mistakes/small.py", course).__file__
    ).exists()
