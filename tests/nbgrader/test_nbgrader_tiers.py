"""How well the student's room was closed stands with every result, and may be demanded."""

import pytest

pytestmark = pytest.mark.slow

# In the place of ours, it does no harm.
METADATA = {"ada": {"tier": "Z"}, "bo": ["tier"]}


@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_the_tier_is_in_the_log_and_in_the_graded_notebook(
    ordinary_course, somebody, tier, in_tier
):
    in_tier(tier)
    for student, of_theirs in METADATA.items():
        handed_in = somebody.notebook()
        handed_in.metadata["autograder"] = of_theirs
        ordinary_course.hand_in(student, handed_in)
    run = ordinary_course.autograde(f"--TwoRooms.tier={tier}")
    assert run.code == 0, run.text
    assert run.lines(f"tier {tier},")
    for student in METADATA:
        assert ordinary_course.autograded(student).metadata["autograder"]["tier"] == tier


def test_below_the_minimum_nothing_is_graded_and_no_score_changes(ordinary_course, somebody):
    ordinary_course.hand_in("ada", somebody.notebook())
    assert ordinary_course.autograde("--TwoRooms.tier=C").code == 0
    before = ordinary_course.scores("ada")
    assert before
    ordinary_course.hand_in("bo", somebody.notebook())
    options = ("--TwoRooms.tier=C", "--TwoRooms.minimum_tier=B")
    run = ordinary_course.autograde("--force", *options)
    assert run.code == 1
    assert run.lines("no score is changed", "expected tier B or better")
    assert run.lines("c.TwoRooms.minimum_tier")
    assert ordinary_course.scores("ada") == before
    assert not any(ordinary_course.scores("bo").values())


def test_a_tier_that_there_is_not_is_refused_by_name(ordinary_course, somebody):
    ordinary_course.hand_in("ada", somebody.notebook())
    run = ordinary_course.autograde("--TwoRooms.minimum_tier=D")
    assert run.code == 1
    assert run.lines("minimum_tier", "'A', 'B'")
