"""What travels by number between a test and the student's room, in both directions."""

from __future__ import annotations

import contextlib
import importlib
from typing import Any

from autograder.judge import reach
from autograder.judge.exceptions import Remote, RoomEndedError, StandIns, number_of_error
from autograder.judge.kinds import Kinds
from autograder.judge.modules import is_installed
from autograder.judge.proxies import Proxy, is_proxy, line_of, place_of, proxy_of
from autograder.sandbox.arguments import importable_name
from autograder.sandbox.errors import ErrorReport, from_tree
from autograder.sandbox.wire import WireError


class Nodes:
    """The student's objects as the judge holds them, and the judge's that are lent to the room.

    `line` is the view that proxies ask. What lived in a room that has ended is of an earlier
    `epoch`, and lost.
    """

    def __init__(self, line: Any) -> None:
        self._line = line
        self.epoch = 0
        self._lent: list[reach.Lent] = []
        self._numbers_of_lent: dict[int, int] = {}
        self._proxies: dict[int, Any] = {}
        self._kinds = Kinds()
        self._stand_ins = StandIns()
        self._numbers_of_classes: dict[type, int] = {}

    def forget_room(self) -> None:
        """The student's objects are gone with their room; the judge's own stay."""
        self._proxies = {}
        self._kinds = Kinds()
        self.epoch += 1

    def lent(self, number: int) -> reach.Lent:
        """Raises `LookupError` for a number that no function or object was lent under."""
        if not 0 <= number < len(self._lent):
            raise LookupError("no such function")
        return self._lent[number]

    def as_exception(self, told: ErrorReport) -> BaseException:
        """An exception of the judge that stands for one of the student's room."""
        number = told.number
        remote = None if number is None else Remote(self._line, number, self.epoch)
        return self._stand_ins.as_exception(told, remote)

    def proxy_of_class(self, kind: type) -> Any:
        """A proxy of the exception class of the student's that `kind` stands for."""
        unknown = self._kinds.unknown(self._line, self.epoch)
        return proxy_of(unknown, self._line, self._numbers_of_classes[kind], self.epoch)

    def send(self, value: Any) -> dict[str, Any] | None:
        """Nodes for what only we know: proxies, and functions that stay here."""
        if is_proxy(value):
            return {"h": self._number_of(value)}
        if isinstance(value, type) and value in self._numbers_of_classes:
            return {"h": self._numbers_of_classes[value]}
        if type(value) is Remote:
            return {"h": value.number if value.epoch == self.epoch else self._lost_object()}
        if isinstance(value, BaseException) and (known := number_of_error(value)) is not None:
            return {"h": known}
        if (name := importable_name(value)) is not None:
            return {"g": list(name)}
        return reach.node(value, self._lend)

    def _lend(self, lent: reach.Lent) -> int:
        """The same number for the same value: it lives on here, so its id stays its own."""
        number = self._numbers_of_lent.setdefault(id(lent.value), len(self._lent))
        if number == len(self._lent):
            self._lent.append(lent)
        return number

    def _number_of(self, proxy: Any) -> int:
        number, epoch = place_of(proxy)
        if line_of(proxy) is not self._line or epoch != self.epoch:
            self._lost_object()
        return number

    def _lost_object(self) -> int:
        raise RoomEndedError("this object lived in a room that has ended")

    def revive(self, tag: str, body: Any) -> Any:
        """What a node of the student's room stands for."""
        if tag == "j" and type(body) is int and 0 <= body < len(self._lent):
            return self._lent[body].value
        if tag == "h" and type(body) is list and len(body) == 3:
            return self._proxy(body[0], self._kinds.take(self._line, body[1:], self.epoch))
        if tag == "C":
            return self._kinds.take(self._line, body, self.epoch)
        if tag not in ("m", "e", "E") or type(body) is not list or len(body) != 2:
            raise WireError("unknown node")
        number, described = body
        if tag == "E":
            return self._error(number, described)
        return self._module(number, described) if tag == "m" else self._class(number, described)

    def _proxy(self, number: Any, kind: type) -> Any:
        """The same proxy for the same object, so that `is` means what it says."""
        if type(number) is not int or number < 0 or Proxy not in kind.__mro__:
            raise WireError("unknown object")
        if number not in self._proxies:
            self._proxies[number] = proxy_of(kind, self._line, number, self.epoch)
        return self._proxies[number]

    def _module(self, number: Any, name: Any) -> Any:
        """The judge's own module if it is an installed one, else the student's, as a proxy."""
        if type(name) is str and is_installed(name):
            with contextlib.suppress(Exception):
                return importlib.import_module(name)
        return self._proxy(number, self._kinds.unknown(self._line, self.epoch))

    def _class(self, number: Any, names: Any) -> type[BaseException]:
        """A class of the judge that catches what this exception class of the student's would."""
        if type(number) is not int or type(names) is not list or not 0 < len(names) <= 50:
            raise WireError("unknown class")
        if any(type(name) is not str or len(name) > 200 for name in names):
            raise WireError("unknown class")
        kind = self._stand_ins.stand_in(tuple(names), self._line)
        self._numbers_of_classes[kind] = number
        return kind

    def _error(self, number: Any, tree: Any) -> BaseException:
        """An exception that the student's code made and did not raise."""
        if type(number) is not int:
            raise WireError("unknown object")
        try:
            told = from_tree(tree)
        except ValueError as error:
            raise WireError(str(error)) from None
        return self._stand_ins.as_exception(told, Remote(self._line, number, self.epoch))
