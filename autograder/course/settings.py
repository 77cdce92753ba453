"""Templates → the configuration files of a course."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.course.wishes import Wishes

TEMPLATES = Path(__file__).parent / "templates"
FILES = ("nbgrader_config.py", ".gitignore")
HUB_FILES = (
    "hub/student_nbgrader_config.py",
    "hub/instructor_nbgrader_config.py",
    "hub/student_page_config.json",
    "hub/instructor_page_config.json",
)


def settings_of(wishes: Wishes) -> dict[str, str]:
    """Path below the course's folder → text. A course by mail needs nothing of a hub."""
    names = FILES if wishes.is_by_mail else (*FILES, *HUB_FILES)
    return {name: _render(name, wishes) for name in names}


def _render(name: str, wishes: Wishes) -> str:
    template = _environment().get_template(f"{name.lstrip('.')}.j2")
    text: str = template.render(
        wishes=wishes, folder=str(wishes.folder), exchange=str(wishes.exchange)
    )
    return text


def _environment() -> Environment:
    """For Python and JSON, where a value is written by the filter `py`; none of it is HTML."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["py"] = _literal
    return environment


def _literal(value: object) -> str:
    """A Python literal with double quotes where it can."""
    text = repr(value)
    plain = isinstance(value, str) and text[0] == "'" and not set(value) & set("\\\"'")
    return f'"{value}"' if plain and str(value).isprintable() else text
