"""Every command that a page shows is run by a test, and exists in both languages alike."""

import re
from pathlib import Path

import click
import pytest
from pages import DOCS, PROJECT, boxes, chinese, english_pages, inline, shape

from autograder.cli.main import COMMANDS

# Page → the test that runs its boxes, line by line.
FOLLOWED = {
    "cluster": "tests/batch/test_dask_grade.py",
    "gradescope": "tests/gradescope/test_gradescope_page.py",
    "hub": "tests/hub/test_hub_story.py",
    "instructors": "tests/docs/test_pages_followed.py",
    "mail": "tests/hub/test_mail_page.py",
    "new-exercises": "tests/starter/test_new_exercises_page.py",
    "security": "tests/docs/test_pages_followed.py",
    "students": "tests/docs/test_pages_followed.py",
}
NO_BOXES = {"evidence", "terminal"}

# Commands that stand in sentences only → a test that runs them, and words of it.
ELSEWHERE = {
    "autograder audit": ("tests/audit/test_audit_command.py", "audit"),
    "autograder check": ("tests/workbench/test_commands.py", '"check"'),
    "autograder check --json": ("tests/workbench/test_commands.py", '"--json"'),
    "autograder demo": ("tests/demo/test_demo.py", "demo"),
    "autograder grade --db": ("tests/batch/test_databases.py", '"grade", "ps1", "--db"'),
    "autograder new": ("tests/starter/test_starter.py", "new"),
    "autograder points": ("tests/report/test_points.py", "points"),
    "autograder secret": ("tests/batch/test_course_secret.py", "secret"),
    "autograder watch": ("tests/workbench/test_commands.py", '"watch"'),
    "make audit": ("tests/benchmarks/test_evidence.py", '"audit"'),
    "make bench": ("tests/benchmarks/test_evidence.py", '"bench"'),
    "make demo": ("Makefile", "autograder demo"),
    "make evidence": ("tests/benchmarks/test_evidence.py", '"evidence"'),
    "nbgrader autograde": ("tests/nbgrader/test_nbgrader_end_to_end.py", "autograde"),
    "nbgrader generate_feedback": ("tests/batch/test_feedback_as_nbgrader.py", "generate_feedback"),
    "pytest tests/hidden": ("tests/test_hidden_on_a_notebook.py", "--notebook"),
}
# What runs the tests can't be run by one: continuous integration runs these, or their parts.
BY_CI = {
    name: f"make {part}"
    for name, part in {
        "make test": "test",
        "make check": "doctor",
        "make lint": "lint",
        "make doctor": "doctor",
    }.items()
}
PAGES = [*english_pages(), PROJECT / "README.md"]
IDS = [page.name for page in PAGES]


def run_by_tests() -> list:
    return [shape(command) for page in english_pages() for command in boxes(page)]


def test_every_page_is_followed_by_a_test_that_is_there():
    assert {page.stem for page in english_pages()} == {*FOLLOWED, *NO_BOXES}
    for stem, test in FOLLOWED.items():
        assert (PROJECT / test).is_file(), f"{stem}: {test}"
        assert boxes(DOCS / f"{stem}.md"), stem
    assert [stem for stem in NO_BOXES if boxes(DOCS / f"{stem}.md")] == []


@pytest.mark.parametrize("page", english_pages(), ids=lambda page: page.name)
def test_both_languages_show_the_same_commands(page):
    assert boxes(chinese(page)) == boxes(page)
    assert {shape(c) for c in inline(chinese(page))} == {shape(c) for c in inline(page)}


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_command_in_a_sentence_is_run_by_a_test(page):
    boxed = run_by_tests()
    for command in inline(page):
        found = shape(command)
        name = " ".join([*found.words, *sorted(found.options)])
        if name in BY_CI or any(found.is_part_of(other) for other in boxed):
            continue
        known = {name, " ".join(found.words)} if found.words[0] != "autograder" else {name}
        assert known & ELSEWHERE.keys(), f"{page.name}: no test runs `{command}`"


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_test_that_runs_it_is_there(name):
    path, words = ELSEWHERE[name]
    assert words in (PROJECT / path).read_text(encoding="utf-8")


def test_ci_runs_what_only_it_can_run():
    script = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    assert [command for command in BY_CI.values() if command not in script] == []


def command_of(words: tuple[str, ...]) -> click.Command:
    """Raises KeyError for one that there is not."""
    command = COMMANDS[words[1]].load()
    if isinstance(command, click.Group) and len(words) > 2:
        context = click.Context(command)
        found = command.get_command(context, words[2])
        assert found is not None, words
        return found
    return command


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_command_and_option_exists(page):
    for command in [*inline(page), *boxes(page)]:
        found = shape(command)
        if found.words[0] == "autograder" and len(found.words) > 1:
            known = {opt for p in command_of(found.words).params for opt in p.opts}
            assert found.options - {"--help"} <= known, command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_on_some_page(name):
    texts = [page.read_text(encoding="utf-8") for page in [*PAGES, PROJECT / "Makefile"]]
    assert any(re.search(rf"autograder {name}\b", text) for text in texts)


@pytest.mark.parametrize("page", [*PAGES, *map(chinese, english_pages())], ids=lambda p: p.name)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (Path(page.parent) / link).exists()] == []
