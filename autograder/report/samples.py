"""A student's code as an example for others to read: without comments, texts and names."""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.report.names import GONE, WORD, Identities

LONGEST = 100_000  # characters; more is no exercise
LONGEST_LINES = 60
LONGEST_LINE = 300
# A word that these many use tells nobody apart: `s0` may be somebody's id, too.
FEWEST_SHARING, SHARE_SHARING = 3, 0.2
ENOUGH = 100  # students, to know what is common in an exercise
COMMENT = re.compile(r"#[^\n]*")
# Of code that is not Python, as far as comments and texts can be told there.
COMMENT_OR_TEXT = re.compile(
    r"#[^\n]*|'''.*?(?:'''|\Z)|\"\"\".*?(?:\"\"\"|\Z)|'(?:\\.|[^'\\\n])*'?|\"(?:\\.|[^\"\\\n])*\"?",
    re.DOTALL,
)
SUBSCRIPTS = re.compile(r"(?:[A-Za-z]{1,4}|\.{3})(?:,[A-Za-z]{1,4})*->[A-Za-z]{0,4}")  # np.einsum
NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
FSTRING_START = getattr(tokenize, "FSTRING_START", None)  # from Python 3.12 on
FSTRING_END = getattr(tokenize, "FSTRING_END", None)
BEFORE_A_STATEMENT = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)


def common_words(codes: Sequence[str]) -> frozenset[str]:
    """The words that many share in one exercise, outside of comments."""
    some = [code for code in codes if code][:ENOUGH]
    counts = Counter(word for code in some for word in set(WORD.findall(COMMENT.sub("", code))))
    needed = max(FEWEST_SHARING, SHARE_SHARING * len(some))
    return frozenset(word for word, count in counts.items() if count >= needed)


def sample_of(code: str, exercise: str, who: Identities, common: frozenset[str]) -> str:
    """The function of this exercise, where it can be found. Comments and docstrings are taken out,
    texts that are no common word, and every name that tells who wrote it. Empty if nothing is left.
    """
    function = _function(code[:LONGEST].expandtabs(), exercise)
    try:
        clean = _edited(function, list(_Anonymous(who, common).edits(function)))
    except (tokenize.TokenError, *NOT_PYTHON):
        clean = _roughly(function, who)
    return _short(clean)


def _function(code: str, exercise: str) -> str:
    """The last one of this name is the one that counts."""
    lines = code.splitlines()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the student's: they stand in the feedback
            tree = ast.parse(code)
    except NOT_PYTHON:
        return "\n".join(_block(lines, exercise))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for node in reversed(found):
        if node.name == exercise:
            return "\n".join(lines[node.lineno - 1 : node.end_lineno])
    return code


def _block(lines: Sequence[str], exercise: str) -> Sequence[str]:
    """From `def` to the next line that begins at the margin and closes no bracket."""
    starts = [n for n, line in enumerate(lines) if re.match(rf"def\s+{exercise}\b", line)]
    if not starts:
        return lines
    rest = range(starts[-1] + 1, len(lines))
    end = next((n for n in rest if re.match(r"[^\s)\]}#]", lines[n])), len(lines))
    return lines[starts[-1] : end]


@dataclass(frozen=True)
class _Edit:
    """A piece of text to replace; places are (line from 1, column)."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


class _Anonymous:
    """Finds what to take out of code that can be cut into tokens."""

    def __init__(self, who: Identities, common: frozenset[str]) -> None:
        self._who = who
        self._common = common
        self._names: dict[str, str] = {}

    def edits(self, code: str) -> Iterator[_Edit]:
        """Raises `tokenize.TokenError` or SyntaxError."""
        tokens = list(tokenize.generate_tokens(io.StringIO(code + "\n").readline))
        before = tokenize.NEWLINE
        inside, start = 0, (1, 0)  # how many f-strings, and where the outer one begins
        for token, following in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
            if token.type == FSTRING_START:
                start = start if inside else token.start
                inside += 1
            elif token.type == FSTRING_END:
                inside -= 1
                if not inside:
                    yield _Edit(start, token.end, f'"{GONE}"')
            elif not inside:
                stands_alone = before in BEFORE_A_STATEMENT and following.type == tokenize.NEWLINE
                yield from self._edit(token, stands_alone)
            if token.type not in (tokenize.NL, tokenize.COMMENT):
                before = token.type

    def _edit(self, token: tokenize.TokenInfo, stands_alone: bool) -> Iterator[_Edit]:
        if token.type == tokenize.ERRORTOKEN and token.string in "'\"":
            raise SyntaxError("a text without an end: what follows is no code")
        new = self._new(token, stands_alone)
        if new != token.string:
            yield _Edit(token.start, token.end, new)

    def _new(self, token: tokenize.TokenInfo, stands_alone: bool) -> str:
        if token.type == tokenize.COMMENT:
            return ""
        if token.type == tokenize.STRING:
            return "" if stands_alone else self._text(token.string)
        if token.type == tokenize.NUMBER and self._who.tells(token.string):
            return "0"  # an id as a seed
        if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
            return self._name(token.string)
        return token.string

    def _text(self, literal: str) -> str:
        """A key such as "dW" is needed to read the code."""
        bare = literal[1:-1]
        is_word = bare.isidentifier() and bare in self._common and not self._who.tells(bare)
        return literal if is_word or SUBSCRIPTS.fullmatch(bare) else f'"{GONE}"'

    def _name(self, name: str) -> str:
        if not self._who.tells(name):
            return name
        return self._names.setdefault(name, f"name_{len(self._names) + 1}")


def _edited(code: str, edits: Sequence[_Edit]) -> str:
    lines = code.split("\n")
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        first, last = edit.start[0] - 1, edit.end[0] - 1
        joined = lines[first][: edit.start[1]] + edit.text + lines[last][edit.end[1] :]
        lines[first : last + 1] = [joined]
    return "\n".join(lines)


def _roughly(code: str, who: Identities) -> str:
    """What looks like a comment or a text is taken out, and every word is looked at.

    Texts go whole, common or not: where they end can't be known.
    """
    bare = COMMENT_OR_TEXT.sub(lambda m: "" if m[0].startswith("#") else f'"{GONE}"', code)
    return who.without(bare)


def _short(code: str) -> str:
    lines = [_printable(line) for line in code.splitlines() if line.strip()]
    return "\n".join([*lines[:LONGEST_LINES], GONE] if len(lines) > LONGEST_LINES else lines)


def _printable(line: str) -> str:
    """Without control characters, and what turns the direction of writing."""
    return "".join(letter for letter in line if letter.isprintable())[:LONGEST_LINE].rstrip()
