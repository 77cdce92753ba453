"""What arrays look like in a frame. A course uses few forms, so each is worked out once."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.sandbox.frames import NUMBERS, TEXT

_MAX_FORMS = 2_000


@dataclass(frozen=True, slots=True)
class Form:
    """The node of an array in the head, its bytes in the blob, and how to get these."""

    text: str
    size: int
    code: str
    is_native: bool

    def bytes_of(self, array: np.ndarray[Any, Any]) -> bytes:
        """The items in C order, little-endian."""
        return (array if self.is_native else array.astype(self.code)).tobytes()


_FORMS: dict[tuple[Any, ...], Form] = {}


def form_of(dtype: np.dtype[Any], shape: tuple[int, ...], tag: str) -> Form | None:
    """None if items of this type don't travel."""
    form = _FORMS.get((dtype, shape, tag))
    if form is not None:
        return form
    code = dtype_code(dtype)
    if code is None:
        return None
    size = dtype.itemsize * math.prod(shape)
    text = json.dumps({tag: [code, list(shape), size]}, separators=(",", ":"))
    if len(_FORMS) >= _MAX_FORMS:
        _FORMS.clear()
    return _FORMS.setdefault((dtype, shape, tag), Form(text, size, code, dtype.str == code))


def dtype_code(dtype: np.dtype[Any]) -> str | None:
    if not getattr(type(dtype), "_legacy", True):  # no byte order, no plain bytes: StringDType
        return None
    code = str(dtype.newbyteorder("<").str)
    return code if code in NUMBERS or TEXT.fullmatch(code) else None
