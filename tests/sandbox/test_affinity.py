"""Both ends of a line run on one CPU, and a refusal costs nothing but time."""

import os

import pytest

from autograder.sandbox import affinity

ASK = "import os\nprint(*os.sched_getaffinity(0))"


@pytest.fixture
def cpus():
    before = os.sched_getaffinity(0)
    yield before
    os.sched_setaffinity(0, before)


@pytest.mark.usefixtures("cpus")
def test_a_room_runs_where_its_judge_runs(student_rooms, tmp_path):
    affinity.stay_on_this_cpu()
    (here,) = affinity.cpus()
    with student_rooms.open(tmp_path) as room:
        assert room.run_cell(ASK, 1).outputs[0]["text"] == f"{here}\n"


def test_the_next_room_may_run_elsewhere(student_rooms, tmp_path, cpus):
    for allowed in ({min(cpus)}, cpus):
        os.sched_setaffinity(0, allowed)
        with student_rooms.open(tmp_path) as room:
            seen = room.run_cell(ASK, 1).outputs[0]["text"]
        assert set(map(int, seen.split())) == allowed


def test_a_cpu_that_there_is_not_is_no_error(cpus):
    affinity.move_to([100_000])
    affinity.move_to([])
    assert os.sched_getaffinity(0) == cpus
