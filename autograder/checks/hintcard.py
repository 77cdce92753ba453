"""The hints that were shown so far, as text and as HTML. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from autograder.checks.catalogue import current_language, language_code, text
from autograder.checks.errors import Message

LANGUAGE_TAG = {"en": "en", "zh": "zh-CN"}
CARD = (
    "border-left:4px solid #808080;padding:0.3em 0 0.3em 0.9em;margin:0.6em 0;max-width:56em;"
    "background:transparent;color:inherit;line-height:1.5;text-align:left;overflow-wrap:anywhere"
)
CODE = "background:transparent;color:inherit;border:0;padding:0;white-space:pre-wrap"
ROW = "display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1.5em"
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
    items = "".join(f"<li>{_escaped(text(rung, code))}</li>" for rung in card.rungs)
    content += f'<ol style="{NUMBERED}">{items}</ol>' if items else ""
    if card.closing is not None:
        content += f"<div>{_escaped(text(card.closing, code))}</div>"
    return f'<div lang="{LANGUAGE_TAG[code]}" style="{CARD}">{content}</div>'


def _count(card: Card, code: str) -> str:
    values = {"number": len(card.rungs), "total": card.total}
    return text(Message("hint.count", values), code)


def _escaped(line: str) -> str:
    """With code between backticks set as code."""
    return re.sub(r"`([^`]+)`", rf'<code style="{CODE}">\1</code>', escape(line))
