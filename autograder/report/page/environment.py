"""The templates, their style and their script. What is a student's is always escaped."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.checks.markup import HTML_LANGUAGE, inline
from autograder.report.page.tables import short
from autograder.report.words import words

FOLDER = Path(__file__).parent / "templates"
CODE = "<code>"


def render(template: str, language: str, **values: Any) -> str:
    """The template with `word(name)` in this language. Raises KeyError for a language or a word
    that is not there, and `jinja2.UndefinedError` for a value."""
    page: str = (
        _environment()
        .get_template(template)
        .render(
            **values,
            word=functools.partial(_word, language),
            language=HTML_LANGUAGE[language],
            style=asset("style.css"),
            script=asset("tables.js"),
            policy=policy(),
        )
    )
    return page


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["inline"] = sentence
    made.filters["points"] = short
    return made


@functools.cache
def asset(name: str) -> Markup:
    """A file of the kit's own, as it is."""
    return Markup((FOLDER / name).read_text(encoding="utf-8"))


@functools.cache
def policy() -> str:
    """What a browser may do with the page: nothing from the network, and one script."""
    digest = hashlib.sha256(asset("tables.js").encode()).digest()
    script = base64.b64encode(digest).decode("ascii")
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        f"script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
    )


def sentence(text: str) -> Markup:
    """A sentence, escaped, with what is between backticks as code."""
    return Markup(inline(text, CODE))


def _word(language: str, name: str, /, **values: object) -> str:
    return words(f"report.page.{name}", language, **values)
