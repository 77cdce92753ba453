"""Wrong arrays on the page of a student: the text drawing's rows, in cells of a grid."""

from dataclasses import replace

import numpy as np
import pytest
from bs4 import BeautifulSoup
from installed import chromium
from lab_browser import browser
from sample_class import with_student
from sample_findings import sample_findings

from autograder.checks import Result, Status, text
from autograder.checks.comparison import compared
from autograder.checks.drawing_text import drawing_rows
from autograder.checks.drawings import drawing_of
from autograder.report.page import student_page
from autograder.report.page.drawn import drawn
from autograder.report.page.environment import asset

PLACES = np.random.default_rng(3).normal(size=(4, 12))
DRAWINGS = {
    "matrix": drawing_of([compared("dW", PLACES, 0 * PLACES, "n n", 1e-9)]),
    "time": drawing_of([compared("s", PLACES, PLACES * (np.arange(12) < 5), "n T", 1e-9)]),
}
MIDDLES = """cells => cells.map(e => {
    const box = e.getBoundingClientRect();
    return [(box.left + box.right) / 2, box.right];
})"""


def grid(drawing, language) -> list[list[str]]:
    """Rows of texts: a label, and its cells."""
    page = BeautifulSoup(drawn(drawing, language), "html.parser")
    found = page.find(class_="grid").find_all(["b", "i"])
    width = len(drawing.levels[0]) + 1
    assert [each.name for each in found] == (["b"] + ["i"] * (width - 1)) * (len(found) // width)
    texts = [each.get_text() for each in found]
    return [texts[start : start + width] for start in range(0, len(texts), width)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_the_cells_are_those_of_the_text_drawing(name, language):
    drawing = DRAWINGS[name]
    rows = grid(drawing, language)
    lines = drawing_rows(drawing, language)
    assert len(rows) == len(lines)
    for (label, *cells), line in zip(rows, lines, strict=True):
        shown = line.replace("|", " ").split()
        assert [*label.split(), *(cell for cell in cells if cell.strip())] == shown


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_axis_stands_below_the_cells_that_it_counts(name):
    *rows, axis = grid(DRAWINGS[name], "zh")
    for place, label in enumerate(axis[1:]):
        assert label in ("", str(place))
    assert axis[1] == "0"
    assert len({len(row) for row in rows}) == 1


def test_a_drawing_is_read_aloud_as_its_caption_alone():
    page = BeautifulSoup(drawn(DRAWINGS["time"], "en"), "html.parser")
    assert page.find(class_="grid")["aria-hidden"] == "true"
    assert page.figcaption.get_text() == text(DRAWINGS["time"].caption, "en")


def test_a_students_page_shows_it():
    findings = sample_findings()
    result = findings.results.students[1]
    each = next(e for e in result.exercises if e.hidden.earned < e.hidden.points)
    outcomes = [
        replace(o, drawing=DRAWINGS["time"]) if o.status is Status.FAILED else o
        for o in each.hidden.outcomes
    ]
    shown = replace(each, hidden=Result(each.hidden.exercise, tuple(outcomes)))
    exercises = tuple(shown if e is each else e for e in result.exercises)
    changed = replace(result, exercises=exercises)
    own = replace(findings, results=with_student(findings.results, changed))
    page = BeautifulSoup(student_page(changed, own, "zh"), "html.parser")
    assert page.find("section", id=each.exercise.cell).find(class_="grid")


@pytest.mark.slow
@pytest.mark.skipif(chromium() is None, reason="no chromium to open the page with")
@pytest.mark.parametrize("family", ["monospace", "sans-serif", "serif"])
def test_cells_stand_below_each_other_whatever_the_font(family):
    style = f"<style>{asset('style.css')} .grid * {{ font-family: {family} !important; }}</style>"
    with browser() as started:
        page = started.new_page()
        page.set_content(f"{style}{drawn(DRAWINGS['time'], 'zh')}")
        cells = page.locator(".grid i").evaluate_all(MIDDLES)
        labels = page.locator(".grid b").evaluate_all(MIDDLES)
    width = len(DRAWINGS["time"].levels[0])
    for column in range(width):
        assert np.ptp([middle for middle, _ in cells[column::width]]) < 0.5
    assert np.ptp([right for _, right in labels]) < 0.5
