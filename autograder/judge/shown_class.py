"""What `__class__` of a student's object says, where the class is one of Python or of a package."""

from __future__ import annotations

import importlib
import types
from typing import Any

from autograder.judge.kind import Kind
from autograder.judge.modules import is_installed
from autograder.judge.proxies import class_told, own_names

_BUILT_IN = {kind.__name__: kind for kind in vars(types).values() if isinstance(kind, type)}
_NOT_SHOWN = (types.CoroutineType, type, object)


def shown_class(kind: type, told: dict[str, Any]) -> type | None:
    """What `__class__` of an instance says, if that is a class of Python or of a package."""
    if told["module"] != "__main__":
        return installed_class(told["module"], told["qualname"])
    above = [class_told(base) for base in kind.__mro__[1:] if isinstance(base, Kind)]
    real = [base for base in above if not isinstance(base, Kind | _SameAs)]
    real = [base for base in real if base not in _NOT_SHOWN]
    return _ghost(kind, real[0]) if real else None


class _SameAs(type):
    """A class that is, to `==` and by name, another one."""

    def __eq__(cls, other: object) -> bool:
        return other is cls or other is own_names(cls)["stands_for"]

    def __hash__(cls) -> int:
        return hash(own_names(cls)["stands_for"])

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return own_names(cls)["stands_for"](*args, **kwargs)


def _ghost(kind: type, base: type) -> type | None:
    """A class that `isinstance(x, dict)` takes for one of dict: for a student's own dict."""
    names = {"stands_for": kind, "__module__": "__main__"}
    try:
        return _SameAs(kind.__name__, (base,), names)
    except TypeError:  # a base that nothing may derive from, or of another metaclass
        return base


def installed_class(module: str, name: str) -> type | None:
    """The judge's own class of that name; None if it has none."""
    if module == "builtins" and name in _BUILT_IN:
        found: Any = _BUILT_IN[name]
    elif not is_installed(module):
        return None
    else:
        try:
            found = importlib.import_module(module)
            for part in name.split("."):
                found = getattr(found, part)
        except Exception:
            return None
    return found if isinstance(found, type) and found not in _NOT_SHOWN else None
