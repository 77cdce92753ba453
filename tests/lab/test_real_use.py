"""A student and an instructor with the kit in JupyterLab, in a real browser, from fetching the
assignment to reading the feedback.

LAB_SCREENSHOTS=folder keeps a picture of each step.
"""

import pytest
from installed import chromium
from lab_formgrader import Formgrader
from lab_story import Story
from playwright.sync_api import expect

from autograder.checks import Message, text
from autograder.checks.lessons import lesson_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no chromium to open JupyterLab with"),
]
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"


@pytest.fixture(params=[("en", LIGHT), ("zh", DARK)], ids=["en-light", "zh-dark"])
def story(request, tmp_path, monkeypatch):
    language, theme = request.param
    monkeypatch.setenv("AUTOGRADER_LANGUAGE", language)
    return Story.begun(tmp_path, language, theme)


def test_a_student_is_told_what_is_wrong_mends_it_and_reads_the_feedback(story):
    with story.people() as (student, instructor):
        notebook = fetch_the_assignment(story, student)
        fall_into_the_trap(story, student, notebook)
        climb_out_of_it(story, student, notebook)
        hand_in(student, notebook)
        grade_it(instructor)
        read_the_feedback(story, student)


def fetch_the_assignment(story, student):
    assignments = student.lab.open_assignment_list()
    student.look("assignment-list")
    assignments.fetch("rnn")
    story.work_at_home()
    return assignments.open("rnn", "rnn")


def fall_into_the_trap(story, student, notebook):
    """rnn_backward forgets what comes back from step t+1."""
    right = story.answer("rnn_backward")
    wrong = right.replace("ds[:, :, t] + ds_future", "ds[:, :, t]")
    assert wrong != right
    notebook.write(story.place("rnn_backward"), wrong)
    notebook.run_all_above(story.place("test_rnn_backward"))
    told = notebook.run(story.place("test_rnn_backward"))
    for words in (
        "rnn_backward",
        word("status.failed", story),
        hint("no_path_through_time", story),
    ):
        expect(told).to_contain_text(words)
    picture = told.locator("img")
    picture.scroll_into_view_if_needed()
    student.look("told-what-is-wrong")
    assert "dx" in picture.get_attribute("alt")
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 100


def climb_out_of_it(story, student, notebook):
    notebook.write(story.place("rnn_backward"), story.answer("rnn_backward"))
    notebook.run(story.place("rnn_backward"))
    told = notebook.run(story.place("test_rnn_backward"))
    expect(told).to_contain_text(word("status.passed", story))
    expect(told).not_to_contain_text(word("status.failed", story))
    student.look("mended")


def hand_in(student, notebook):
    notebook.save()
    expect(notebook.validate()).to_contain_text("Success! Your notebook passes all the tests.")
    student.look("validated")
    notebook.close_dialogue()
    student.lab.assignment_list().submit("rnn")
    student.look("submitted")


def grade_it(instructor):
    grader = Formgrader(instructor.lab.open_formgrader(), "rnn")
    grader.collect()
    instructor.look("collected")
    grader.go_to_submissions()
    grader.autograde("ada")
    expect(grader.score("ada")).to_have_text("100 / 100")
    instructor.look("graded")
    grader.go_to_assignments()
    grader.generate_feedback()
    grader.release_feedback()
    instructor.look("feedback-released")


def read_the_feedback(story, student):
    student.lab.assignment_list().fetch_feedback("rnn")
    student.look("feedback-fetched")
    page = student.lab.open_html_file("rnn.html")
    expect(page.locator("h1").first).to_contain_text(f"100 / 100 {word('feedback.points', story)}")
    student.look("feedback")
    size = "part => getComputedStyle(part).fontSize"
    assert page.locator("td").first.evaluate(size) == page.locator("body").evaluate(size)


def word(key, story):
    return text(Message(key), story.language)


def hint(mistake, story):
    """What the kit says of a known mistake, without the label that stands before it."""
    known = text(lesson_of("rnn").mistakes[mistake], story.language)
    return known.removeprefix(word("label.advice", story)).strip()
