"""Systematic mutants of a reference function: mutmut's operators, and those of arrays.

The docstring and the signature stay: they are the student's stub.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import libcst as cst
from libcst.metadata import MetadataWrapper, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators

from autograder.audit.array_operators import Operators, array_operators, slightly_wrong
from autograder.audit.equivalents import fingerprint
from autograder.judge.mistakes import function_named


@dataclass(frozen=True)
class Mutant:
    """One changed function as source, to be put in the reference's place.

    `change` shows the lines, before → after; `mark` is the fingerprint.
    """

    exercise: str
    source: str
    change: str
    mark: str


def mutants(module: str, exercise: str) -> list[Mutant]:
    """All mutants of one function of a module, no two of them the same program."""
    source = _source_of(module, exercise)
    names, texts = _names_and_texts(source)
    return _distinct(source, exercise, [*mutation_operators, *array_operators(names, texts)])


def slightly_wrong_programs(module: str, exercise: str) -> list[Mutant]:
    """The function with one of its terms wrong by a twentieth of a percent, each in turn."""
    source = _source_of(module, exercise)
    return _distinct(source, exercise, [(cst.BinaryOperation, slightly_wrong)])


def _source_of(module: str, exercise: str) -> str:
    node = function_named(exercise, module)
    lines = module.splitlines(keepends=True)
    return "".join(lines[node.lineno - 1 : node.end_lineno])


def _distinct(source: str, exercise: str, operators: Operators) -> list[Mutant]:
    seen = {fingerprint(source, exercise)}
    found = []
    for text in _programs(source, operators):
        mark = fingerprint(text, exercise)
        if mark not in seen:
            seen.add(mark)
            found.append(Mutant(exercise, text, _change(source, text), mark))
    return found


def _programs(source: str, operators: Operators) -> Iterator[str]:
    """The text with each node in turn replaced by what an operator makes of it.

    Replaced as text: libcst's own `deep_replace` walks through the whole function each time.
    """
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    places = wrapper.resolve(WhitespaceInclusivePositionProvider)
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    for node in _nodes_of_the_answer(wrapper.module):
        for kind, operator in operators:
            if isinstance(node, kind):
                place = places[node]
                before = source[: starts[place.start.line - 1] + place.start.column]
                after = source[starts[place.end.line - 1] + place.end.column :]
                for other in operator(node):
                    yield before + wrapper.module.code_for_node(other) + after


def _nodes_of_the_answer(module: cst.Module) -> Iterator[cst.CSTNode]:
    (function,) = module.body
    assert isinstance(function, cst.FunctionDef)
    first = 0 if function.get_docstring() is None else 1
    for statement in function.body.body[first:]:
        yield from _all_nodes(statement)


def _all_nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    if not isinstance(node, cst.FormattedString):  # a message for humans: its words are free
        for child in node.children:
            yield from _all_nodes(child)


def _names_and_texts(source: str) -> tuple[list[str], list[str]]:
    """The names that the function binds (`_` is what nobody reads), and its texts, each once."""
    nodes = list(ast.walk(ast.parse(source)))
    parameters = [node.arg for node in nodes if isinstance(node, ast.arg)]
    stored = [
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    answer = _nodes_of_the_answer(cst.parse_module(source))
    texts = [node.value for node in answer if isinstance(node, cst.SimpleString)]
    bound = dict.fromkeys(name for name in (*parameters, *stored) if name != "_")
    return list(bound), list(dict.fromkeys(texts))


def _change(before: str, after: str) -> str:
    """The lines that differ: old → new."""
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    return f"{_joined(old)} → {_joined(new)}"


def _joined(lines: list[str]) -> str:
    return " ⏎ ".join(lines) or "nothing"
