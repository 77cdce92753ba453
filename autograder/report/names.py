"""Which words tell who somebody is: the names, ids and addresses of a class."""

from __future__ import annotations

import builtins
import copy
import keyword
import re
import unicodedata
from collections.abc import Iterable

from autograder.course.student import Student

WORD = re.compile(r"\w+")
PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]+")
# From here on a name is looked for inside of words, too: `softmax_by_lovelace`. A shorter one would
# be found by chance, as Li in `list`.
INSIDE = 5
FEWEST_DIGITS = 4
# Words that tell nobody: Python's own, and what students are called once their names are hidden.
ORDINARY = frozenset([*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "student"])
# Not every `a@b.c` is one: `dW@x.T` is a product.
# Ids such as `s-17`, and addresses: more than one word, told as a whole.
JOINTS = ".+@-"
RUN = re.compile(r"[\w.+@-]+")
# The first sign stands at the beginning of a run: else long runs would take the square of the time.
ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+(?:com|org|net|edu|cn|hk|tw|de|fr|uk|eu|io)\b(?!\()"
)
GONE = "…"


class Identities:
    """The names of a class, to be found in what students wrote.

    A nickname or a transcribed name can't be found: it is not in the gradebook.
    """

    def __init__(self, students: Iterable[Student], common: Iterable[str] = ()) -> None:
        """`common` are words that many share: they tell nobody apart, and stay."""
        self._common = ORDINARY.union(common)
        self._words: set[str] = set()
        self._inside: set[str] = set()
        self._compounds: set[str] = set()
        for student in students:
            self._learn(student)
        self._known: dict[str, bool] = {}

    def _learn(self, student: Student) -> None:
        full = (student.first_name + student.last_name, student.last_name + student.first_name)
        for text in (*full, student.first_name, student.last_name, student.id, student.lms_user_id):
            for folded in {_folded(text), _folded(_plain(text))}:
                words = [word for word in WORD.findall(folded) if _is_telling(word)]
                self._words.update(words)
                self._inside.update(w for w in words if len(w) >= INSIDE or not w.isascii())
        whole = map(_folded, (student.id, student.lms_user_id, student.email))
        self._compounds.update(text for text in whole if _is_compound(text))

    def sparing(self, common: Iterable[str]) -> Identities:
        """The same names; these words stay, too."""
        other = copy.copy(self)
        other._common = self._common.union(common)
        other._known = {}
        return other

    def tells(self, word: str) -> bool:
        """Whether this word is, or holds, a name of the class."""
        if word not in self._known:
            self._known[word] = word not in self._common and self._looks_like_one(word)
        return self._known[word]

    def _looks_like_one(self, word: str) -> bool:
        folded = _folded(_plain(word))
        parts = {_folded(_plain(part)) for part in PARTS.findall(word)}
        if not self._words.isdisjoint({folded, _folded(word), *parts, folded.strip("_")}):
            return True
        return any(name in folded for name in self._inside)

    def without(self, text: str, mark: str = GONE) -> str:
        """The text with a mark in place of every name."""
        if self._compounds:
            text = RUN.sub(lambda m: self._without_compound(m[0], mark), text)
        text = ADDRESS.sub(mark, text) if "@" in text else text
        told = {word for word in set(WORD.findall(text)) if self.tells(word)}
        return WORD.sub(lambda m: mark if m[0] in told else m[0], text) if told else text

    def _without_compound(self, run: str, mark: str) -> str:
        core = run.strip(JOINTS)
        is_told = _is_compound(core) and _folded(core) in self._compounds
        return run.replace(core, mark) if is_told else run


def _is_compound(text: str) -> bool:
    """More than one word, held together by joints."""
    is_one = RUN.fullmatch(text) is not None and text == text.strip(JOINTS)
    return is_one and not WORD.fullmatch(text)


def _is_telling(word: str) -> bool:
    if word in ORDINARY:
        return False
    return len(word) >= FEWEST_DIGITS if word.isdigit() else len(word) > 1


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _plain(text: str) -> str:
    """Without accents: Núñez may write himself Nunez."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
