"""The page on the terminal names what there is: commands, options, keys, exit codes."""

from pathlib import Path

import click
import pytest

from autograder.cli.main import COMMANDS
from autograder.workbench.watching import Watching

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "docs" / name for name in ("terminal.md", "terminal.zh.md")]
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


@EACH
@pytest.mark.parametrize("name", ["check", "watch", "ready"])
def test_the_page_names_every_command_with_its_options(page, name):
    text = page.read_text(encoding="utf-8")
    assert f"autograder {name} rnn.ipynb" in text
    options = [p for p in COMMANDS[name].load().params if isinstance(p, click.Option)]
    assert [option.opts[0] for option in options if option.opts[0] not in text] == []


@EACH
def test_the_page_names_every_key(page):
    text = page.read_text(encoding="utf-8")
    assert [key for key in (*Watching.KEYS, "q") if f"| `{key}` |" not in text] == []


def test_both_pages_have_the_same_parts():
    marks = [
        [next((mark for mark in ("#", "|", "- ") if line.startswith(mark)), "") for line in lines]
        for lines in (page.read_text(encoding="utf-8").split("\n") for page in PAGES)
    ]
    first, second = ([mark for mark in found if mark] for found in marks)
    assert first == second
