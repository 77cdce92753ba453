"""The doctor on hints: they are there, fresh, and tell no answer."""

import json

import pytest

NAME = "fading"

FIRST = "- What does a step need that only the step before it knows?"
ANSWER = "keep * state + (1 - keep) * x[:, :, t]"


def test_an_exercise_without_hints_is_told(course):
    text = course.prose().read_text(encoding="utf-8")
    before, _, rest = text.partition("```hints")
    course.prose().write_text(before + rest.partition("```\n")[2], encoding="utf-8")
    complaint = course.complaint_about(course.prose())
    assert complaint.found == "an exercise without hints"


def test_hints_without_words_are_told(course):
    for line in course.prose().read_text(encoding="utf-8").splitlines():
        if line.startswith("- "):
            course.change(course.prose(), f"{line}\n", "")
    assert course.complaint_about(course.prose()).found == "no hint"


@pytest.mark.parametrize(
    "words",
    [
        f"- Write `{ANSWER}`.",
        f"- Write {ANSWER.replace(' ', '')} and you are done.",
        "- Try (1 - keep) * x[:, :, t] for the second one.",
    ],
)
def test_a_hint_that_tells_the_answer_is_told(course, words):
    assert ANSWER in course.solution.read_text(encoding="utf-8")
    course.change(course.prose(), FIRST, words)
    course.build()
    complaint = course.complaint_about(course.prose())
    assert "a hint that tells the answer" in complaint.found
    assert "hint 1" in complaint.place


def test_a_formula_that_the_prose_shows_may_stand_in_a_hint(course):
    course.change(course.prose(), FIRST, "- Look at `keep · s_{t−1} + (1 − keep) · x_t`.")
    course.build()
    assert course.examine().complaints == ()


def test_a_mistakes_hint_that_tells_the_answer_is_told(course):
    words = "most likely the two shares are swapped: keep is the share of the past"
    course.change(course.mistakes, words, f"most likely not {ANSWER}")
    course.build()
    complaint = course.complaint_about(course.mistakes)
    assert "a hint that tells the answer" in complaint.found
    assert complaint.place == "'shares_swapped'"


def test_a_lesson_that_is_not_fresh_is_told(course):
    course.change(course.prose(), FIRST, "- What does a step not know by itself?")
    found = {complaint.path.name: complaint.found for complaint in course.examine().complaints}
    assert found == {f"{NAME}.lesson.json": "a lesson that is older than its sources"}


def test_a_missing_lesson_is_told(course):
    course.prose().with_suffix(".lesson.json").unlink()
    complaint = course.complaint()
    assert complaint.found == "no lesson"
    assert "autograder build" in complaint.cure


def test_a_line_of_the_solution_in_a_released_lesson_is_told(course):
    lesson = course.release().with_suffix(".lesson.json")
    lesson.parent.mkdir(parents=True)
    lesson.write_text(json.dumps({"hints": [f"state = {ANSWER}"]}), encoding="utf-8")
    complaint = course.complaint_about(lesson)
    assert "a line of the solution" in complaint.found
