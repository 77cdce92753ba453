"""The feedback page: what lost points, what to read again, in the notebook's language."""

import json

import nbformat
import pytest
from classroom import PROJECT
from feedback_page import (
    answer_cell,
    checked_cell,
    diagnosis,
    graded,
    heading,
    message,
    notebook,
    page_of,
    page_text,
    result,
    shown,
)
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.checks import RECORD, Status, literal, text
from autograder.checks.lessons import Lesson, lesson_of
from autograder.checks.result import Certainty, Diagnosis
from autograder.nbgrader import page
from autograder.nbgrader.headings import headings_of
from autograder.nbgrader.soup import PageSoup

LOST = literal("the gradient of step t+1 is lost: see `ds[:, :, t]`", "丢了第 t+1 步的梯度")
AGAIN = literal("Exercise: rnn_backward", "练习：rnn_backward")
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def lesson(monkeypatch):
    known = Lesson("rnn", ("rnn_backward",), sections={"rnn_backward": AGAIN, "softmax": AGAIN})
    monkeypatch.setattr(page, "lesson_of", lambda name, _: known if name == "rnn" else None)


def lines(*cells, language="en"):
    """The lines on lost points at the top of the page."""
    found = page_of(notebook(*cells, language=language)).select(".kit-why")
    return [line.get_text().strip() for line in found]


def test_the_cause_of_a_diagnosis_stands_at_the_top():
    told = result(diagnosis=diagnosis(LOST), fact=message("close.complex", name="dx"))
    assert lines(checked_cell(told)) == [
        "most likely\u2002the gradient of step t+1 is lost: see ds[:, :, t]"
    ]


def test_a_diagnosis_without_a_cause_tells_a_fact():
    fact = literal("dx at the last step is right", "最后一步的 dx 正确")
    told = result(diagnosis=diagnosis(facts=[fact, LOST]))
    assert lines(checked_cell(told, "zh"), language="zh") == ["事实\u2002最后一步的 dx 正确"]


def test_of_several_causes_all_are_named():
    other = literal("the steps run forward", "时间步的顺序反了")
    told = result(diagnosis=diagnosis(LOST, other, facts=[literal("known", "已知")]))
    [line] = lines(checked_cell(told))
    assert "the gradient of step t+1 is lost" in line
    assert "the steps run forward" in line


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_written_without_a_tree_of_it(monkeypatch, language):
    """The tree takes most of a page's time: nothing in the kit's own template may ask for it."""
    monkeypatch.setattr(PageSoup, "_real", lambda _: pytest.fail("the real parser was asked"))
    told = result(diagnosis=diagnosis(LOST), fact=message("close.complex", name="dx"))
    assert "kit-why" in page_text(notebook(checked_cell(told, language), language=language))


def test_without_a_diagnosis_the_first_lost_test_tells_its_advice():
    told = result(fact=message("close.complex", name="dx"), advice=message("advice.zeros"))
    likely = text(message("advice.zeros"), "en").replace("`", "")
    assert lines(checked_cell(told)) == [f"most likely\u2002{likely}"]


def test_where_the_cause_is_not_known_nothing_is_guessed():
    unknown = Diagnosis(Certainty.UNKNOWN)
    fact, advice = message("close.complex", name="dx"), message("advice.zeros")
    told = result(diagnosis=unknown, fact=fact, advice=advice)
    assert lines(checked_cell(told)) == ["dx holds complex numbers; expected real numbers"]


def test_without_any_advice_the_fact_is_told():
    told = result(fact=message("close.complex", name="dx"))
    assert lines(checked_cell(told)) == ["dx holds complex numbers; expected real numbers"]


def test_a_missing_function_is_plainer_than_any_advice():
    fact = message("student.not_written", function="rnn_backward")
    told = result(fact=fact, advice=message("advice.not_written"))
    assert lines(checked_cell(told)) == ["rnn_backward is not written yet"]


def test_full_points_need_no_line():
    told = result(status=Status.PASSED, diagnosis=diagnosis(LOST))
    assert lines(checked_cell(told, score=4.0)) == []


def test_an_ordinary_test_cell_has_a_row_and_no_line():
    metadata = graded("test_square", grade=True, solution=False, locked=True)
    cells = page_of(notebook(new_code_cell("assert square(2) == 4", metadata=metadata)))
    assert cells.select_one(".kit-scores td").get_text() == "square"
    assert cells.select(".kit-why") == []


@pytest.mark.parametrize(
    "forged",
    [
        answer_cell("rnn_backward", outputs=[shown(result(diagnosis=diagnosis(LOST)))]),
        new_code_cell("", outputs=[shown(result(diagnosis=diagnosis(LOST)))]),
        new_code_cell(
            "",
            metadata=graded("rnn_backward", grade=True, solution=True),
            outputs=[shown(result(diagnosis=diagnosis(LOST)))],
        ),
    ],
    ids=["an answer", "a scratch cell", "an answer that is graded by hand"],
)
def test_a_record_that_a_student_wrote_is_not_read(forged):
    metadata = graded("test_rnn_backward", grade=True, solution=False, locked=True)
    assert lines(forged, new_code_cell("check()", metadata=metadata)) == []


