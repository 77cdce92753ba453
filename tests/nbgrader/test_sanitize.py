"""HTML that was made harmless: what honest notebooks show stays, as it looked."""

import base64

import pytest
from bs4 import BeautifulSoup

from autograder.checks import Message, Outcome, Result, Status
from autograder.checks.picture import Picture
from autograder.checks.render import as_html
from autograder.checks.result import Drawing
from autograder.nbgrader.safe import LEFT_OUT, safe_data, safe_metadata
from autograder.nbgrader.sanitize import clean_html

TABLE = (
    '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th>'
    '<th>a</th></tr></thead><tbody><tr><th>0</th><td colspan="2">1.5</td></tr></tbody></table>'
)


def styles(html):
    """Each element's name, text and style declarations, in order."""
    soup = BeautifulSoup(html, "html.parser")
    return [
        (tag.name, tag.get_text(), sorted(part.strip().replace(": ", ":") for part in style))
        for tag in soup.find_all(True)
        for style in [[part for part in str(tag.get("style", "")).split(";") if part.strip()]]
    ]


def test_a_check_of_the_kit_looks_as_before():
    title = {"en": "It is `right`, x < 1."}
    outcomes = tuple(
        Outcome(title, status, 2.0, 1.0, Message("grader_error", {"error": "<b>"}), None)
        for status in Status
    )
    html = as_html(Result("softmax", outcomes), "en")
    assert styles(clean_html(html)) == styles(html)


def drawn(picture, monkeypatch):
    """A card with a drawing, as it is with matplotlib or without."""
    monkeypatch.setattr("autograder.checks.drawing_html.picture_of", lambda _: picture)
    words = Message("right.no_step")
    drawing = Drawing("time", ((1, 0, 8, 2),), words, words, words, words)
    outcome = Outcome({"en": "x"}, Status.FAILED, 1.0, 0.0, drawing=drawing)
    return as_html(Result("rnn_backward", (outcome,)), "en")


@pytest.mark.parametrize("picture", [Picture(b"PNG", 180, 120), None])
def test_a_drawing_of_the_kit_looks_as_before(picture, monkeypatch):
    html = drawn(picture, monkeypatch)
    assert styles(clean_html(html)) == styles(html)
    if picture is not None:
        before, after = (
            BeautifulSoup(page, "html.parser").img for page in (html, clean_html(html))
        )
        for name in ("src", "alt", "width", "height"):
            assert before[name] == after[name]


def test_a_table_stays():
    assert styles(clean_html(TABLE)) == styles(TABLE)
    assert 'class="dataframe"' in clean_html(TABLE)


def test_a_drawing_becomes_a_picture_of_the_same():
    cleaned = clean_html('<svg width="9"><circle r="4"></circle></svg>')
    source = BeautifulSoup(cleaned, "html.parser").img["src"]
    kind, data = source.split(";base64,")
    assert kind == "data:image/svg+xml"
    assert b'<circle r="4">' in base64.b64decode(data)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/a?b=1">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<img alt="x" src="https://example.org/a.png">',
        '<img alt="x" src="figures/a b.png">',
        '<img alt="x" src="data:image/png;base64,AAAA">',
        '<span class="kn">import</span>',
        "<h2>Title</h2><p>text <code>x</code></p>",
    ],
)
def test_what_prose_needs_stays_to_the_letter(html):
    assert clean_html(html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<a href="JaVaScRiPt:x">x</a>',
        '<a href="&#1;javascript:x">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="//example.org">x</a>',
        '<a href="/logout">x</a>',
        '<img src="data:text/html;base64,AAAA">',
        '<img src="data:image/png;base64,AAAA&quot; onerror=x">',
        '<img src="../../logout">',
        '<img src="https://example.org/hub/logout">',
        '<b onclick="x">x</b>',
        '<b class="btn full-credit">x</b>',
        '<b style="position:fixed">x</b>',
        '<b style="background:url(https://example.org)">x</b>',
        '<b style="background:u\\72l(https://example.org)">x</b>',
        '<b style="margin-top:-99em">x</b>',
        '<b data-toggle="modal">x</b>',
    ],
)
def test_an_attribute_that_could_harm_goes(html):
    tag = BeautifulSoup(clean_html(html), "html.parser").find(True)
    kept = {name: value for name, value in tag.attrs.items() if value and value != "x"}
    assert kept == {}


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "object", "title", "textarea"])
def test_a_tag_that_could_harm_goes_with_all_that_is_in_it(tag):
    assert clean_html(f"a<{tag}>alert(1)</{tag}>b") == "ab"


def test_names_do_not_meet_the_names_of_the_page():
    assert clean_html('<b id="essay">x</b>') == '<b id="content-essay">x</b>'
    assert clean_html('<a href="#essay">x</a>') == '<a href="#content-essay">x</a>'


def test_an_output_that_could_only_run_is_named():
    assert safe_data({"application/javascript": "x"}) == {
        "text/plain": LEFT_OUT.format("application/javascript")
    }


def test_an_output_keeps_its_harmless_forms():
    data = {"text/html": "<b>x</b><script>y</script>", "text/plain": "x", "image/png": "AAAA\n"}
    assert safe_data(data) == {**data, "text/html": "<b>x</b>"}


def test_a_picture_keeps_its_size_and_its_description():
    sizes = {"width": 200, "height": "1 onerror=x", "alt": "a curve", "unconfined": True}
    assert safe_metadata({"image/png": sizes, "filenames": {"image/png": "x"}}) == {
        "image/png": {"width": 200, "alt": "a curve"}
    }
