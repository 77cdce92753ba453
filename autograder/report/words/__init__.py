"""What reports say, in English and Chinese: one catalogue each, with the same keys."""

from __future__ import annotations

from autograder.checks import Message, text
from autograder.report.words.en import CATALOGUE as ENGLISH
from autograder.report.words.zh import CATALOGUE as CHINESE

CATALOGUES = {"en": ENGLISH, "zh": CHINESE}
DIGITS = 2  # of points and correlations: a third of a point is 0.33
SEPARATORS = {"en": ", ", "zh": "、"}


class _Number(float):
    """With a minus sign that is as wide as a digit, as in the tables."""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec).replace("-", "−")


def say(message: Message, language: str) -> str:
    """The message as a sentence. Messages of the checks are said, too: they stand in results.

    Raises KeyError for a language, or a value of the sentence, that is not there.
    """
    template = CATALOGUES[language].get(message.key)
    if template is None:
        return text(message, language)
    values = {name: _plain(value, language) for name, value in message.values.items()}
    return template.format(**values)


def words(key: str, language: str, **values: object) -> str:
    """The sentence of a key."""
    return say(Message(key, values), language)


def _plain(value: object, language: str) -> object:
    if isinstance(value, Message):
        return say(value, language)
    if isinstance(value, tuple | list):
        return SEPARATORS[language].join(str(_plain(each, language)) for each in value)
    if isinstance(value, float):
        return _Number(round(value, DIGITS) + 0.0)  # no negative zero
    return value
