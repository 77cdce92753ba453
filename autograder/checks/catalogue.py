"""The text of a message in a language."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.checks.en import CATALOGUE as EN
from autograder.checks.errors import VERBATIM, Message
from autograder.checks.zh import CATALOGUE as ZH

CATALOGUES: Mapping[str, Mapping[str, str]] = {"en": EN, "zh": ZH}
LANGUAGES = tuple(CATALOGUES)


class _Current:
    """The notebook's language. Not a context variable: a kernel may run each cell in its own."""

    language = "en"


def language_code(language: object) -> str:
    """The catalogue for a language tag: `zh`, `zh-CN` and `ZH_hans` are all `zh`.

    Raises ValueError for a language that has no catalogue.
    """
    code = language.replace("_", "-").split("-")[0].lower() if isinstance(language, str) else ""
    if code not in CATALOGUES:
        raise ValueError(text(Message("language.unknown", {"languages": LANGUAGES})))
    return code


def current_language() -> str:
    return _Current.language


def use_language(language: str) -> None:
    """Make this the language of every text for which none is named. Raises ValueError."""
    _Current.language = language_code(language)


def text(message: Message, language: str | None = None) -> str:
    """The message as a sentence; in the current language when none is named.

    A key without a template, or values that do not fit it, show up as the key: a result must
    stay readable even when one of its texts is broken. Raises ValueError for the language.
    """
    code = language_code(language or current_language())
    values = message.values
    if message.key == VERBATIM:
        return str(values.get(code) or values.get("en") or "")
    template = CATALOGUES[code].get(message.key)
    if template is None:
        return f"[{message.key}]"
    try:
        return template.format(**{name: _plain(value, code) for name, value in values.items()})
    except (KeyError, IndexError, ValueError, TypeError):
        return f"[{message.key}]"


def explain(fact: Message | None, advice: Message | None, language: str | None = None) -> list[str]:
    """The fact, and on a line of its own the labelled advice."""
    lines = [text(fact, language)] if fact else []
    if advice:
        lines.append(labelled("label.advice", advice, language))
    return lines


def labelled(label: str, message: Message, language: str | None = None) -> str:
    """The message behind the word that the key `label` stands for."""
    return f"{text(Message(label), language)}  {text(message, language)}"


def _plain(value: object, language: str) -> object:
    if isinstance(value, Message):
        return text(value, language)
    if isinstance(value, (tuple, list)):
        separator = CATALOGUES[language]["list.separator"]
        return separator.join(str(_plain(item, language)) for item in value)
    return value