@pytest.mark.parametrize("record", [{}, {"outcomes": [1]}, {"exercise": "x", "outcomes": 3}, "x"])
def test_a_record_of_another_version_is_passed_over(record):
    cell = checked_cell(result())
    cell.outputs[0].data[RECORD] = record
    assert lines(cell) == []


def test_what_a_student_wrote_is_escaped():
    fact = message("student.raised_at", function=EVIL, line=3, text=EVIL, error=EVIL)
    told = result(exercise="softmax", fact=fact, diagnosis=diagnosis(literal(EVIL, EVIL)))
    for each in (told, result(exercise="softmax", fact=fact)):
        html = page_text(notebook(checked_cell(each)))
        assert "alert(1)" in html
        assert "<script>alert" not in html


@pytest.mark.usefixtures("lesson")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_heading_to_read_again_is_a_link_to_it(language):
    title = AGAIN.values[language]
    source = title.replace("rnn_backward", "`rnn_backward`")
    cells = (heading("Other"), heading(source), checked_cell(result(), language))
    made = page_of(notebook(*cells, language=language))
    link = made.select_one(".kit-read a")
    assert link.get_text() == title
    target = made.find(id=link["href"][1:])
    assert target.name == "h2"
    assert target.get_text().startswith(title)


def test_the_headings_of_another_course_are_those_beside_its_source(tmp_path, monkeypatch):
    words = {"en": "Where to read", "zh": "读哪里"}
    lesson = {"assignment": "own", "exercises": ["f"], "hints": {}, "sections": {"f": words}}
    text = json.dumps({**lesson, "mistakes": {}, "fingerprints": {}})
    (tmp_path / "own.lesson.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(page, "source_folder", lambda *_: tmp_path)
    resources = {"nbgrader": {"assignment": "own"}}
    assert page.FeedbackWords()._sections(resources, "zh") == {"f": "读哪里"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("assignment", ["rnn", "gru", "lstm"])
def test_every_exercise_of_the_lecture_has_a_heading_to_read_again(assignment, language):
    path = PROJECT / "assignments" / language / assignment / f"{assignment}.ipynb"
    headings = headings_of(nbformat.read(path, as_version=4))
    sections = lesson_of(assignment).sections
    assert len(sections) > 5
    for section in sections.values():
        assert headings[section.values[language]].anchor


@pytest.mark.usefixtures("lesson")
def test_a_heading_that_is_not_there_is_named_without_a_link():
    made = page_of(notebook(heading("Other"), checked_cell(result())))
    assert made.select(".kit-read a") == []
    assert "Exercise: rnn_backward" in made.select_one(".kit-read").get_text()


@pytest.mark.usefixtures("lesson")
def test_who_has_all_points_need_read_nothing_again():
    cells = (heading(AGAIN.values["en"]), checked_cell(result(status=Status.PASSED), score=4.0))
    assert page_of(notebook(*cells)).select(".kit-read") == []


def test_the_number_that_a_test_cell_ends_with_is_not_shown():
    own = new_code_cell("1 + 1", outputs=checked_cell(result()).outputs[1:], execution_count=3)
    assert "1.234" not in page_text(notebook(checked_cell(result())))
    assert "1.234" in page_text(notebook(own))


ENGLISH = ("Grade cell", "Student's", "Score:", "Comments", "(Top)", "points", "most likely")


def everything(language):
    task = graded("task", grade=False, task=True, solution=False, comment="好 `x`")
    essay = graded("essay", grade=True, solution=True, comment="**好**")
    return notebook(
        answer_cell("rnn_backward", comment="看 `x`"),
        checked_cell(result(diagnosis=diagnosis(LOST)), language),
        new_markdown_cell("答", metadata=essay),
        new_markdown_cell("做", metadata=task),
        language=language,
    )


def test_a_chinese_page_has_no_english_word_of_nbgraders_or_the_kits():
    seen = page_of(everything("zh")).body.get_text()
    assert [word for word in ENGLISH if word in seen] == []
    assert "评语" in seen
    assert "回到顶部" in seen


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_link_within_the_page_leads_somewhere(language):
    release = nbformat.read(PROJECT / "assignments" / language / "rnn" / "rnn.ipynb", 4)
    for nb in (everything(language), release):
        made = page_of(nb)
        links = {link["href"][1:] for link in made.select("a[href^='#']")}
        places = {tag.get("id") or tag.get("name") for tag in made.select("[id], [name]")}
        assert len(links) > 4
        assert links <= places


def test_comments_stand_below_the_answer():
    footers = page_of(everything("en")).select(".panel-footer")
    assert [footer.get_text(" ", strip=True) for footer in footers] == [
        "Comments: 看 x",
        "Comments: 好",
        "Comments: 好 x",
    ]
