"""Values on the line between the judge and the student's room: see `frames` for the format."""

from autograder.sandbox.decoding import decode
from autograder.sandbox.encoding import encode
from autograder.sandbox.frames import (
    HEADER,
    Header,
    Revive,
    Special,
    UnsendableError,
    WireError,
    parts_of,
    read_header,
)

__all__ = [
    "HEADER",
    "Header",
    "Revive",
    "Special",
    "UnsendableError",
    "WireError",
    "decode",
    "encode",
    "parts_of",
    "read_header",
]
