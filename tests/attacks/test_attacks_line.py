"""The code that forges frames finds the line to the judge: without that it would prove nothing."""

import pytest
from protocol import LINE

from autograder.sandbox.connection import RoomLostError


def test_the_line_is_found(room):
    run = room.run_cell(LINE + "assert descriptor() > 2 and session._number > 0", 1)
    assert run.ok, run.outputs


def test_what_is_written_reaches_the_judge(room):
    assert room.run_cell(LINE, 1).ok
    with pytest.raises(RoomLostError, match=r"no known form|not asked"):
        room.run_cell("write(frame({'l': []}))", 2)
