"""A page read quickly is the page that Beautiful Soup writes."""

import random

import pytest
from bs4 import BeautifulSoup

from autograder.nbgrader import soup
from autograder.nbgrader.memory import Memory
from autograder.nbgrader.soup import FEATURES, PageSoup, page_soup

PARTS = [
    '<div class="cell  border-box-sizing">',
    '<div id="cell-id=a" class="cell text_cell">',
    '<div class="nbgrader_cell panel">',
    "</div>",
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<span>",
    "</span>",
    '<div class=" highlight hl-python"><pre><span></span><span class="k">if</span> 1 &lt; 2:\n'
    ' <span class="s">&quot;</span>\n</pre></div>',
    '<div class=" highlight hl-python"><pre><span class="k">open</pre></div>',
    '<img src="data:image/png;base64,AA==" />',
    '<img alt="a picture" src="b.png">',
    "<br>",
    "<hr/>",
    "</br>",
    "<span/>",
    "<style>a > b { } /* <p> */</style>",
    "<script>if (1 < 2) { x = '</p>' }</script>",
    "<script><!-- </script>",
    "<title>a title</title>",
    "<title>a <b>title</title>",
    "<textarea> <p> </textarea>",
    "<noscript>no scripts “here”</noscript>",
    "<noscript><p>no scripts</p></noscript>",
    "<noscript>&quot;",
    "<!-- a comment -->",
    "<!-- not -- closed",
    "<!-->",
    '<a href="?a=1&amp;b=2&c" title="\'" b>',
    "</a>",
    "<P CLASS=x>",
    '<p class="z  a" id="3" class="b">',
    "<svg viewBox='0 0 1 1'><path d=\"M0\"/></svg>",
    "text",
    " ",
    " \n ",
    "\t",
    "文 ¶ é",
    "&amp; &lt; &gt; &quot; &#39; &#182; &nbsp; &hearts;",
    "&#32;",
    "&#10;",
    "&unknown; &amp",
    "&",
    "a & b",
    "1 < 2 > 0",
    "\x1b[0m \r\n \x0c",
    "<?xml?>",
    "<![CDATA[ ]]>",
    "<!DOCTYPE html>",
    "<",
    "jp-Notebook",
]


def parsed(html: str) -> str:
    return str(BeautifulSoup(html, features=FEATURES))


def with_alts(soup_of_page) -> str:
    """As nbconvert goes about it."""
    for tag in soup_of_page.select("img:not([alt])"):
        tag.attrs["alt"] = "No description"
    for tag in soup_of_page.select(".jp-Notebook div.jp-Cell-inputWrapper"):
        tag.attrs["tabindex"] = "0"
    return str(soup_of_page)


@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
@pytest.mark.parametrize("seed", range(40))
def test_any_page_is_written_as_the_real_parser_writes_it(seed):
    chance = random.Random(seed)
    for _ in range(50):
        html = "".join(chance.choices(PARTS, k=chance.randint(1, 12)))
        assert str(PageSoup(html)) == parsed(html), html
        expected = with_alts(BeautifulSoup(html, features=FEATURES))
        assert with_alts(page_soup(html, features=FEATURES)) == expected, html


def nested(chance: random.Random, depth: int) -> str:
    """Well-formed HTML, as templates make it."""
    if depth == 0:
        return chance.choice(["text", " ", "\n ", "&lt;", '<img src="a"/>', "<br/>", "é > 1"])
    name = chance.choice(["p", "div", "pre", "span", "td"])
    inner = "".join(nested(chance, depth - 1) for _ in range(chance.randint(0, 3)))
    kind = chance.choice(["", ' class="cell a"', ' id="b" class="c  d"'])
    return f"<{name}{kind}>{inner}</{name}>"


@pytest.mark.parametrize("seed", range(20))
def test_a_page_that_is_plainly_nested_needs_no_tree(seed):
    html = "<body>" + nested(random.Random(seed), 5) + "</body>\n"
    page = PageSoup(html)
    assert page.soup is None
    assert str(page) == parsed(html)
    assert with_alts(page) == with_alts(BeautifulSoup(html, features=FEATURES))


def test_what_was_kept_is_not_taken_for_another_place():
    """The same part, once where blanks count and once where they don't."""
    part = '<div class="cell a"> \n </div>'
    for html in (part, f"<pre>{part}</pre>", part):
        assert str(PageSoup(html)) == parsed(html)


def test_an_image_with_its_alt_added_is_added_on_its_own_page_only():
    html = '<div class="cell a"><img src="x"/></div>'
    assert 'alt="No description"' in with_alts(PageSoup(html))
    assert str(PageSoup(html)) == parsed(html)


def test_a_question_that_only_the_tree_answers_is_answered():
    page = PageSoup('<p>a</p><img src="x"/>')
    page.select("img:not([alt])")[0].attrs["alt"] = "b"
    assert [tag.name for tag in page.select("p")] == ["p"]
    assert page.find("img")["alt"] == "b"
    assert str(page) == '<p>a</p><img alt="b" src="x"/>'


def test_another_beautiful_soup_switches_the_quick_way_off(monkeypatch):
    assert isinstance(page_soup("<p>", features=FEATURES), PageSoup)
    monkeypatch.setattr(soup, "CANARY", soup.CANARY + "<p>")
    soup.reads_as_the_real_one.cache_clear()
    try:
        assert isinstance(page_soup("<p>", features=FEATURES), BeautifulSoup)
    finally:
        soup.reads_as_the_real_one.cache_clear()


def test_what_is_kept_stays_within_its_room():
    asked = []
    memory = Memory(80, lambda text: asked.append(text) or len(text))
    for number in range(100):
        assert memory[f"text {number}"] == len(f"text {number}")
        assert sum(map(len, memory)) <= 80
    assert memory["long" * 5] == 20
    assert "long" * 5 not in memory
    before = len(asked)
    assert memory["text 99"] == 7
    assert len(asked) == before
