"""What one line of numpy can get wrong, as operators of the mutation tool.

mutmut knows Python: numbers, strings, arguments, comparisons. It does not know that a matrix can be
transposed or a term forgotten. An operator is a function from a node to the nodes that may stand
in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import libcst as cst

Operator = Callable[[Any], Iterable[cst.CSTNode]]
Operators = list[tuple[type, Operator]]

A_TWENTIETH_OF_A_PERCENT = 1.0005

# Functions of numpy that are taken for one another, or whose numbers look alike.
CONFUSED = {
    "sum": ("mean", "max", "prod"),
    "mean": ("sum",),
    "max": ("min", "mean", "sum"),
    "min": ("max",),
    "maximum": ("minimum", "add"),
    "minimum": ("maximum",),
    "tanh": ("sin", "arctan", "sinh"),
    "exp": ("expm1", "exp2"),
    "log": ("log1p", "log2"),
    "where": ("choose",),
    "any": ("all",),
    "all": ("any",),
    "stack": ("concatenate", "hstack"),
    "concatenate": ("stack",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "eye": ("ones", "tri"),
    "dot": ("multiply", "inner"),
    "norm": ("det",),
    "sqrt": ("cbrt", "square"),
    "abs": ("positive", "square"),
}


def commuted(node: cst.BinaryOperation) -> Iterable[cst.CSTNode]:
    """A @ B → B @ A, A * B; A - B → B - A."""
    turned = node.with_changes(left=node.right, right=node.left)
    if isinstance(node.operator, cst.MatrixMultiply):
        yield node.with_changes(operator=cst.Multiply())
        yield turned
    elif isinstance(node.operator, cst.Subtract | cst.Divide):
        yield turned


def forgotten(node: cst.BinaryOperation) -> Iterable[cst.CSTNode]:
    """A + B → A, B: one of the two is missing."""
    yield _in_parentheses(node.left)
    yield _in_parentheses(node.right)


def transposed(node: cst.Attribute) -> Iterable[cst.CSTNode]:
    """A.T → A; z.real → z."""
    if node.attr.value in ("T", "real"):
        yield node.value


def confused(node: cst.Attribute) -> Iterable[cst.CSTNode]:
    """np.sum → np.mean, and what else is taken for one another."""
    for name in CONFUSED.get(node.attr.value, ()):
        yield node.with_changes(attr=cst.Name(name))


def unwrapped(node: cst.Call) -> Iterable[cst.CSTNode]:
    """f(x, …) → x: the call is missing."""
    if node.args and not node.args[0].star and node.args[0].keyword is None:
        yield _in_parentheses(node.args[0].value)


def shortened(node: cst.Slice) -> Iterable[cst.CSTNode]:
    """a[::-1] → a[:]."""
    if node.step is not None:
        yield node.with_changes(step=None, second_colon=cst.MaybeSentinel.DEFAULT)


def deleted(_: cst.BaseSmallStatement) -> Iterable[cst.CSTNode]:
    """A whole statement is missing."""
    yield cst.Pass()


def one_less(node: cst.Integer) -> Iterable[cst.CSTNode]:
    """2 → 1 (mutmut has 2 → 3), and 0 → -1."""
    value = node.evaluated_value - 1
    yield cst.parse_expression(f"({value})" if value < 0 else str(value))


def another_name(names: list[str]) -> Operator:
    """One name of the function for another of its names."""

    def operator(node: cst.Name) -> Iterable[cst.CSTNode]:
        if node.value in names:
            yield from (node.with_changes(value=name) for name in names if name != node.value)

    return operator


def another_text(texts: list[str]) -> Operator:
    """One key of the function for another of its keys."""

    def operator(node: cst.SimpleString) -> Iterable[cst.CSTNode]:
        if node.value in texts:
            yield from (node.with_changes(value=text) for text in texts if text != node.value)

    return operator


def array_operators(names: list[str], texts: list[str]) -> Operators:
    """The operators for a function with these local names and these texts (with their quotes)."""
    return [
        (cst.BinaryOperation, commuted),
        (cst.BinaryOperation, forgotten),
        (cst.Attribute, transposed),
        (cst.Attribute, confused),
        (cst.Call, unwrapped),
        (cst.Slice, shortened),
        (cst.BaseSmallStatement, deleted),
        (cst.Integer, one_less),
        (cst.Name, another_name(names)),
        (cst.SimpleString, another_text(texts)),
    ]


def slightly_wrong(node: cst.BinaryOperation) -> Iterable[cst.CSTNode]:
    """A + B → 1.0005 * (A + B): wrong by a twentieth of a percent."""
    factor = cst.Float(str(A_TWENTIETH_OF_A_PERCENT))
    product = cst.BinaryOperation(factor, cst.Multiply(), _in_parentheses(node))
    yield _in_parentheses(product)


def _in_parentheses(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.with_changes(
        lpar=[cst.LeftParen(), *node.lpar], rpar=[*node.rpar, cst.RightParen()]
    )
