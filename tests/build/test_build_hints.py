"""Hints stand beside their exercise in the prose, in no notebook, and in the lesson."""

import json

import pytest

from autograder.build import BuildError, build_course
from autograder.build.slots import read_prose
from autograder.checks.lessons import lesson_of

BLOCK = "```hints exercise='shifted'\n- In which direction does a number move?\n```"


def failure(course):
    with pytest.raises(BuildError) as caught:
        build_course(course.root)
    assert not course.notebook().exists()
    assert not course.lesson().exists()
    return caught.value


def test_the_lesson_holds_order_hints_and_sections_in_both_languages(course):
    build_course(course.root)
    record = json.loads(course.lesson().read_text(encoding="utf-8"))
    assert record["exercises"] == ["double", "shifted"]
    assert record["hints"]["double"][1] == {
        "en": "Which array stands for that factor?",
        "zh": "哪个数组表示这个因子？",
    }
    assert record["sections"]["double"] == {"en": "First", "zh": "第一"}
    assert course.lesson("zh").read_bytes() == course.lesson().read_bytes()


def test_without_a_heading_to_read_it_is_the_one_above(course):
    assert read_prose(course.prose()).hints["shifted"].section == "Second"


def test_a_lesson_beside_the_notebook_is_found_where_the_notebook_runs(course, monkeypatch):
    build_course(course.root)
    assert lesson_of("tiny") is None
    monkeypatch.chdir(course.notebook().parent)
    assert lesson_of("tiny").exercises == ("double", "shifted")


def test_no_cell_shows_a_hint(course):
    build_course(course.root)
    assert "hints" not in course.notebook().read_text(encoding="utf-8")
    assert "In which direction" not in course.notebook().read_text(encoding="utf-8")


def test_cells_are_the_same_with_hints_between_them(course):
    before = read_prose(course.prose()).cells
    text = course.prose().read_text(encoding="utf-8")
    course.prose().write_text(
        text.replace(f"\n\n{BLOCK}\n", "\n").replace(
            "\nBetween exercise", f"\n{BLOCK}\n\nBetween exercise"
        ),
        encoding="utf-8",
    )
    assert [(cell.kind, cell.source) for cell in read_prose(course.prose()).cells] == [
        (cell.kind, cell.source) for cell in before
    ]
    build_course(course.root)


def test_an_exercise_without_hints_is_refused(course):
    course.change(course.prose(), BLOCK, "")
    error = failure(course)
    assert error.place == 'line 18, exercise="shifted"'
    assert error.found == "an exercise without hints"
    assert '```hints exercise="shifted"' in error.expected


def test_another_number_of_hints_in_the_other_language_is_refused(course):
    course.change(course.prose("zh"), "- 这个数往哪个方向移动？", "- 一\n- 二")
    error = failure(course)
    assert error.path == course.prose("zh")
    assert error.found == "2 hints"
    assert error.expected.startswith("1, as in ")


def test_hints_for_an_unknown_exercise_are_told_the_near_one(course):
    course.change(course.prose(), "hints exercise='shifted'", "hints exercise='shiftet'")
    error = failure(course)
    assert "does not have" in error.found
    assert "did you mean 'shifted'?" in error.cure


def test_a_heading_that_is_not_there_is_told_the_near_one(course):
    course.change(course.prose(), "read: First", "read: Frist")
    error = failure(course)
    assert error.found == "read: Frist"
    assert "did you mean 'First'?" in error.cure


@pytest.mark.parametrize(
    ("find", "replace", "found"),
    [
        ("- In which direction does a number move?\n", "", "no hint"),
        ("- In which direction does a number move?", "-", "'-'"),
        ("- In which direction does a number move?", "In which?", "'In which?'"),
        ("hints exercise='shifted'", "hints", "```hints"),
        ("hints exercise='shifted'", "hints for='shifted'", "```hints for='shifted'"),
        ("hints exercise='shifted'", "hints exercise='double'", "a second block"),
        ("move?\n```", "move?\n", "hints without an end"),
        ("- In which direction does a number move?", "- read: Second", "no hint"),
    ],
)
def test_a_block_that_is_none_is_refused(course, find, replace, found):
    course.change(course.prose(), find, replace)
    assert found in failure(course).found


def test_a_heading_inside_of_code_is_no_heading(course):
    course.change(course.prose(), "print(double(3))", "# Frist\nprint(double(3))")
    course.change(course.prose(), "read: First", "read: Frist")
    assert failure(course).found == "read: Frist"


def test_a_list_of_mistakes_that_cannot_be_read_is_named(course):
    path = course.root / "tests" / "mistakes" / "tiny.py"
    path.parent.mkdir()
    path.write_text("MISTAKES = 1 / 0\n", encoding="utf-8")
    error = failure(course)
    assert error.path == path
    assert "ZeroDivisionError" in error.found
