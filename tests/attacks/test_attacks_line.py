"""The frames that attacks forge reach the judge, and each is refused for its one flaw alone.

Without that an attack could fail for a reason that proves nothing.
"""

import contextlib
import re

import pytest
from forging import LINE
from protocol import FORGERIES

from autograder.judge.exceptions import RoomEndedError
from autograder.judge.view import View
from autograder.sandbox.connection import RoomLostError

NAMES = [forgery.name for forgery in FORGERIES]


@pytest.fixture(scope="module")
def room(student_rooms):
    """A room in which a student's code has found the line."""
    with student_rooms.open() as opened:
        assert opened.run_cell(LINE, 1).ok
        yield opened


@pytest.fixture
def judge_says(room):
    """A test calls the student's function twice, which speaks for the room: why the judge takes
    no answer, or "taken". An error that the student's code raised is an answer."""
    views = []

    def say(frame):
        views.append(View(room))
        assert room.run_cell(f"def square(x):\n    speak({frame})", 2).ok
        _, square = views[-1].look_up("square")
        try:
            for _ in range(2):
                with contextlib.suppress(ValueError):
                    square(2)
        except RoomEndedError as ended:
            return str(ended)
        return "taken"

    yield say
    for view in views:
        view.close()


def test_what_is_written_unasked_reaches_the_judge(student_rooms):
    with student_rooms.open() as room:
        assert room.run_cell(LINE + "assert descriptor() > 2 and session._number > 0", 1).ok
        with pytest.raises(RoomLostError, match=r"no known form|not asked"):
            room.run_cell("write(frame({'l': []}))", 2)


@pytest.mark.parametrize("forgery", FORGERIES, ids=NAMES)
def test_the_judge_takes_it_without_its_flaw_and_refuses_it_for_its_flaw(judge_says, forgery):
    assert judge_says(forgery.flawless) == "taken"
    assert re.search(forgery.says, judge_says(forgery.flawed))  # with a plan of the one before


def test_a_frame_is_written_as_the_room_writes_it(room):
    """Else the judge would keep no plan of it."""
    told = "{'value': 4.0, 'arguments': None, 'same': None}"
    code = f"""
from autograder.sandbox import wire
ours = answer({{'F': 8}}, struct.pack('<d', 4))
assert ours == wire.encode((session._number, 'value', {told})), ours
"""
    run = room.run_cell(code, 3)
    assert run.ok, run.outputs
