"""The hints that were shown so far, as text and as HTML. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from autograder.checks.catalogue import current_language, language_code, text
from autograder.checks.errors import Message
from autograder.checks.markup import ROW, framed, inline

GREY = "#808080"
NUMBERED = "margin:0.3em 0;padding-left:1.8em"


@dataclass(frozen=True)
class Card:
    """The rungs of an exercise that were asked for, the newest last, of `total`; and what is next.

    Without an exercise there is only the closing line.
    """

    exercise: str = ""
    rungs: tuple[Message, ...] = ()
    total: int = 0
    closing: Message | None = None


def card_text(card: Card, language: str | None = None) -> str:
    """The hints for a terminal. Raises ValueError for the language."""
    code = language_code(language or current_language())
    lines = [f"? {card.exercise}   {_count(card, code)}"] if card.exercise else []
    lines += [f"    {number}. {text(rung, code)}" for number, rung in enumerate(card.rungs, 1)]
    indent = "    " if card.exercise else "? "
    if card.closing is not None:
        lines.append(f"{indent}{text(card.closing, code)}")
    return "\n".join(lines)


def card_html(card: Card, language: str | None = None) -> str:
    """The hints for a notebook. Raises ValueError for the language."""
    code = language_code(language or current_language())
    content = ""
    if card.exercise:
        name = f"<strong>? {escape(card.exercise)}</strong>"
        content = f'<div style="{ROW}">{name}<span>{escape(_count(card, code))}</span></div>'
    items = "".join(f"<li>{inline(text(rung, code))}</li>" for rung in card.rungs)
    content += f'<ol style="{NUMBERED}">{items}</ol>' if items else ""
    if card.closing is not None:
        content += f"<div>{inline(text(card.closing, code))}</div>"
    return framed(content, GREY, code)


def _count(card: Card, code: str) -> str:
    values = {"number": len(card.rungs), "total": card.total}
    return text(Message("hint.count", values), code)
