"""Whole cards against golden files; what holds for every card, whatever it says.

`pytest tests/checks/test_cards.py --rewrite-golden` writes the files anew: look at the difference.
"""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cards import DIAGNOSES, GRADER, PASSED, gates, result, verdict

from autograder.checks import display_width
from autograder.checks.comparison import compared
from autograder.checks.drawings import drawing_of
from autograder.checks.picture import Picture
from autograder.checks.render import as_html, as_text, verdict_html, verdict_text
from autograder.checks.result import ArrayError, Certainty, Result
from autograder.checks.told import told_once

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("en", "zh")

CARDS = {
    **{f"check_{name}": verdict(diagnosis) for name, diagnosis in DIAGNOSES.items()},
    "check_gates": verdict(None, gates(), "gru_forward"),
    "check_passed": PASSED,
    "check_grader_error": GRADER,
    "graded": result(),
    "graded_no_diagnosis": result(None),
}


def plain(card, language):
    return as_text(card, language) if isinstance(card, Result) else verdict_text(card, language)


def html(card, language):
    return as_html(card, language) if isinstance(card, Result) else verdict_html(card, language)


@pytest.fixture
def same_picture_everywhere(monkeypatch):
    """A PNG differs from one matplotlib to the next."""
    monkeypatch.setattr(
        "autograder.checks.drawing_html.picture_of", lambda _: Picture(b"PNG", 180, 120)
    )


@pytest.fixture
def no_picture(monkeypatch):
    monkeypatch.setattr("autograder.checks.drawing_html.picture_of", lambda _: None)


def agree(text, name, request):
    path = GOLDEN / name
    if request.config.getoption("--rewrite-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_the_text_of_a_card_is_as_in_its_golden_file(name, language, request):
    agree(plain(CARDS[name], language), f"{name}.{language}.txt", request)


@pytest.mark.usefixtures("same_picture_everywhere")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["check_none", "check_one_of", "check_gates", "graded"])
def test_the_html_of_a_card_is_as_in_its_golden_file(name, language, request):
    lines = html(CARDS[name], language).replace("><", ">\n<")
    agree(lines, f"{name}.{language}.html", request)


@pytest.mark.usefixtures("no_picture")
def test_the_html_without_a_picture_is_as_in_its_golden_file(request):
    lines = html(CARDS["check_none"], "zh").replace("><", ">\n<")
    agree(lines, "check_none_no_matplotlib.zh.html", request)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_no_line_of_a_card_is_wider_than_a_terminal(name, language):
    assert max(map(display_width, plain(CARDS[name], language).split("\n"))) <= 100


SENTENCES = {
    "en": ("`dx` is right at", "• the gradient", "• `dba` is", "overflow in"),
    "zh": ("`dx` 在", "• 第 t+1", "• `dba` 没有", "`exp` 溢出"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_stand_in_one_column_and_sentences_in_another(language):
    text = plain(verdict(DIAGNOSES["one_of"]), language)
    starts = [text.index(sentence) for sentence in SENTENCES[language]]
    lines = [text[:start].rpartition("\n")[2] for start in starts]
    assert len(set(map(display_width, lines))) == 1


def test_several_mistakes_together_are_numbered():
    lines = plain(CARDS["check_several"], "en")
    assert re.search(r"most likely all of +1\. the gradient", lines)
    assert re.search(r"\n +2\. `dba` is not summed", lines)


def test_one_of_several_mistakes_is_called_so():
    lines = plain(CARDS["check_one_of"], "en")
    assert re.search(r"most likely one of +• the gradient", lines)
    assert re.search(r"\n +• `dba` is not summed", lines)


def test_what_is_likely_is_said_once_in_a_sentence():
    for name in CARDS:
        assert "most likely  most likely" not in plain(CARDS[name], "en")
        assert "很可能  很可能" not in plain(CARDS[name], "zh")


def test_what_is_not_known_is_said_so():
    assert "no mistake that the course knows gives these numbers" in plain(
        CARDS["check_unknown"], "en"
    )


@pytest.mark.parametrize("name", ["named", "several"])
def test_a_known_mistake_takes_the_place_of_the_checks_own_guess(name):
    assert DIAGNOSES[name].certainty in (Certainty.NAMED, Certainty.SEVERAL)
    own = "what step t+1 sends back does not reach step t"
    assert own in plain(verdict(), "en")
    assert own not in plain(verdict(DIAGNOSES[name]), "en")
    assert own not in plain(result(DIAGNOSES[name]), "en")


def test_the_same_guess_is_made_once_in_a_result():
    assert plain(result(None), "en").count("what step t+1 sends back") == 1


def test_a_graded_exercise_has_one_picture():
    graded = result()
    assert sum(outcome.drawing is not None for outcome in graded.outcomes) == 2
    told = [outcome.drawing is not None for outcome in told_once(graded).outcomes]
    assert told == [False, True, False, False]
    assert as_html(graded, "en").count("<figure") == 1


@pytest.mark.usefixtures("same_picture_everywhere")
def test_the_picture_of_a_graded_exercise_is_the_one_that_tells_most():
    matrix = drawing_of([compared("dW", np.zeros((3, 3)), np.ones((3, 3)), "n n", 1e-9)])
    path, first = result().outcomes[1], replace(result().outcomes[1], drawing=matrix)
    told = told_once(replace(result(), outcomes=(first, path)))
    assert [outcome.drawing for outcome in told.outcomes] == [None, path.drawing]


def test_fifteen_arrays_go_on_in_other_lines():
    errors = tuple(ArrayError(f"dW{i}", 0.1, 1e-9, False) for i in range(15))
    lines = plain(replace(verdict(), errors=errors), "zh").split("\n")
    heads = [line for line in lines if line.startswith("    数组")]
    assert [len(line.split()) for line in heads] == [6, 6, 6]
    assert sum("允许" in line for line in lines) == 1
    assert max(map(display_width, lines)) <= 100


def test_a_card_says_first_what_is_the_case_then_guesses_then_shows_it():
    page = html(verdict(), "en")
    places = [
        page.index(part)
        for part in ("rnn_backward", ">dx<br>", "differ;", "most likely<", "overflow in", "<figure")
    ]
    assert places == sorted(places)


def test_a_note_is_marked_by_a_sign_and_a_word():
    assert "    ! note" in plain(verdict(), "en")
    assert "    ! 注意" in plain(verdict(), "zh")


def test_a_screen_reader_hears_figures_and_no_bars():
    page = html(PASSED, "en")
    assert '<span aria-hidden="true">████████</span> 8/8' in page
