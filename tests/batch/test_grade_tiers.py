"""Results say in which tier they were made; below the demanded one none is made or used."""

import pytest
from classroom import Course
from command import autograder

from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import TierUnavailableError, Walls

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]


@pytest.fixture
def handed_in(course) -> Course:
    course.hand_in("ada", course.student().notebook())
    return course


def take_tier(course: Course, tier: str) -> None:
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\nc.TwoRooms.tier = {tier!r}\n")


def test_below_the_demanded_tier_nothing_is_graded(handed_in):
    take_tier(handed_in, "C")
    run = autograder("grade", "ps1", "--minimum-tier", "A", course=handed_in.root)
    assert run.code == 1
    assert "expected tier A or better" in run.text
    assert handed_in.scores("ada") == {}
    assert not (handed_in.root / "autograded").exists()


def test_a_result_from_a_worse_tier_is_made_again_when_a_better_one_is_demanded(handed_in):
    try:
        with StudentRooms(Limits(), Walls("A")) as rooms:
            assert rooms.tier.name == "A"
    except TierUnavailableError as error:
        pytest.skip(str(error))
    take_tier(handed_in, "C")
    assert "tier C, not isolated" in autograder("grade", "ps1", course=handed_in.root).text
    assert handed_in.autograded("ada").metadata.autograder.tier == "C"
    take_tier(handed_in, "")
    assert "unchanged 1" in autograder("grade", "ps1", course=handed_in.root).text
    run = autograder("grade", "ps1", "--minimum-tier", "A", course=handed_in.root)
    assert "graded 1 " in run.text
    assert handed_in.autograded("ada").metadata.autograder.tier == "A"
    again = autograder("grade", "ps1", "--minimum-tier", "A", course=handed_in.root)
    assert "unchanged 1" in again.text
