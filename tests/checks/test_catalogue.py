"""Both catalogues say the same things, and every message of the code is in them."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import autograder.checks
from autograder.checks import Message, check, literal, text
from autograder.checks.catalogue import CATALOGUES, LANGUAGES, language_code
from autograder.checks.en import CATALOGUE as EN
from autograder.checks.zh import CATALOGUE as ZH

SOURCES = sorted(Path(autograder.checks.__file__).parent.parent.rglob("*.py"))
GROUPS = {key.split(".")[0] for key in EN if "." in key}
KEY = re.compile(r"[a-z]+\.[a-z_]+")

# Put together from a status.
USED_ELSEWHERE = {key for key in EN if key.startswith("status.")}


def placeholders(template):
    return {(name, spec) for _, name, spec, _ in Formatter().parse(template) if name is not None}


def used_keys():
    found = set()
    for path in SOURCES:
        if path.stem in LANGUAGES and path.parent.name in ("checks", "terminal"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                dotted = KEY.fullmatch(node.value) and node.value.split(".")[0] in GROUPS
                if dotted or node.value == "grader_error":
                    found.add(node.value)
    return found


@pytest.fixture
def english_afterwards():
    yield
    check.language = "en"


def test_both_catalogues_have_the_same_keys_in_the_same_order():
    assert list(EN) == list(ZH)


def test_both_texts_of_a_key_have_the_same_placeholders():
    assert [key for key in EN if placeholders(EN[key]) != placeholders(ZH[key])] == []


def test_every_key_used_in_the_code_exists():
    assert len(used_keys()) > 80
    assert used_keys() - set(EN) == set()


def test_every_key_of_the_catalogues_is_used():
    assert set(EN) - used_keys() - USED_ELSEWHERE == set()


def test_chinese_texts_use_chinese_punctuation():
    others = ("points.short", "list.separator", "error.named", "raises.other")
    for key in ZH.keys() - others:
        outside_code = re.sub(r"`[^`]*`|\{[^}]*\}|\([^)]*\)", "", ZH[key])
        assert not re.search(r"[,;:?!]", outside_code), key


def test_a_message_is_rendered_in_each_language():
    message = Message("student.not_written", {"function": "softmax"})
    assert text(message, "en") == "softmax is not written yet"
    assert text(message, "zh") == "softmax 还没有写"


def test_messages_and_tuples_inside_a_message_are_rendered_in_its_language():
    pair = Message("keys.pair", {"found": "du", "name": "dU"})
    message = Message("advice.keys", {"pairs": (pair, pair)})
    assert text(message, "zh").count("应为 'dU'") == 2
    assert "、" in text(message, "zh")
    assert "should be 'dU', 'du'" in text(message, "en")


def test_braces_in_a_students_text_are_left_alone():
    message = Message("student.not_defined", {"name": "{0.__class__}"})
    assert text(message, "en") == "{0.__class__} is not defined"


def test_a_literal_message_brings_its_own_text():
    message = literal(en="W is transposed {x}", zh="W 转置了")
    assert [text(message, language) for language in LANGUAGES] == [
        "W is transposed {x}",
        "W 转置了",
    ]


@pytest.mark.parametrize("message", [Message("no.such_key"), Message("shape.wrong", {"name": "x"})])
def test_a_broken_message_shows_its_key(message):
    assert text(message, "en") == f"[{message.key}]"


@pytest.mark.parametrize(("tag", "code"), [("en", "en"), ("zh-CN", "zh"), ("ZH_Hans", "zh")])
def test_language_tags_are_understood(tag, code):
    assert language_code(tag) == code


@pytest.mark.parametrize("tag", ["fr", "", "english", None, 3, ["zh"]])
def test_an_unknown_language_is_refused_with_the_known_ones(tag):
    with pytest.raises(ValueError, match="en, zh"):
        check.language = tag
    assert check.language == "en"


@pytest.mark.usefixtures("english_afterwards")
def test_the_language_of_the_notebook_is_the_language_of_every_message():
    message = Message("student.not_defined", {"name": "x"})
    check.language = "zh"
    assert (check.language, text(message)) == ("zh", "x 没有定义")
    assert text(message, "en") == "x is not defined"


def test_every_catalogue_belongs_to_a_language():
    assert CATALOGUES == {"en": EN, "zh": ZH}
