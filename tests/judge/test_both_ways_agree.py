"""The hidden tests say the same in two rooms as they do in one process.

Every known mistake, every other spelling and the lecture's own code is judged both ways: the same
tests pass and the same points are earned.
"""

from pathlib import Path

import pytest

from autograder.judge.course import load_module
from autograder.judge.hidden import load_tests, run_tests
from autograder.judge.mistakes import patched
from autograder.judge.names import Names
from autograder.judge.student import Student
from autograder.judge.view import View
from autograder.sandbox.limits import Limits
from autograder.sandbox.room import StudentRooms

ROOT = Path(__file__).parents[2]
SOLUTION = (ROOT / "solutions" / "rnn.py").read_text(encoding="utf-8")
TESTS = load_tests(ROOT / "tests" / "hidden" / "test_rnn.py")
MISTAKES = load_module(ROOT / "tests" / "mistakes" / "rnn.py", ROOT).MISTAKES
SPELLINGS = load_module(ROOT / "tests" / "spellings" / "rnn.py", ROOT)

# In one process a cache may hold a view of an argument, and changes with it; what has travelled
# between two rooms is a copy. Only a program that overwrites its argument shows the difference.
SEES_VIEWS = {"input_overwritten"}

RIGHT = [
    *[(name, text) for name, texts in SPELLINGS.SPELLINGS.items() for text in texts],
    *SPELLINGS.LECTURE.items(),
]


@pytest.fixture(scope="module")
def rooms():
    with StudentRooms(Limits(cell_seconds=20)) as opened:
        yield opened


def in_one_process(source, exercise):
    namespace = {"__name__": "handed_in"}
    exec(compile(source, "handed_in", "exec"), namespace)
    return run_tests(TESTS[exercise], Student(namespace))


def in_two_rooms(rooms, folder, source, exercise):
    names = Names()
    with rooms.open(folder) as room:
        assert room.run_cell(source, 1).ok
        names.look_at(View(room))
        result = run_tests(TESTS[exercise], Student(names))
        names.look_at(None)
    return result


def told(result):
    return [(outcome.title["en"], outcome.status, outcome.earned) for outcome in result.outcomes]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.key)
def test_a_mistake_loses_the_same_points_in_both(mistake, rooms, tmp_path):
    source = patched(mistake, SOLUTION)
    result = in_two_rooms(rooms, tmp_path, source, mistake.exercise)
    alone = in_one_process(source, mistake.exercise)
    assert told(result) == told(alone) or mistake.key in SEES_VIEWS
    assert result.earned < result.points
    assert alone.earned < alone.points


@pytest.mark.parametrize(("exercise", "text"), RIGHT)
def test_another_right_program_earns_everything_in_both(exercise, text, rooms, tmp_path):
    source = f"{SOLUTION}\n\n{text}"
    result = in_two_rooms(rooms, tmp_path, source, exercise)
    assert told(result) == told(in_one_process(source, exercise))
    assert result.earned == result.points
