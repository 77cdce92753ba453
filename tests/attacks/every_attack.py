"""The tests of one tier: everybody is graded once, then each attack is looked at."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

import psutil
import pytest
from arena import ATTACKS, FULL, NOTEBOOKS, Arena, hand_in, new_arena, observed

from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import TierUnavailableError, Walls


def graded(root: Path, tier: str) -> Arena:
    """Everybody, graded in one tier."""
    made = new_arena(root, f'c.TwoRooms.tier = "{tier}"')
    made.canaries["environment"] = f"canary-{secrets.token_hex(8)}"
    hand_in(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_SECRET", made.canaries["environment"])
        first = made.about("ps1").autograde("--student", "classmate")
        assert first.code == 0, first.text
        made.grade()
    return made


def skip_without(tier: str) -> None:
    """Skip where the tier does not work; what is printed at the end says so."""
    with StudentRooms(Limits(), Walls(tier=tier)) as rooms:
        try:
            rooms.wait_until_ready()
        except TierUnavailableError as error:
            pytest.skip(f"tier {tier}: {error}")


class EveryAttack:
    """Base of the tests in one tier; `tier` is its letter."""

    tier = ""

    @pytest.mark.parametrize("assignment", NOTEBOOKS)
    def test_the_batch_is_complete(self, arena, assignment):
        assert arena.runs[assignment].code == 0, arena.runs[assignment].text

    @pytest.mark.parametrize("name", ATTACKS)
    def test_it_earns_what_the_honest_part_earns(self, arena, name):
        attack = ATTACKS[name]
        scores = arena.scores[arena.students[name]]
        assert sum(scores.values()) <= attack.earns, scores
        assert sum(scores.values()) == attack.earns or not attack.keep, scores

    @pytest.mark.parametrize("name", ATTACKS)
    def test_it_reads_nothing(self, arena, name):
        text = arena.text(name)
        found = [place for place, canary in arena.canaries.items() if canary in text]
        assert found == []
        assert [word for word in ATTACKS[name].never if word in text] == []

    @pytest.mark.parametrize("name", ATTACKS)
    def test_the_student_is_told(self, arena, name):
        assert re.search(ATTACKS[name].words, arena.text(name)), arena.text(name)[:5000]

    def test_honest_students_see_the_same_world_and_earn_the_same(self, arena):
        for assignment in NOTEBOOKS:
            course = arena.about(assignment)
            students = [name for about, name in arena.honest if about == assignment]
            assert [course.total(name) for name in students] == [FULL[assignment]] * len(students)
            worlds = {name: observed(course.autograded(name)) for name in students}
            assert worlds == dict.fromkeys(students, worlds[students[0]])

    def test_nothing_is_left_behind(self, arena):
        assert not (arena.course.root / "owned").exists()
        left = [path for path in arena.course.root.rglob("*") if "canary-left" in path.name]
        own = [path for path in left if "-leftovers-" in str(path)]  # in the attacker's own folder
        assert left == own
        assert [name for name in os.listdir("/tmp") if "canary" in name] == []
        names = [process.info["name"] for process in psutil.process_iter(["name"])]
        assert "hostile" not in names

    def test_the_classmate_keeps_what_was_graded(self, arena):
        assert arena.about("ps1").total("classmate") == FULL["ps1"]
        assert arena.canaries["classmate"] in str(arena.about("ps1").autograded("classmate"))
