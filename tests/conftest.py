"""What all tests share."""

import os

# Several processes test at once: a pool of BLAS threads in each would only be in the way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from autograder.checks import check
from autograder.nbgrader.config import find_alembic
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import TierUnavailableError, Walls
from tests.longest_first import longest_first, portion

find_alembic()

SKIPPED = "tier"


def pytest_addoption(parser):
    parser.addoption("--notebook", help="run tests/hidden on this notebook, in a student's room")
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/checks/golden anew")


def pytest_collection_modifyitems(items):
    items[:] = longest_first(items, lambda item: item.path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """As `--dist loadfile`, and files that share their work stay together."""
    from xdist.scheduler import LoadFileScheduling

    class ByPortion(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return portion(nodeid)

    return ByPortion(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def student_rooms():
    """The warm process of the student's room. One room at a time may be open in it."""
    with StudentRooms(Limits(cell_seconds=10, call_seconds=10)) as rooms:
        rooms.wait_until_ready()
        yield rooms


@pytest.fixture(scope="session")
def in_tier():
    """The warm process of a tier, by its name; a test is skipped where there is none."""
    started = {}

    def rooms_of(tier):
        if tier not in started:
            limits = Limits(cell_seconds=10, call_seconds=10)
            started[tier] = StudentRooms(limits, Walls(tier=tier))
        try:
            started[tier].wait_until_ready()
        except TierUnavailableError as error:
            pytest.skip(f"{SKIPPED} {tier}: {error}")
        return started[tier]

    yield rooms_of
    for rooms in started.values():
        rooms.close()


@pytest.fixture(scope="session", params=["A", "B", "C"])
def rooms(request, in_tier):
    """Each tier in turn."""
    return in_tier(request.param)


@pytest.fixture(scope="session", params=["A", "B"])
def closed_rooms(request, in_tier):
    """Each tier that has walls."""
    return in_tier(request.param)


@pytest.fixture(scope="session")
def rooms_in_a(in_tier):
    """Tier A, for what only that has."""
    return in_tier("A")


@pytest.fixture(scope="session")
def idle_workers(tmp_path_factory):
    """Workers of `autograder grade` that wait for the next command."""
    from kept_workers import IdleWorkers  # it imports nbgrader, which takes a second

    idle = IdleWorkers(tmp_path_factory.mktemp("diagnosis"))
    yield idle
    idle.end()


@pytest.fixture(scope="module")
def workers_stay(idle_workers):
    """For modules whose subject is not how workers start and end."""
    with idle_workers.taken():
        yield


def pytest_terminal_summary(terminalreporter):
    """A tier that could not be tested is said last, where nobody overlooks it."""
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for tier in "ABC":
        told = [reason for reason in reasons if f"{SKIPPED} {tier}:" in reason]
        if told:
            why = told[0].split(SKIPPED)[1].rstrip("')")
            terminalreporter.line(f"NOT TESTED, {len(told)} tests skipped: {SKIPPED}{why}")


@pytest.fixture
def room(student_rooms, tmp_path):
    """A fresh room of a student's."""
    with student_rooms.open(tmp_path) as opened:
        yield opened


@pytest.fixture(autouse=True)
def fresh_check():
    """Running a notebook's cells sets the language, the assignment and what is solved."""
    _forget()
    yield
    _forget()


def _forget():
    check.language, check.assignment = "en", ""
    check.solved.clear()
