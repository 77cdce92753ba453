"""A student's code as tokens, and what is said in it (comments, docstrings) kept apart.

Nothing is parsed: code that is not Python has tokens, too. The standard library's `tokenize` gives
up on such code, and takes as long for a class as reading it does.
"""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass
from functools import lru_cache

QUOTED = re.compile(r'("""[\s\S]*?(?:"""|\Z)|' + r"'''[\s\S]*?(?:'''|\Z))")
SCANNER = re.compile(
    r"#.*"
    r'|"(?:[^"\\]|\\.)*"?'
    r"|'(?:[^'\\]|\\.)*'?"
    r"|[^\W\d]\w*"
    r"|\d[\w.]*|\.\d\w*"
    r"|\*\*=?|//=?|[-+*/%@&|^=<>!:]=|->|<<|>>|\.\.\."
    r"|\S"
)
WORD = re.compile(r"[一-鿿]|[^\W_一-鿿]+")
# These stay when variables are renamed; attributes and what is called stay as well.
FIXED = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | {"np", "numpy"}


Words = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """The tokens of a line's code, and the words that are said in it, without case and
    punctuation."""

    tokens: tuple[str, ...] = ()
    words: Words = ()


def scan(source: str) -> list[Line]:
    """A text line by line. Layout leaves no trace, and neither does the kind of quotes.

    What stands in triple quotes is said, as a comment is.
    """
    found: list[Line] = [Line()]
    for number, piece in enumerate(QUOTED.split(source)):
        first, *rest = map(_said if number % 2 else _line, piece.split("\n"))
        last = found[-1]
        found[-1] = Line(last.tokens + first.tokens, last.words + first.words)
        found += rest
    return found


def length_of(words: Words) -> float:
    """Two Chinese characters count as one word."""
    return sum(0.5 if "一" <= word <= "鿿" else 1.0 for word in words)


def is_name(token: str) -> bool:
    """A name that a student may have chosen."""
    return token.isidentifier() and token not in FIXED


# A class writes the same lines again and again.
@lru_cache(maxsize=2**18)
def _line(text: str) -> Line:
    found = SCANNER.findall(text)
    said = found.pop() if found and found[-1][0] == "#" else ""
    return Line(tuple(_plain(token) for token in found), _words(said))


@lru_cache(maxsize=2**18)
def _said(text: str) -> Line:
    return Line((), _words(text))


def _words(text: str) -> Words:
    return tuple(WORD.findall(text.casefold()))


def _plain(token: str) -> str:
    return "'" + token[1:].rstrip('"') if token[0] == '"' else token.rstrip("'")
