"""What every card of HTML has in common: its frame, its language, and code within a sentence."""

from __future__ import annotations

import re
from html import escape

HTML_LANGUAGE = {"en": "en", "zh": "zh-CN"}

CARD = (
    "border-left:4px solid {colour};padding:0.3em 0 0.3em 0.9em;margin:0.6em 0;max-width:56em;"
    "background:transparent;color:inherit;line-height:1.5;text-align:left;overflow-wrap:anywhere"
)
ROW = "display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1.5em"
CODE = "background:transparent;color:inherit;border:0;padding:0;white-space:pre-wrap"
_CODE_TAG = f'<code style="{CODE}">'


def framed(content: str, colour: str, code: str, more: str = "") -> str:
    """The content in a card with a coloured edge, in its language; `more` is style, too."""
    style = CARD.format(colour=colour) + more
    return f'<div lang="{HTML_LANGUAGE[code]}" style="{style}">{content}</div>'


def inline(line: str, tag: str = _CODE_TAG) -> str:
    """Escaped, with code between backticks set as code: with this tag, where a page has styles."""
    return re.sub(r"`([^`]+)`", rf"{tag}\1</code>", escape(line))
