"""The evidence pages are those of the records, and the attacks are those that are run today."""

import json
import os
import re
import subprocess
import sys

import pytest

from benchmarks.attacks import ATTACKS, STOCK, TIERS, Attack, Attacks, Outcome, read_attacks
from benchmarks.course import PROJECT
from benchmarks.evidence import PAGES, page, read_records
from benchmarks.evidence_words import EN, THEMES, ZH

PRIVATE = re.compile(r"(?<![\w.])/(?:home|root|tmp|Users|work)/|\.local\b")
LIST = (
    "import json; from arena import ATTACKS; "
    "print(json.dumps({n: [a.steals, a.earns, a.keep] for n, a in ATTACKS.items()}))"
)
NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def records():
    return read_records()


@pytest.fixture(scope="module")
def todays():
    """The attacks of `tests/attacks` by name: (aim, fair, keeps). Its modules have short names,
    which belong into a process of their own."""
    folders = [PROJECT, PROJECT / "tests" / "attacks", PROJECT / "tests" / "nbgrader"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))}
    run = subprocess.run(
        [sys.executable, "-c", LIST], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


@pytest.mark.parametrize("language", PAGES)
def test_a_page_is_what_the_records_say(records, language):
    """It fails when a record is newer: run `make evidence` and commit what it changes."""
    assert PAGES[language].read_text(encoding="utf-8") == page(records, language)


def test_both_languages_have_the_same_words_and_the_same_numbers(records):
    assert list(EN) == list(ZH)
    english, chinese = (page(records, language) for language in PAGES)
    numbers = [sorted(NUMBERS.findall(text)) for text in (english, chinese)]
    assert len(numbers[0]) > 1000
    assert numbers[0] == numbers[1]


def test_every_attack_of_today_was_run_in_every_tier(todays):
    """It fails when an attack is new or another: run `make evidence`."""
    published = {attack.name: attack for attack in read_attacks().attacks}
    assert list(published) == list(todays)
    for name, attack in todays.items():
        found = published[name]
        assert [found.aim, found.fair, found.keeps] == attack
        assert set(TIERS) <= found.outcomes.keys()


def test_what_was_published_was_withstood_in_the_tiers_and_is_real_without_the_kit():
    record = read_attacks()
    assert [
        (one.name, tier) for tier in TIERS for one in record.attacks if not one.is_withstood(tier)
    ] == []
    assert len(record.run_in(STOCK)) > 10
    assert [one.name for one in record.run_in(STOCK) if one.is_withstood(STOCK)] == []


def test_every_theme_has_a_chinese_name():
    assert set(read_attacks().themes) == set(THEMES)


def attack(earned, fair=3.0, won=(), keeps=True):
    return Attack("name", "reading", "scores", fair, keeps, {"A": Outcome(earned, won)})


def test_an_attack_that_earns_more_or_gets_anything_is_not_withstood():
    assert attack(3.0).is_withstood("A")
    assert not attack(4.0).is_withstood("A")
    assert not attack(3.0, won=("solution",)).is_withstood("A")
    assert not attack(2.0).is_withstood("A")  # it cost the honest part its points
    assert attack(2.0, keeps=False).is_withstood("A")


def test_a_lost_attack_is_shown_as_one(records):
    lost = Attack("name", "reading", "<script>|`x`", 3.0, True, {"A": Outcome(9.0, ("solution",))})
    attacks = Attacks("2026-11-26", "Linux", "3.11", "0.9", (lost,))
    shown = page(type(records)(records.audit, records.results, attacks), "en")
    assert "| reading | 1 | 0 of 1 |" in shown
    assert "**9**, got: solution" in shown
    assert "&lt;script&gt;&#124;\\`x\\`" in shown


def test_the_record_names_no_host_and_no_path_and_survives_the_journey(tmp_path):
    text = ATTACKS.read_text(encoding="utf-8")
    assert PRIVATE.search(text) is None
    assert PRIVATE.search('"/home/somebody"') is not None
    path = tmp_path / "attacks.json"
    path.write_text(read_attacks().to_json(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("audit", "python -m autograder audit --publish"),
        ("bench", "python -m benchmarks --readme"),
        ("evidence", "python -m benchmarks.evidence"),
    ],
)
def test_make_writes_each_record_with_its_command(target, command):
    """Only looked at: each of them takes minutes."""
    shown = subprocess.run(
        ["make", "--dry-run", target], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert command in shown.stdout
