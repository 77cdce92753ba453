"""Which names a cell reads and writes, from its text alone."""

from __future__ import annotations

import ast
import builtins
import dis
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

_DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Match)
_LOADS = ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS")
_MAGIC = re.compile(r"^\s*[%!?].*$", re.MULTILINE)
# Methods that change what they are called on.
_CHANGING = {
    "append", "extend", "insert", "update", "sort", "pop", "clear", "fill", "setdefault", "add",
    "remove", "reverse",
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """`reads`: names that come from other cells. `writes`: names that the cell gives or changes.

    `is_known` is false for a cell that Python can't read; both are empty then.
    """

    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    is_known: bool = True


def names_of(source: str) -> Names:
    """The names of one cell; no built-in ones. What is only perhaps given counts as read."""
    tree = parsed(source)
    if tree is None:
        return Names(is_known=False)
    given: set[str] = set()
    reads: set[str] = set()
    later: set[str] = set()
    writes: set[str] = set()
    for statement in _in_order(tree.body):
        own, inner, stored = _names_in(statement)
        if isinstance(statement, (ast.For, ast.AsyncFor)):
            given |= {part.id for part in ast.walk(statement.target) if isinstance(part, ast.Name)}
        reads |= own - given
        if isinstance(statement, _DEFINITION):
            later |= inner
        else:
            reads |= inner - given
        writes |= stored | set(_changed(statement))
        if not isinstance(statement, _BRANCHES):
            given |= stored
    known = set(dir(builtins))
    return Names(frozenset((reads | (later - given)) - known), frozenset(writes))


def parsed(source: str) -> ast.Module | None:
    """The cell's tree, without lines that are meant for IPython; None if Python can't read it."""
    try:
        return ast.parse(_MAGIC.sub("", source) if re.search(r"[%!?]", source) else source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def check_titles(source: str) -> tuple[str, ...]:
    """The exercises of the blocks `with check("softmax"):` in a cell."""
    tree = parsed(source) if "check(" in source else None
    return tuple(_titles(tree)) if tree else ()


def _titles(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        for item in node.items if isinstance(node, ast.With) else ():
            match item.context_expr:
                case ast.Call(func=ast.Name(id="check"), args=[ast.Constant(value=str(title))]):
                    yield title


def _in_order(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements as they run; the body of a `with` runs like those around it."""
    for statement in body:
        if isinstance(statement, ast.With):
            yield ast.With(items=statement.items, body=[ast.Pass()])
            yield from _in_order(statement.body)
        else:
            yield statement


def _names_in(statement: ast.stmt) -> tuple[set[str], set[str], set[str]]:
    """Names read at once, names read in inner functions, names written."""
    module = ast.fix_missing_locations(ast.Module([statement], type_ignores=[]))
    try:
        code = compile(module, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):  # a `return` outside of a function, and such
        return set(), set(), set()
    own, stored = _loads_and_stores(code)
    inner: set[str] = set()
    for each in _inner(code):
        loads, stores = _loads_and_stores(each, only_global=True)
        inner |= loads
        stored |= stores
    return own, inner, stored


def _loads_and_stores(code: CodeType, only_global: bool = False) -> tuple[set[str], set[str]]:
    """In a class body `LOAD_NAME` may mean a global one, `STORE_NAME` never does."""
    instructions = list(dis.get_instructions(code))
    loads = {i.argval for i in instructions if i.opname in _LOADS}
    names = ("STORE_GLOBAL",) if only_global else ("STORE_NAME", "STORE_GLOBAL", "DELETE_NAME")
    return loads, {i.argval for i in instructions if i.opname in names}


def _inner(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inner(constant)


def _changed(node: ast.AST) -> Iterator[str]:
    """Names whose object is changed in place: `a[0] = 1`, `a.x = 1`, `a.append(1)`."""
    if isinstance(node, (*_DEFINITION, ast.Lambda)):
        return
    match node:
        case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store()):
            yield from _base(node)
        case ast.Call(func=ast.Attribute(attr=name)) if name in _CHANGING:
            yield from _base(node.func)
    for child in ast.iter_child_nodes(node):
        yield from _changed(child)


def _base(node: ast.AST) -> Iterator[str]:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
