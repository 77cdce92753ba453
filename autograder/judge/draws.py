"""The random inputs of hidden tests: drawn from a course's secret, new for every course.

Hidden inputs can be seen by who hands in often enough: a function may raise an error that shows
its arguments. With a secret of its own, what last year's class has seen is worth nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import numpy as np

# It lies beside the hidden tests: whoever can read those can read it, and nobody else.
SECRET_FILE = "course_secret.txt"
_WORDS = 8


class Draws:
    """Generators of random numbers for one module of hidden tests.

        draws = Draws(__file__)
        draws(0, 3, 5).standard_normal((3, 5))

    The same numbers for the same course, assignment and key; others for another. Without a secret
    the key alone decides: numbers that anybody can work out who knows the tests.
    """

    def __init__(self, tests: str | Path) -> None:
        path = Path(tests)
        secret = path.parent / SECRET_FILE
        self._seed = _words(path.stem, secret.read_text("utf-8")) if secret.is_file() else []

    def __call__(self, *key: int) -> np.random.Generator:
        return np.random.default_rng([*self._seed, *key])


def make_secret(folder: Path) -> Path:
    """A new secret for the hidden tests in `folder`, unless there is one already."""
    path = folder / SECRET_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(16) + "\n", encoding="utf-8")
    return path


def _words(name: str, secret: str) -> list[int]:
    digest = hashlib.sha256(f"{name}\n{secret.strip()}".encode()).digest()
    return [int.from_bytes(digest[4 * n : 4 * n + 4], "little") for n in range(_WORDS)]
