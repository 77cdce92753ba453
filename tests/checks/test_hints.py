"""`hint()`: one rung more at each call, kindly; and the line of progress after a check."""

import json

import pytest

from autograder.checks import CheckFailed, hint
from autograder.checks.catalogue import use_language
from autograder.checks.hintcard import Card, card_html, card_text
from autograder.checks.hints import Hint
from autograder.checks.lessons import lesson_of, rungs
from autograder.checks.notebook import Check, check

LESSON = {
    "assignment": "small",
    "exercises": ["double", "shifted"],
    "hints": {
        "double": [
            {"en": "How often?", "zh": "几次？"},
            {"en": "Look at `x < 1`.", "zh": "看一看。"},
        ],
        "shifted": [{"en": "Where to?", "zh": "往哪里？"}],
    },
    "sections": {"double": {"en": "First", "zh": "第一"}, "shifted": {"en": "Two", "zh": "二"}},
    "mistakes": {},
    "fingerprints": {},
}


class Notebook:
    """A kernel in a folder with the lesson beside the notebook."""

    def __init__(self):
        self.check = Check()
        self.check.assignment = "small"
        self.hint = Hint(self.check)
        self.shown = []
        self.check.publish = lambda plain, html, more: self.shown.append((plain, html))

    def asked(self, *names):
        self.hint(*names)
        return self.shown[-1][0]

    def solve(self, exercise):
        with self.check(exercise):
            self.check.equal("k", 1, 1)
        return self.shown[-1][0]


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.lesson.json").write_text(json.dumps(LESSON), encoding="utf-8")
    return Notebook()


def test_each_call_shows_one_rung_more_and_the_last_names_the_section(notebook):
    first = notebook.asked("double")
    assert first.splitlines() == [
        "? double   hint 1 of 3 · costs no points",
        "    1. How often?",
        '    Still stuck? `hint("double")` once more shows the next one.',
    ]
    assert "2. Look at" in notebook.asked("double")
    last = notebook.asked("double")
    assert "1. How often?" in last
    assert "3. Read again: First" in last
    assert "This was the last hint" in last


def test_after_the_last_one_it_says_that_these_were_all(notebook):
    for _ in range(3):
        notebook.asked("double")
    for _ in range(2):
        again = notebook.asked("double")
        assert "These were all the hints for `double`" in again
        assert "3. Read again: First" in again


def test_exercises_are_counted_apart(notebook):
    notebook.asked("double")
    assert "hint 1 of 2" in notebook.asked("shifted")
    assert "hint 2 of 3" in notebook.asked("double")


def test_without_a_name_it_is_the_next_exercise(notebook):
    assert "double   hint 1" in notebook.asked()
    notebook.solve("double")
    assert "shifted   hint 1" in notebook.asked()
    notebook.solve("shifted")
    assert "nothing is left" in notebook.asked()


def test_the_function_itself_may_be_given(notebook):
    def double():
        pass

    assert "double   hint 1" in notebook.asked(double)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dubble", "There is no exercise `dubble`. Did you mean `double`?"),
        ("zzz", "There is no exercise `zzz`. There are: double, shifted."),
        (3, "There is no exercise `3`."),
        (" double ", "double   hint 1"),
    ],
)
def test_an_unknown_name_gives_the_near_one_or_the_list(notebook, name, said):
    assert said in notebook.asked(name)


def test_in_chinese(notebook):
    notebook.check.language = "zh"
    assert notebook.asked("double").splitlines()[:2] == [
        "? double   第 1 条提示，共 3 条 · 不扣分",
        "    1. 几次？",
    ]


def test_before_the_setup_cell_it_says_what_to_do(notebook):
    notebook.check.assignment = ""
    assert "Run the first code cell" in notebook.asked("double")


def test_a_broken_file_is_said_and_takes_no_check_away(notebook, tmp_path):
    (tmp_path / "small.lesson.json").write_text("{}", encoding="utf-8")
    said = notebook.asked("double")
    assert "can't be read" in said
    assert "small.lesson.json" in said
    assert notebook.solve("double") == "✓ double  passed  1 check"


def test_the_hint_of_a_notebook_asks_its_check():
    assert hint.check is check


def test_html_is_escaped_and_a_list(notebook):
    for _ in range(2):
        notebook.asked("double")
    html = notebook.shown[-1][1]
    assert "<li>How often?</li>" in html
    assert "x &lt; 1</code>." in html
    assert "<script>" not in card_html(Card("<script>", (), 0))


def test_a_card_can_be_read_in_both_languages(notebook):
    card = notebook.hint.card("double")
    assert "hint 1 of 3" in card_text(card, "en")
    assert "提示" in card_text(card, "zh")
    assert 'lang="zh-CN"' in card_html(card, "zh")
    with pytest.raises(ValueError, match="expected one of"):
        card_text(card, "de")


@pytest.mark.usefixtures("notebook")
def test_rungs_end_in_the_section():
    found = rungs(lesson_of("small"), "double")
    assert [message.key for message in found] == ["verbatim", "verbatim", "hint.section"]
    assert rungs(lesson_of("small"), "nobody") == ()


def test_progress_stands_under_each_check(notebook):
    assert notebook.solve("shifted").splitlines()[1] == "small █░ 1/2   next: double"
    assert notebook.solve("double").splitlines()[1] == "small ██ 2/2   all done"


def test_what_fails_again_is_not_counted_any_more(notebook):
    notebook.solve("double")
    with pytest.raises(CheckFailed), notebook.check("double"):
        notebook.check.equal("k", 1, 2)
    assert notebook.shown[-1][0].splitlines()[-1] == "small ░░ 0/2   next: double"


def test_there_is_no_progress_where_nobody_looks(notebook, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert notebook.solve("double") == "✓ double  passed  1 check"


def test_there_is_no_progress_without_a_lesson(notebook):
    notebook.check.assignment = "another"
    assert notebook.solve("double") == "✓ double  passed  1 check"


def test_while_grading_a_lesson_in_the_students_folder_is_not_read(notebook, monkeypatch):
    assert notebook.check.lesson.assignment == "small"
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert notebook.check.lesson is None


def test_a_lesson_that_is_nested_without_end_is_a_broken_file(notebook, tmp_path):
    (tmp_path / "deep.lesson.json").write_text("[" * 100_000)
    notebook.check.assignment = "deep"
    assert notebook.check.lesson is None


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize("name", ["../small", "", "a b", "."])
def test_a_name_that_is_no_assignment_has_no_lesson(name):
    assert lesson_of(name) is None


def test_the_language_is_that_of_the_moment_of_asking(notebook):
    notebook.asked("double")
    use_language("zh")
    assert "第 2 条提示" in notebook.asked("double")
