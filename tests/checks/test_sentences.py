"""The catalogues' sentences: short, whole, and without words that the course has not introduced."""

import re
from pathlib import Path
from string import Formatter

import pytest

from autograder.checks import Message, text
from autograder.checks.catalogue import CATALOGUES

ROOT = Path(__file__).parents[2]
MOST_WORDS = 20  # in an English sentence; code and placeholders count as one word
MOST_CHARACTERS = 40  # between two Chinese stops; a Latin word counts as one character
in_every_language = pytest.mark.parametrize("code", CATALOGUES)

# Words of the trade. Each may be used once the notebooks' own prose has used it.
JARGON = {
    "en": (
        "affine|allocate|ansatz|argmax|arity|asymptotic|autodiff|bijection|boolean|broadcasts?"
        "|callable|canonical|coefficient|commute|congruent|covariance|deterministic|eigenvalue"
        "|einsum|epsilon|hadamard|hessian|heuristic|idempotent|immutable|isomorphic|iterable"
        "|jacobian|linear algebra|logits?|mantissa|memoi[sz]e|monotone|mutable|namespace|ndarray"
        "|numerically stable|optimi[sz]er|orthogonal|overload|permutation|perturbation|pickle"
        "|rank|relu|residual|saturate[sd]?|scalar|serialise|singular value|span|stochastic"
        "|subspace|tensor|tuple unpacking|ufunc|ulp|underflow|vectori[sz]e[ds]?"
    ),
    "zh": (
        "雅可比|海森|张量|标量|奇异值|特征值|正交|子空间|满秩|秩|仿射|哈达玛|幂等|单调|协方差|残差"
        "|扰动|收敛|随机过程|自动微分|算子|可迭代|可变对象|命名空间|序列化|向量化|下溢|尾数|机器精度"
        "|饱和|渐近|同构|泛函|线性组合"
    ),
}
STOPS = {"en": r"[.;:!?](?:\s|$)", "zh": r"[，。；：！？、]"}


def bare(template, stand_in):
    """The text with code and placeholders taken out."""
    return re.sub(r"`[^`]*`|\{\{.*?\}\}|\{[^}]*\}", stand_in, template)


def length(sentence, code):
    """Words in English; in Chinese characters, a Latin word or a number being one."""
    if code == "en":
        return len(re.findall(r"\S*\w\S*", sentence))
    return len(re.findall(r"[A-Za-z0-9_.]+|[\u4e00-\u9fff]", sentence))


def sentences(template, code):
    return [part for part in re.split(STOPS[code], bare(template, "X")) if part.strip()]


def too_long(template, code):
    most = MOST_WORDS if code == "en" else MOST_CHARACTERS
    return [part for part in sentences(template, code) if length(part, code) > most]


def jargon(template, code, prose):
    flags = re.IGNORECASE
    pattern = rf"\b(?:{JARGON[code]})\b" if code == "en" else JARGON[code]
    used = {word.lower() for word in re.findall(pattern, bare(template, " "), flags)}
    return sorted(word for word in used if word not in prose)


@pytest.fixture(scope="module")
def prose():
    """What the notebooks say, by language."""
    return {
        code: "\n".join(
            path.read_text(encoding="utf-8")
            for path in sorted((ROOT / "source" / code).rglob("*.md"))
        ).lower()
        for code in CATALOGUES
    }


@in_every_language
def test_sentences_are_short(code):
    long = {key: too_long(template, code) for key, template in CATALOGUES[code].items()}
    assert {key: parts for key, parts in long.items() if parts} == {}


@in_every_language
def test_no_word_is_used_that_the_course_has_not_introduced(code, prose):
    used = {key: jargon(said, code, prose[code]) for key, said in CATALOGUES[code].items()}
    assert {key: words for key, words in used.items() if words} == {}


@in_every_language
def test_texts_are_whole(code):
    for key, template in CATALOGUES[code].items():
        assert template.count("`") % 2 == 0, key
        assert template.count("（") == template.count("）"), key
        outside = bare(template, "")
        assert outside.count("(") == outside.count(")"), key
        assert "\n" not in template, key


@in_every_language
def test_every_text_can_be_filled_in(code):
    for key, template in CATALOGUES[code].items():
        fields = [(name, spec) for _, name, spec, _ in Formatter().parse(template) if name]
        message = Message(key, {name: 0.5 if spec else "abc" for name, spec in fields})
        shown = text(message, code)
        assert shown != f"[{key}]"
        assert shown.count("abc") >= sum(not spec for _, spec in fields), key


def test_english_texts_hold_no_chinese_and_chinese_ones_some():
    for key, template in CATALOGUES["en"].items():
        assert not re.search(r"[\u4e00-\u9fff]", template), key
    letters = {
        key
        for key, template in CATALOGUES["zh"].items()
        if re.search(r"[A-Za-z]{2}", bare(template, ""))
    }
    for key in letters:
        only_latin = not re.search(r"[\u4e00-\u9fff]", CATALOGUES["zh"][key])
        assert not only_latin or CATALOGUES["en"][key].strip() == CATALOGUES["zh"][key].strip(), key


# ---------------------------------------------------------------- the lint itself can say no


def test_a_long_sentence_is_found():
    assert too_long("one " * 21, "en")
    assert not too_long("one " * 20 + "; " + "two " * 20, "en")
    assert not too_long("`" + "x " * 30 + "` is code, {and} this a placeholder", "en")
    assert too_long("长" * 41, "zh")
    assert not too_long("长" * 40 + "，" + "短" * 40, "zh")


def test_a_word_of_the_trade_is_found_unless_the_course_uses_it():
    assert jargon("the Jacobian has full rank", "en", "") == ["jacobian", "rank"]
    assert jargon("the Jacobian has full rank", "en", "what a rank is, and what a jacobian") == []
    assert jargon("frankly, `np.broadcast` a ranking", "en", "") == []
    assert jargon("误差的雅可比矩阵不满秩", "zh", "") == ["满秩", "雅可比"]
