"""The reports' catalogues say the same things in both languages, and hold all that is used."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import autograder
from autograder.checks import Message, literal
from autograder.report.words import CATALOGUES, say, words
from autograder.report.words.en import CATALOGUE as EN
from autograder.report.words.zh import CATALOGUE as ZH

PACKAGE = Path(autograder.__file__).parent
KEY = re.compile(r"report(\.[a-z0-9_]+)+")
# Put together from a value: the beginnings of such keys.
# Those of pages are proved used in test_page_words.
BUILT = ("report.standing.", "report.page.")


def placeholders(template):
    return {(name, spec) for _, name, spec, _ in Formatter().parse(template) if name is not None}


def used_keys():
    """In Python and in the templates of pages."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "words":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if KEY.fullmatch(node.value) else set()
    for path in (PACKAGE / "report").rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        found |= {match[1] for match in re.finditer(r"['\"](report(\.[a-z0-9_]+)+)['\"]", text)}
    return {key for key in found if not key.endswith((".j2", ".html"))}


def test_both_catalogues_have_the_same_keys_in_the_same_order():
    assert list(EN) == list(ZH)


@pytest.mark.parametrize("key", EN)
def test_both_texts_of_a_key_have_the_same_placeholders(key):
    assert placeholders(EN[key]) == placeholders(ZH[key])


@pytest.mark.parametrize(
    ("value", "told"), [(-0.318, "−0.32"), (-0.001, "0.00"), (2 / 3, "0.67"), (1.0, "1.00")]
)
def test_numbers_have_two_digits_and_a_minus_as_wide_as_one(value, told):
    said = words("report.item.interval", "en", value=value, low=-1.0, high=0.5)
    assert said == f"{told}  (95 % interval −1.00 to 0.50)"


def test_every_key_that_is_used_exists():
    assert used_keys() - set(EN) == set()


def test_every_key_is_used():
    unused = set(EN) - used_keys()
    assert {key for key in unused if not key.startswith(BUILT)} == set()


@pytest.mark.parametrize("language", CATALOGUES)
def test_chinese_is_chinese_and_english_is_not(language):
    chinese = re.compile(r"[一-鿿]")
    for key, sentence in CATALOGUES[language].items():
        assert bool(chinese.search(sentence)) == (language == "zh"), key


def test_a_sentence_holds_the_words_of_the_checks():
    inner = literal("the gradient is lost", "梯度丢了")
    assert say(inner, "zh") == "梯度丢了"
    assert say(Message("status.passed"), "en") == "passed"


def test_a_missing_value_is_an_error_and_no_half_sentence(monkeypatch):
    monkeypatch.setitem(EN, "report.try", "{count} students")
    assert words("report.try", "en", count=3) == "3 students"
    with pytest.raises(KeyError):
        words("report.try", "en")
