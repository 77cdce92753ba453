"""What a card says, in its order, before it is text or HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.checks.catalogue import text
from autograder.checks.errors import Message
from autograder.checks.result import ArrayError, Certainty, Diagnosis, Drawing, Outcome, Result


@dataclass(frozen=True)
class Line:
    """A sentence behind a label; the label is empty where the line goes on with the one above."""

    label: str
    sentence: str


def told_once(result: Result) -> Result:
    """The result without what would be said twice: one picture, each advice once, and none
    beside a known mistake."""
    sure = result.diagnosis is not None and result.diagnosis.certainty.is_sure
    shown = _most_telling(result.outcomes)
    said: list[Message] = []
    outcomes = []
    for outcome in result.outcomes:
        told = outcome if outcome is shown else replace(outcome, drawing=None)
        if told.advice is not None and (sure or told.advice in said):
            told = replace(told, advice=None)
        said += [told.advice] if told.advice else []
        outcomes.append(told)
    return replace(result, outcomes=tuple(outcomes))


def _most_telling(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The first of those whose picture tells most: time before a matrix, curves with it."""
    drawn = [outcome for outcome in outcomes if outcome.drawing is not None]
    return max(drawn, key=lambda outcome: _worth(outcome.drawing), default=None)


def _worth(drawing: Drawing | None) -> tuple[bool, bool]:
    return drawing is not None and drawing.kind != "matrix", bool(drawing and drawing.curves)


def cause_lines(advice: Message | None, diagnosis: Diagnosis | None, code: str) -> list[Line]:
    """Facts first; then the check's own guess, unless a mistake is known; then what is known."""
    guess = [] if advice is None else [Line(_word("label.advice", code), cause_words(advice, code))]
    if diagnosis is None:
        return guess
    facts = _under(_word("label.fact", code), [text(fact, code) for fact in diagnosis.facts])
    if diagnosis.certainty.is_sure:
        return facts + _known(diagnosis, code)
    if diagnosis.certainty is Certainty.UNKNOWN:
        guess.append(Line(_word("label.unknown", code), _word("diagnosis.unknown", code)))
    return facts + guess + _known(diagnosis, code)


def _known(diagnosis: Diagnosis, code: str) -> list[Line]:
    """One cause; several that are all there, numbered; several of which one is."""
    causes = [cause_words(cause, code) for cause in diagnosis.causes]
    if len(causes) < 2:
        return _under(_word("label.advice", code), causes)
    if diagnosis.certainty is Certainty.SEVERAL:
        numbered = [f"{number}. {cause}" for number, cause in enumerate(causes, start=1)]
        return _under(_word("label.together", code), numbered)
    return _under(_word("label.one_of", code), [f"• {cause}" for cause in causes])


def note_lines(notes: Sequence[Message], code: str) -> list[Line]:
    return [Line(_word("label.note", code), text(note, code)) for note in notes]


def error_words(errors: Sequence[ArrayError], code: str) -> tuple[str, str, str]:
    """The words of the table of errors: both rows' heads, and how much is allowed."""
    allowed = Message("errors.allowed", {"allowed": errors[0].allowed})
    return _word("errors.name", code), _word("errors.error", code), text(allowed, code)


def _under(label: str, sentences: Sequence[str]) -> list[Line]:
    return [Line("" if i else label, sentence) for i, sentence in enumerate(sentences)]


def _word(key: str, code: str) -> str:
    return text(Message(key), code)


def cause_words(message: Message, code: str) -> str:
    """The cause in words. Hints may begin with the label's own words: these are said once."""
    sentence = text(message, code)
    return sentence.removeprefix(_word("label.advice", code)).lstrip(" ：:") or sentence
