"""The hidden tests say the same in two rooms as they do in one process.

Known mistakes, other spellings and the lecture's own code are judged both ways: the same tests
pass and the same points are earned. All of the rnn assignment, and a sample of every other: what
travels between the rooms differs little from one assignment to the next.
"""

from pathlib import Path

import pytest

from autograder.audit.assignment import find_assignments, load_assignment
from autograder.audit.judging import judged, with_source
from autograder.judge.course import load_module
from autograder.judge.mistakes import patched
from autograder.judge.names import Names
from autograder.judge.student import Student
from autograder.judge.view import View
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms

COURSE = Path(__file__).parents[2]
ASSIGNMENTS = [load_assignment(COURSE, name) for name in find_assignments(COURSE)]
LECTURE = load_module(COURSE / "tests" / "spellings" / "rnn.py", COURSE).LECTURE
IN_FULL = "rnn"

# In one process a cache may hold a view of an argument, and changes with it; what has travelled
# between two rooms is a copy. Only a program that overwrites its argument shows the difference.
SEES_VIEWS = {"input_overwritten"}


def sample(assignment, every):
    """All of them, or the last of each exercise: by then the list has left the obvious."""
    in_full = assignment.name == IN_FULL
    return [each for of_one in every for each in (of_one if in_full else of_one[-1:])]


MISTAKES = [
    pytest.param(assignment, mistake, id=f"{assignment.name}-{mistake.key}")
    for assignment in ASSIGNMENTS
    for mistake in sample(assignment, map(assignment.mistakes_of, assignment.exercises))
]
SPELLINGS = [
    pytest.param(assignment, exercise, text, id=f"{assignment.name}-{exercise}-{number}")
    for assignment in ASSIGNMENTS
    for exercise, texts in assignment.spellings.items()
    for number, text in enumerate(sample(assignment, [texts]))
]
SPELLINGS += [
    pytest.param(assignment, exercise, text, id=f"lecture-{exercise}")
    for assignment in ASSIGNMENTS
    if assignment.name == IN_FULL
    for exercise, text in LECTURE.items()
]


@pytest.fixture(scope="module")
def rooms():
    with StudentRooms(Limits(cell_seconds=20)) as opened:
        yield opened


def in_two_rooms(rooms, folder, source, tests):
    names = Names()
    with rooms.open(folder) as room:
        assert room.run_cell(source, 1).ok
        names.look_at(View(room))
        result = judged(tests, Student(names))
        names.look_at(None)
    return result


def told(result):
    return [(outcome.title["en"], outcome.status, outcome.earned) for outcome in result.outcomes]


@pytest.mark.parametrize(("assignment", "mistake"), MISTAKES)
def test_a_mistake_loses_the_same_points_in_both(assignment, mistake, rooms, tmp_path):
    source = patched(mistake, assignment.source)
    result = in_two_rooms(rooms, tmp_path, source, assignment.tests[mistake.exercise])
    alone = with_source(assignment, mistake.exercise, source)
    assert told(result) == told(alone) or mistake.key in SEES_VIEWS
    assert result.earned < result.points
    assert alone.earned < alone.points


@pytest.mark.parametrize(("assignment", "exercise", "text"), SPELLINGS)
def test_another_right_program_earns_everything_in_both(
    assignment, exercise, text, rooms, tmp_path
):
    source = f"{assignment.source}\n\n{text}"
    result = in_two_rooms(rooms, tmp_path, source, assignment.tests[exercise])
    assert told(result) == told(with_source(assignment, exercise, source))
    assert result.earned == result.points
