"""What an instructor sees of a class that is not as classes are: empty, tiny, unfinished, with
names from everywhere."""

import itertools
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from made import FORWARD, GRADED, SOFTMAX, absent, class_of, done, outcome, scored, student
from rich.console import Console

from autograder.batch.history import Grading
from autograder.report.findings import Pair
from autograder.report.item_view import item_view
from autograder.report.overview import findings_of
from autograder.report.page import report_page, student_page
from autograder.report.page.environment import asset
from autograder.report.results import Standing, Student, late_by
from autograder.report.student_view import student_view

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
ARABIC = Student("s1", "محمد", "عبد الله", "s1@example.org")


def read(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def page_of(*students, language="en", exercises=None) -> BeautifulSoup:
    found = findings_of(class_of(*students, exercises=exercises))
    return read(report_page(found, language))


def own_page(whole, language="en") -> BeautifulSoup:
    return read(student_page(whole, findings_of(class_of(whole)), language))


def terminal(renderable) -> str:
    console = Console(width=100, color_system=None)
    with console.capture() as caught:
        console.print(renderable)
    return " ".join(caught.get().split())


def section(page: BeautifulSoup, name: str) -> str:
    return page.find("section", id=name).get_text(" ", strip=True)


def finished(name, score, **more):
    return student(name, scored(SOFTMAX, score), **more)


@pytest.mark.parametrize("students", [(), (absent("ada"), absent("bo"))])
def test_where_nobody_is_graded_nothing_is_drawn_and_nothing_is_trusted(students):
    page = page_of(*students)
    assert "no result to trust" in section(page, "trust")
    assert "Nothing asks for a look" not in section(page, "trust")
    assert page.find_all("figure") == []
    assert page.find(id="versions") is None
    for name in ("scores", "gaps", "items", "misconceptions"):
        assert section(page, name).endswith("Nobody is graded yet.")
        assert page.find("section", id=name).table is None


def test_an_exercise_that_nobody_was_graded_in_has_no_numbers_and_says_so():
    found = findings_of(class_of(absent("ada")))
    text = terminal(item_view(found, "softmax", "en"))
    assert text.count("nobody is graded yet") == 2
    assert "too few" not in text


@LANGUAGES
@pytest.mark.parametrize(
    ("scores", "numbers"),
    [([3.5], ["3.5", "4"]), ([1, 2, 4], ["1", "2", "2.3", "4", "4"])],
)
def test_a_handful_of_scores_has_no_quartiles(scores, numbers, language):
    students = [finished(f"s{n}", score) for n, score in enumerate(scores)]
    said = page_of(*students, language=language).find("section", id="scores").p.get_text()
    assert sorted(re.findall(r"[\d.]*\d", said), key=float) == numbers
    assert "Half" not in said
    assert "一半" not in said


def test_eight_scores_have_quartiles():
    students = [finished(f"s{n}", n / 2) for n in range(8)]
    assert "between 0.88 and 2.62 of 4 points" in section(page_of(*students), "scores")


def test_scores_that_wait_for_a_human_are_said_not_to_be_final():
    waiting = finished("bo", None, standing=Standing.NEEDS_REVIEW)
    said = section(page_of(finished("ada", 4), waiting), "scores")
    assert "Not final: 1 of these submissions wait" in said
    assert "Not final" not in section(page_of(finished("ada", 4)), "scores")


def test_results_that_do_not_tell_what_graded_them_ask_for_a_look():
    old = finished("bo", 4, grading=False)
    said = section(page_of(finished("ada", 4), old), "trust")
    assert "What graded 1 of them is not known" in said
    assert "Nothing asks for a look" not in said
    assert "is not known: they" not in section(page_of(finished("ada", 4)), "trust")


def test_what_is_true_of_many_is_said_once_with_all_their_names():
    grading = Grading("", GRADED, problem="hidden_tests.py: no module x", is_graders=True)
    students = [
        student(name, standing=Standing.NOT_GRADED, grading=grading) for name in ("a1", "b2", "c3")
    ]
    said = section(page_of(*students), "trust")
    assert said.count("no module x") == 1
    assert "no module x × 3 a1 , b2 , c3" in said


@LANGUAGES
def test_a_failure_of_the_graders_is_not_told_as_the_students(language):
    grading = Grading("ada", GRADED, problem="no module x", is_graders=True)
    whole = student("ada", standing=Standing.NOT_GRADED, grading=grading)
    theirs = replace(whole, grading=replace(grading, is_graders=False))
    results = class_of(whole)
    graders = {"en": "the grader failed, not the student", "zh": "是评分程序出错，不是学生的错"}
    for each, is_said in ((whole, True), (theirs, False)):
        shown = own_page(each, language).get_text().lower()
        assert (graders[language] in shown) == is_said
        assert "no module x" in shown
        text = terminal(student_view(results, each, [], language))
        assert (graders[language] in text) == is_said
        assert "no module x" in text


@LANGUAGES
def test_points_have_two_digits_at_most_wherever_they_stand(language):
    thirds = [
        student(
            f"s{n}",
            scored(SOFTMAX, 1 / 3, manual=4 / 3, extra=1 / 3),
            scored(FORWARD, 10 / 3),
            penalty=7 / 3,
            seconds_late=100.0,
        )
        for n in range(9)
    ]
    results = class_of(*thirds)
    found = findings_of(results)
    shown = [
        read(report_page(found, language)).body.get_text(" "),
        own_page(thirds[0], language).body.get_text(" "),
        terminal(student_view(results, thirds[0], [], language)),
        terminal(item_view(found, "softmax", language)),
    ]
    for text in shown:
        assert re.findall(r"[^\s.]+\.\d{3,}", text.replace(asset("tables.js"), "")) == []
    assert "2.67" in shown[1]
    assert "2.33" in shown[2]


def test_a_name_from_right_to_left_turns_nothing_around_it():
    whole = replace(finished("s1", 4), student=ARABIC)
    for page in (page_of(whole), own_page(whole)):
        assert ARABIC.name in [each.get_text() for each in page.find_all("bdi")]
        for found in page.body.find_all(string=re.compile(ARABIC.first_name)):
            assert found.parent.name == "bdi"


def test_points_off_for_being_late_are_shown_as_off():
    late = finished("ada", 4, penalty=1.5)
    table = page_of(late, finished("bo", 3)).find(id="everybody-table")
    assert table.find_all("th")[2].get_text() == "Late penalty"
    assert [row.find_all("td")[1].get_text() for row in table.tbody.find_all("tr")] == ["−1.5", ""]


@pytest.mark.parametrize(
    ("seconds", "told"), [(1, (0, 1)), (60, (0, 1)), (61, (0, 2)), (5400, (1, 30)), (3599, (1, 0))]
)
def test_lateness_is_rounded_up_to_minutes(seconds, told):
    assert late_by(seconds) == told


@LANGUAGES
def test_whose_work_a_students_is_like_is_told_by_name(language):
    results = class_of(finished("ada", 4), replace(finished("s1", 4), student=ARABIC))
    found = findings_of(results, pairs=(Pair("ada", "s1", 0.9, 100, ()),))
    page = read(student_page(results.students[0], found, language))
    assert page.main.li.bdi.get_text() == ARABIC.name


def test_an_exercise_without_a_score_has_none_on_the_students_page():
    waiting = finished("ada", None, standing=Standing.NEEDS_REVIEW)
    assert own_page(waiting).find("section", id="test_softmax").h3.small.get_text() == "– / 4"


def test_every_exercise_of_a_student_is_a_heading():
    whole = student("ada", done(SOFTMAX, outcome(points=4.0)), scored(FORWARD, 3))
    page = own_page(whole)
    for name, cell in (("softmax", "test_softmax"), ("rnn_forward", "test_rnn_forward")):
        assert page.find("section", id=cell).h2.get_text() == name


def test_words_that_instructors_may_not_know_are_explained_where_they_stand():
    trust = section(page_of(finished("ada", 4)), "trust")
    for word in ("From the cache:", "Not on record:", "Sandbox tier:", "hashes"):
        assert word in trust


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    colour = "".join(2 * c for c in colour) if len(colour) == 3 else colour
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("behind", "text"),
    [
        *itertools.product(("paper", "tint"), ("ink", "faint", "first", "second")),
        ("mark", "ink"),
        ("mark", "faint"),
    ],
)
def test_text_stands_out_from_what_is_behind_it(scheme, behind, text):
    """WCAG 2.1, 1.4.3: 4.5 to 1. On `mark` there are lines of code and their numbers only."""
    root = re.findall(r":root \{(.*?)\}", asset("style.css"), re.DOTALL)[scheme]
    colours = dict(re.findall(r"--(\w+): #([0-9a-f]{3,6});", root))
    high, low = sorted((luminance(colours[text]), luminance(colours[behind])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5
