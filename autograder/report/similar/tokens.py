"""A student's code as tokens, and what is said in it (comments, docstrings) kept apart.

Nothing is parsed: code that is not Python has tokens, too. The standard library's `tokenize` gives
up on such code, and takes as long for a class as reading it does.
"""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass

SCANNER = re.compile(
    r'"""[\s\S]*?(?:"""|\Z)'
    r"|'''[\s\S]*?(?:'''|\Z)"
    r"|#[^\n]*"
    r'|"(?:[^"\\\n]|\\.)*"?'
    r"|'(?:[^'\\\n]|\\.)*'?"
    r"|[^\W\d]\w*"
    r"|\d[\w.]*|\.\d\w*"
    r"|\n"
    r"|\*\*=?|//=?|[-+*/%@&|^=<>!:]=|->|<<|>>|\.\.\."
    r"|\S"
)
WORD = re.compile(r"[一-鿿]|[^\W_一-鿿]+")
# These stay when variables are renamed; attributes and what is called stay as well.
FIXED = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | {"np", "numpy"}


@dataclass(frozen=True)
class Remark:
    """A line of a comment or docstring: its words without case and punctuation."""

    words: tuple[str, ...]
    line: int

    @property
    def length(self) -> float:
        """In words; two Chinese characters count as one."""
        return sum(0.5 if "一" <= word <= "鿿" else 1.0 for word in self.words)


@dataclass(frozen=True)
class Tokens:
    """Of one text: the tokens of its code, the line (from 0) of each, and the remarks."""

    code: tuple[str, ...]
    lines: tuple[int, ...]
    remarks: tuple[Remark, ...]


def scan(source: str) -> Tokens:
    """Layout leaves no trace in the tokens, and neither does the kind of quotes."""
    code: list[str] = []
    lines: list[int] = []
    remarks: list[Remark] = []
    line = 0
    for token in SCANNER.findall(source):
        if token == "\n":
            line += 1
        elif token[0] == "#":
            remarks += _remark(token, line)
        elif token.startswith(('"""', "'''")):
            for text in token.split("\n"):
                remarks += _remark(text, line)
                line += 1
            line -= 1
        else:
            code.append("'" + token[1:-1] if token[0] == '"' else token.rstrip("'"))
            lines.append(line)
    return Tokens(tuple(code), tuple(lines), tuple(remarks))


def _remark(text: str, line: int) -> list[Remark]:
    words = tuple(WORD.findall(text.casefold()))
    return [Remark(words, line)] if words else []


def is_name(token: str) -> bool:
    """A name that a student may have chosen."""
    return token.isidentifier() and token not in FIXED
