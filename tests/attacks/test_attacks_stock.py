"""The attacks are real: under plain nbgrader, without the kit, they succeed.

So the tests of the tiers can fail. A few attacks of each kind are run in nbgrader's own way.
"""

import time
from pathlib import Path

import pytest
from arena import ATTACKS, hand_in, new_arena
from classroom import without_the_kit

pytestmark = pytest.mark.slow

EARN_MORE = (
    "patching-assert-is-taken-out",
    "protocol-guesses-that-lie",
    "protocol-differences-that-lie",
    "scores-skipped",
    "scores-negative",
    "scores-not-a-number",
)
READ = {
    "reading-source-notebook": "solution",
    "reading-gradebook": "hidden test",
    "reading-hidden-tests": "module",
    "reading-solutions": "reference",
    "reading-classmates": "classmate",
}
CHOSEN = {*EARN_MORE, *READ, "processes-daemon", "fishing-desired"}


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    made = new_arena(tmp_path_factory.mktemp("stock") / "course", "c.Execute.timeout = 30")
    without_the_kit(made.course)
    hand_in(made, CHOSEN.__contains__, with_honest=False)
    made.runs["ps1"] = made.about("ps1").autograde()
    yield made
    Path("/tmp/canary-owned").unlink(missing_ok=True)


@pytest.mark.parametrize("name", EARN_MORE)
def test_without_the_kit_it_earns_more(arena, name):
    assert arena.about("ps1").total(arena.students[name]) > ATTACKS[name].earns


@pytest.mark.parametrize("name", READ)
def test_without_the_kit_it_reads(arena, name):
    assert arena.canaries[READ[name]] in arena.text(name)


def test_without_the_kit_the_expected_value_is_shown(arena):
    name = "fishing-desired"
    assert any(value in arena.text(name) for value in ATTACKS[name].never)


def test_without_the_kit_a_daemon_outlives_its_notebook(arena):
    deadline = time.monotonic() + 10
    while not (arena.course.root / "owned").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
