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
    """All of them, or the last of an exercise: by then the list has left the obvious."""
    return every if assignment.name == IN_FULL else every[-1:]


EXERCISES = [
    pytest.param(assignment, exercise, id=f"{assignment.name}-{exercise}")
    for assignment in ASSIGNMENTS
    for exercise in assignment.exercises
]
of_every_exercise = pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)


@pytest.fixture(scope="module")
def rooms():
    with StudentRooms(Limits(cell_seconds=20)) as opened:
        yield opened


@pytest.fixture
def in_two_rooms(rooms, tmp_path):
    """Judges one program after the other in one student's room: each defines every function."""
    with rooms.open(tmp_path) as room:

        def judge(source, tests):
            assert room.run_cell(source, 1).ok
            names = Names()
            names.look_at(View(room))
            result = judged(tests, Student(names))
            names.look_at(None)
            return result

        yield judge


def told(result):
    return [(outcome.title["en"], outcome.status, outcome.earned) for outcome in result.outcomes]


@of_every_exercise
def test_a_mistake_loses_the_same_points_in_both(assignment, exercise, in_two_rooms):
    for mistake in sample(assignment, assignment.mistakes_of(exercise)):
        source = patched(mistake, assignment.source)
        result = in_two_rooms(source, assignment.tests[exercise])
        alone = with_source(assignment, exercise, source)
        assert told(result) == told(alone) or mistake.key in SEES_VIEWS, mistake.key
        assert result.earned < result.points, mistake.key
        assert alone.earned < alone.points, mistake.key


@of_every_exercise
def test_another_right_program_earns_everything_in_both(assignment, exercise, in_two_rooms):
    texts = sample(assignment, assignment.spellings[exercise])
    if assignment.name == IN_FULL and exercise in LECTURE:
        texts = (*texts, LECTURE[exercise])
    for text in texts:
        source = f"{assignment.source}\n\n{text}"
        result = in_two_rooms(source, assignment.tests[exercise])
        assert told(result) == told(with_source(assignment, exercise, source)), text
        assert result.earned == result.points, text
