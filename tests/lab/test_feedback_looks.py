"""The feedback page in a real browser: on a phone, on paper, and where scripts are off."""

import nbformat
import pytest
from classroom import PROJECT
from feedback_page import message, page_text, result, shown
from installed import chromium
from lab_browser import browser

from autograder.checks import Message, text
from autograder.checks.result import ArrayError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no chromium to open the page with"),
]
PHONE = {"width": 360, "height": 740}
ERRORS = tuple(ArrayError(f"d{name}", 0.5, 1e-9, False) for name in "xsUWVbyacf")
BLUE = "rgb(0, 114, 178)"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Language → the address of the released notebook's page, with a failure of many arrays."""
    folder = tmp_path_factory.mktemp("pages")
    for language in ("en", "zh"):
        nb = nbformat.read(PROJECT / "assignments" / language / "rnn" / "rnn.ipynb", 4)
        for cell in nb.cells:
            fill(cell, language)
        (folder / f"{language}.html").write_text(page_text(nb), encoding="utf-8")
    return folder


def fill(cell, language):
    """What grading would leave of a test cell: long words, and more arrays than a phone is wide."""
    about = cell.metadata.get("nbgrader", {})
    if about.get("grade"):
        name = about["grade_id"].removeprefix("test_")
        about.update(score=1.0, points=4.0)
        fact = message("student.raised_at", function=name, line=7, text="x" * 90, error="y " * 90)
        cell.outputs = [shown(result(name, fact=fact, errors=ERRORS), language)]


@pytest.fixture(scope="module")
def started():
    with browser() as made:
        yield made


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_runs_over_the_edge_of_a_phone(pages, started, language):
    page = started.new_page(viewport=PHONE)
    page.goto((pages / f"{language}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.close()


def test_colours_are_printed_and_no_check_is_cut(pages, started):
    page = started.new_page()
    page.goto((pages / "en.html").as_uri())
    page.emulate_media(media="print")
    styles = "(part, name) => getComputedStyle(part)[name]"
    bar = page.locator(".kit-bar span").first
    assert bar.evaluate(styles, "backgroundColor") == BLUE
    assert bar.evaluate(styles, "printColorAdjust") == "exact"
    card = page.locator("[style*='border-left:']").first
    assert card.evaluate(styles, "breakInside") == "avoid"
    page.close()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scripts", [True, False])
def test_where_scripts_are_off_the_page_says_why_formulas_are_text(
    pages, started, language, scripts
):
    context = started.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto((pages / f"{language}.html").as_uri())
    seen = [note for note in page.locator("noscript").all() if note.is_visible()]
    notes = [note.inner_text() for note in seen]
    assert notes == [] if scripts else [text(Message("feedback.formulas"), language)]
    context.close()
