"""Attacks of every kind in a class that `autograder grade` and `autograder feedback` process.

Two students at once have rooms here, so what one of them does could reach another's in time.
"""

import re
import secrets

import pytest
from arena import ATTACKS, FULL, hand_in, new_arena, observed
from bs4 import BeautifulSoup
from command import autograder

pytestmark = pytest.mark.slow

NAMES = (
    "reading-gradebook",
    "reading-hidden-tests",
    "reading-environment",
    "reading-memory-during-a-test",
    "patching-numpy-comparisons",
    "patching-assert-is-taken-out",
    "patching-json-and-the-line",
    "patching-forged-record",
    "protocol-two-answers",
    "protocol-giant-header",
    "protocol-poisoned-plan",
    "protocol-many-copies",
    "protocol-error-in-html",
    "protocol-objects-taken-apart",
    "floods-memory-in-one-go",
    "floods-output",
    "floods-endless-call",
    "processes-signal-to-all",
    "processes-daemon",
    "processes-segfault-in-a-test",
    "leftovers-files",
    "leftovers-settings",
    "leftovers-odd-files",
    "scores-edited-tests",
    "scores-outputs-forged",
    "scores-not-a-number",
    "browser-script",
    "fishing-desired",
    "fishing-inputs-in-an-error",
    "fishing-comparison",
)
# What the hidden tests of `square` expect.
EXPECTED = ("961", "52.56")


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    made = new_arena(tmp_path_factory.mktemp("batch") / "course")
    made.canaries["environment"] = f"canary-{secrets.token_hex(8)}"
    hand_in(made, NAMES.__contains__)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_SECRET", made.canaries["environment"])
        for command in ("grade", "feedback"):
            words = (command, "ps1", "--workers", "2")
            made.runs[command] = autograder(*words, course=made.course.root)
    made.read_scores("ps1")
    return made


@pytest.fixture(scope="module")
def students(arena):
    """Everybody who handed in ps1."""
    honest = [student for assignment, student in arena.honest if assignment == "ps1"]
    return [*arena.students.values(), *honest, "classmate"]


def told(page):
    """What a reader of the feedback page reads, without the code that the student wrote."""
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.select("head, script, style, .jp-InputArea, .input"):
        tag.decompose()
    return soup.get_text()


def test_the_class_is_complete(arena, students):
    for command, words in (("grade", "graded"), ("feedback", "pages written")):
        assert arena.runs[command].code == 0, arena.runs[command].text
        assert f"{words} {len(students)} " in arena.runs[command].text
    course = arena.about("ps1")
    assert [
        name for name in students if not course.feedback(name).rstrip().endswith("</html>")
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_earns_what_the_honest_part_earns(arena, name):
    scores = arena.scores[arena.students[name]]
    assert sum(scores.values()) == ATTACKS[name].earns, scores


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_nothing_and_is_told_why(arena, name):
    shown = arena.text(name) + arena.page(name)
    assert [place for place, canary in arena.canaries.items() if canary in shown] == []
    assert re.search(ATTACKS[name].words, arena.text(name)), arena.text(name)[:5000]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_tells_no_expected_value(arena, name):
    page = told(arena.page(name))
    assert "Problem set 1" in page
    assert [value for value in EXPECTED if value in page] == []


def test_the_page_tells_that_a_hidden_test_failed(arena):
    assert "a hidden test failed" in told(arena.page("fishing-desired"))


def test_no_script_of_an_error_is_on_the_page(arena):
    page = arena.page("protocol-error-in-html")
    assert "&lt;script&gt;window" in page
    assert "<script>window.name" not in page


def test_honest_students_see_the_same_world_and_earn_the_same(arena, students):
    course = arena.about("ps1")
    honest = [name for name in students if name.endswith("honest")]
    assert [course.total(name) for name in honest] == [FULL["ps1"]] * len(honest)
    worlds = {name: observed(course.autograded(name)) for name in honest}
    assert worlds == dict.fromkeys(honest, worlds[honest[0]])
    assert course.total("classmate") == FULL["ps1"]
