"""A student's code as an example for others to read: without comments, texts and names."""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from collections.abc import Sequence

from autograder.report.names import GONE, WORD, Identities

NAMED = ("id", "arg", "attr", "name", "asname", "rest", "module")  # fields of ast that hold names
BLOCKS = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.If, ast.For, ast.While, ast.With, ast.Try, ast.ExceptHandler),
)
LONGEST_LINES = 60
LONGEST = 100_000  # more is no exercise
# A word that these many use tells nobody apart: `s0` may be somebody's id, too.
FEWEST_SHARING, SHARE_SHARING = 3, 0.2
ENOUGH = 100  # students, to know what is common in an exercise
BROKEN = (SyntaxError, ValueError, RecursionError, MemoryError)
# In code that is not Python: comments and texts, as far as they can be told.
COMMENT_OR_TEXT = re.compile(
    r"#[^\n]*|'''.*?(?:'''|\Z)|\"\"\".*?(?:\"\"\"|\Z)|'(?:\\.|[^'\\\n])*'?|\"(?:\\.|[^\"\\\n])*\"?",
    re.DOTALL,
)


def common_words(codes: Sequence[str]) -> frozenset[str]:
    """The words that many share in one exercise, outside of comments."""
    some = [code for code in codes if code][:ENOUGH]
    counts = Counter(
        word for code in some for word in set(WORD.findall(re.sub(r"#[^\n]*", "", code)))
    )
    needed = max(FEWEST_SHARING, SHARE_SHARING * len(some))
    return frozenset(word for word, count in counts.items() if count >= needed)


def sample_of(code: str, exercise: str, who: Identities, common: frozenset[str]) -> str:
    """The function of this exercise, where it can be found. Comments and docstrings are taken out,
    texts that are no common word, and every name that tells who wrote it. Empty if nothing is left.
    """
    code = code[:LONGEST]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the student's: they stand in the feedback
            tree = ast.parse(code)
            wanted = _Anonymous(who, common).visit(_function(tree, exercise))
            clean = ast.unparse(ast.fix_missing_locations(wanted))
    except BROKEN:
        clean = _without_parsing(code, exercise, who)
    return _short(clean)


def _function(tree: ast.Module, exercise: str) -> ast.Module:
    """The last one of this name is the one that counts."""
    found = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == exercise
    ]
    return ast.Module(body=[found[-1]], type_ignores=[]) if found else tree


class _Anonymous(ast.NodeTransformer):
    """Takes out what is no code, and gives names that tell something other ones."""

    def __init__(self, who: Identities, common: frozenset[str]) -> None:
        self._who = who
        self._common = common
        self._names: dict[str, str] = {}

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str | bytes)
        return None if is_text else self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str) and not self._is_common(node.value):
            return ast.Constant(GONE)
        if isinstance(node.value, int) and self._who.tells(str(node.value)):
            return ast.Constant(0)  # an id as a seed
        return ast.Constant(b"") if isinstance(node.value, bytes) else node

    def visit_JoinedStr(self, _: ast.JoinedStr) -> ast.AST:
        return ast.Constant(GONE)

    def _is_common(self, text: str) -> bool:
        """A key such as "dW" is needed to read the code."""
        return text.isidentifier() and text in self._common and not self._who.tells(text)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field, value in ast.iter_fields(node):
            if isinstance(value, str) and field in NAMED:
                setattr(node, field, self._name(value))
        if isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [self._name(name) for name in node.names]
        self._fill(node)
        return node

    def _name(self, name: str) -> str:
        if all(not self._who.tells(part) for part in name.split(".")):
            return name
        return self._names.setdefault(name, f"name_{len(self._names) + 1}")

    @staticmethod
    def _fill(node: ast.AST) -> None:
        """A body of a docstring alone is empty now."""
        if isinstance(node, BLOCKS) and not node.body:
            node.body = [ast.Pass()]


def _without_parsing(code: str, exercise: str, who: Identities) -> str:
    """Broken code: what looks like a comment or a text is taken out, and every word is looked at.

    Texts go whole, common or not: where they end can't be known.
    """
    bare = COMMENT_OR_TEXT.sub(lambda m: "" if m[0].startswith("#") else f'"{GONE}"', code)
    lines = [line.rstrip() for line in bare.splitlines()]
    return who.without("\n".join(_block([line for line in lines if line], exercise)))


def _block(lines: Sequence[str], exercise: str) -> Sequence[str]:
    """From `def` to the next line that begins at the margin."""
    starts = [number for number, line in enumerate(lines) if line.startswith(f"def {exercise}")]
    if not starts:
        return lines
    start = starts[-1]
    rest = range(start + 1, len(lines))
    end = next((number for number in rest if not lines[number][0].isspace()), len(lines))
    return lines[start:end]


def _short(code: str) -> str:
    lines = code.strip("\n").splitlines()
    kept = [line[:200] for line in lines[:LONGEST_LINES]]
    return "\n".join([*kept, GONE] if len(lines) > LONGEST_LINES else kept)
