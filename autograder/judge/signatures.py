"""Signatures of the student's functions, as `inspect.signature` gives them."""

from __future__ import annotations

import inspect
from typing import Any

from autograder.judge.exceptions import RoomEndedError

MAX_PARAMETERS = 200


def signature(told: Any) -> inspect.Signature:
    """From [[name, kind, default, annotation]…, annotation of the result]."""
    try:
        parameters, result = told
        made = [
            inspect.Parameter(
                name, inspect._ParameterKind(kind), default=default, annotation=annotation
            )
            for name, kind, default, annotation in parameters[:MAX_PARAMETERS]
        ]
        return inspect.Signature(made, return_annotation=result)
    except (TypeError, ValueError):
        raise RoomEndedError("the room described a signature in no known form") from None
