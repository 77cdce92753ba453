"""A room that breaks the line, forges answers or ends: `RoomLostError`, in time, and no more."""

import time

import pytest

from autograder.sandbox.connection import RoomLostError, StudentCodeError

# Finds the object that serves this room, as a student's code can.
FIND = """
import gc, os, json, struct
session = next(o for o in gc.get_objects() if type(o).__name__ == 'Session')
def frame(tree, blob=b''):
    head = json.dumps(tree).encode()
    return b'RNN1' + struct.pack('<IQ', len(head), len(blob)) + head + blob
def reply(number, kind, body):
    os.write(3, frame({'t': [number, kind, body]}))
"""

ENDS = {
    "leaves": "os._exit(0)",
    "is killed": "os.kill(os.getpid(), 9)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "aborts": "os.abort()",
    "closes the line": "os.close(3)",
    "closes everything": "os.closerange(0, 64)",
    "writes garbage": "os.write(3, b'garbage' * 100)",
    "announces a giant": "os.write(3, b'RNN1' + struct.pack('<IQ', 2**32 - 1, 2**64 - 1))",
    "sends half a frame": "os.write(3, frame({'l': []})[:-1]); os._exit(0)",
    "answers another question": "reply(5, 'value', None)",
    "answers no question": "os.write(3, frame({'l': []}))",
    "answers in another form": "reply(session._number, 'eval', 'exit()')",
    "calls a function it was not given": "reply(session._number, 'callback', {'l': [0]})",
    "tells a wrong error": "reply(session._number, 'error', {'d': [['name', 5]]})",
    "tells an odd error": "reply(session._number, 'error', 5)",
    "describes a wrong cell": "reply(session._number, 'value', {'d': [['outputs', 5]]})",
    "floods the line": "while True: os.write(3, b'RNN1' * 10_000)",
    "sends what is unknown": "reply(session._number, 'value', {'h': 0})",
}


@pytest.mark.parametrize("source", ENDS.values(), ids=ENDS)
def test_a_room_that_breaks_the_line_is_lost_and_the_next_one_works(
    student_rooms, tmp_path, source
):
    started = time.monotonic()
    with student_rooms.open(tmp_path) as room:
        assert room.run_cell(FIND, 1).ok
        with pytest.raises(RoomLostError):
            room.run_cell(source, 2)
        assert not room.is_alive()
    with student_rooms.open(tmp_path) as room:
        assert room.run_cell("1", 1).ok
    assert time.monotonic() - started < 8


def test_a_forged_answer_is_followed_by_the_true_one_which_is_then_refused(room):
    assert room.run_cell(FIND, 1).ok
    forged = (
        "{'d': [['outputs', '[]'], ['ok', True], ['error', None]]}"  # says nothing: worth nothing
    )
    run = room.run_cell(f"reply(session._number, 'value', {forged})", 2)
    assert run.outputs == []
    with pytest.raises(RoomLostError):
        room.run_cell("1", 3)


def test_a_stale_answer_is_refused(room):
    assert room.run_cell(FIND + "number = session._number", 1).ok
    with pytest.raises(RoomLostError, match="not asked"):
        room.run_cell("reply(number, 'value', None)", 2)


def test_a_lost_room_stays_lost(room):
    for _ in range(2):
        with pytest.raises(RoomLostError):
            room.run_cell("import os; os._exit(1)", 1)
    with pytest.raises(RoomLostError):
        room.snapshot()


def test_a_room_that_cannot_be_forked_is_lost(room):
    source = "import os\ndef no():\n    raise BlockingIOError(11, 'no')\nos.fork = no"
    assert room.run_cell(source, 1).ok
    with pytest.raises(RoomLostError, match="can't be forked"):
        room.snapshot()


def test_a_thread_that_ends_the_process_later_is_noticed(room):
    source = "import threading, os\nthreading.Timer(0.2, lambda: os._exit(1)).start()"
    assert room.run_cell(source, 1).ok
    assert room.is_alive()
    time.sleep(0.4)
    assert not room.is_alive()


def test_an_error_report_that_is_very_long_is_cut(room):
    run = room.run_cell("raise type('E' * 10_000, (Exception,), {})('m' * 100_000)", 1)
    output = run.outputs[-1]
    assert len(output["ename"]) <= 200
    assert len(output["evalue"]) <= 10_000
    assert isinstance(run.error, StudentCodeError)
    assert len(run.error.report.message) <= 2_000


def test_two_rooms_closed_twice_do_no_harm(student_rooms, tmp_path):
    room = student_rooms.open(tmp_path)
    room.close()
    with student_rooms.open(tmp_path) as other:
        room.close()
        assert other.run_cell("1", 1).ok


def test_a_room_left_open_by_a_crashed_judge_is_ended(student_rooms, tmp_path):
    room = student_rooms.open(tmp_path)
    student_rooms.end_open_rooms()
    assert not room.is_alive()


def test_an_answer_to_a_judge_that_crashed_is_not_taken_for_ours(student_rooms, tmp_path):
    import json

    stale = json.dumps({"operation": "close", "id": 1}).encode()
    student_rooms._warm.control.send(stale)
    with student_rooms.open(tmp_path) as room:
        assert room.run_cell("1", 1).ok
