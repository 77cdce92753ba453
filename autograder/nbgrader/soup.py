"""What Beautiful Soup makes of a feedback page, without building the tree of the whole page.

nbconvert parses each page to give images an `alt`, and writes it out again: most of a page's
time. Here the page is read once, tag by tag. What a tag, a style sheet or a script is written as
is asked of Beautiful Soup itself, once for each that is met. Whatever is not plainly nested and
quoted (a student may print any HTML) goes to Beautiful Soup as a whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from autograder.nbgrader.memory import Memory

FEATURES = "html.parser"
WITHOUT_ALT = "img:not([alt])"
JUPYTERLAB = ".jp-Notebook "

ATTRIBUTES = r"""(?:\s+[a-zA-Z_][-\w:.]*(?:="[^"<>]*")?)*\s*"""
TOKEN = rf"""(?P<text>[^<]+)
    |</(?P<end>[a-z][a-z0-9]*)>
    |(?P<raw><(?P<kind>style|script|title|noscript)\b{ATTRIBUTES}>.*?</(?P=kind)>)
    |(?P<start><(?P<name>[a-z][a-z0-9]*)\b{ATTRIBUTES}/?>)
    |(?P<other><!--(?!-?>)(?:(?!--).)*-->|<!DOCTYPE\ html>)"""
CODE = r"""(?P<code><div\ class="\ highlight\ hl-[-\w]+"><pre>
    (?:[^<]|<span(?:\ class="\w+")?>|</span>)*</pre></div>)"""
PART = re.compile(TOKEN, re.VERBOSE | re.DOTALL)
PAGE = re.compile(f"{CODE}|{TOKEN}", re.VERBOSE | re.DOTALL)
# Versions of the parser differ in whether these hold markup or text.
TEXT_ONLY = {"textarea", "iframe", "noembed", "noframes", "plaintext", "xmp"}
RAW = {"style", "script", "title", "noscript"}
# Plain only where no markup could be meant: with it, versions of the parser differ.
HOLD_TEXT = {"title", "noscript"}
SPACE_KEPT = {"pre", "textarea"}
ENTITY = re.compile(r">|&(?:#[0-9]+;|#[xX][0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)?")
BLANK = re.compile(r"[ \n\t\f\r]+")
# Where a page is cut into what other pages may have as well. No token goes on behind a cut: one
# that would is not closed before it, and that is not plain.
CUT = re.compile(r'(?=<div (?:id="cell-id=|class="cell ))')


class _NotPlainError(Exception):
    """For the real parser."""


class _Reader:
    """Reads a page, or a part of one."""

    def __init__(self) -> None:
        self.pieces: list[str | Tag] = []  # as written; an image without `alt` is a tag
        self.open: list[str] = []
        self.kept = 0  # open elements that keep their blanks

    def page(self, html: str) -> list[str | Tag]:
        """Raises `_NotPlainError`."""
        for cut in CUT.split(html):
            key = (cut, tuple(self.open), self.kept)
            known = CUTS.get(key)
            if known is None:
                start = len(self.pieces)
                self.read(cut, PAGE)
                self._remember(key, self.pieces[start:])
            else:
                text, opened, self.kept = known
                self.pieces.append(text)
                self.open = list(opened)
        if self.open:
            raise _NotPlainError(self.open[-1])
        return self.pieces

    def _remember(self, key: tuple[str, tuple[str, ...], int], pieces: list[str | Tag]) -> None:
        if not any(isinstance(piece, Tag) for piece in pieces):
            text = "".join(map(str, pieces))
            CUTS.keep(key, (text, tuple(self.open), self.kept), len(key[0]))

    def read(self, html: str, tokens: re.Pattern[str]) -> None:
        """Raises `_NotPlainError`."""
        position = 0
        for match in tokens.finditer(html):
            if match.start() != position:
                break
            position = match.end()
            self._token(match)
        if position != len(html):
            raise _NotPlainError(html[position : position + 50])

    def _token(self, match: re.Match[str]) -> None:
        kind, markup = str(match.lastgroup), match[0]
        if kind == "text":
            self.pieces.append(_text(markup, self.kept > 0))
        elif kind == "start":
            self._start(match["name"], markup)
        elif kind == "end":
            self._end(match["end"], markup)
        else:
            self.pieces.append(WHOLE[kind][markup])

    def _start(self, name: str, markup: str) -> None:
        if name in TEXT_ONLY or name in RAW:
            raise _NotPlainError(markup)
        if name == "img":
            tag = _only_tag(markup)
            self.pieces.append(str(tag) if "alt" in tag.attrs else tag)
            return
        text, is_whole = STARTS[markup]
        if not is_whole:
            self.open.append(name)
            self.kept += name in SPACE_KEPT
        self.pieces.append(text)

    def _end(self, name: str, markup: str) -> None:
        if not self.open or self.open.pop() != name:
            raise _NotPlainError(markup)
        self.kept -= name in SPACE_KEPT
        self.pieces.append(markup)


def _only_tag(markup: str) -> Tag:
    found = BeautifulSoup(markup, features=FEATURES).contents
    if len(found) != 1 or not isinstance(found[0], Tag):
        raise _NotPlainError(markup)
    return found[0]


def _start(markup: str) -> tuple[str, bool]:
    """How a start tag is written, and whether the element ends with it."""
    tag = _only_tag(markup)
    is_whole = tag.is_empty_element or markup.endswith("/>")
    text = str(tag)
    return (text, True) if is_whole else (text.removesuffix(f"</{tag.name}>"), False)


def _raw(markup: str) -> str:
    """A style sheet, a script, a title or what stands without scripts: no markup in it."""
    tag = _only_tag(markup)
    inner = markup[markup.index(">") : markup.rindex("<")]
    if "<!--" in inner or re.search(rf"</\s*{tag.name}", inner, re.IGNORECASE):
        raise _NotPlainError(markup)
    if tag.name in HOLD_TEXT and re.search("[<&]", inner):
        raise _NotPlainError(markup)
    return str(tag)


def _other(markup: str) -> str:
    return str(BeautifulSoup(markup, features=FEATURES))


def _code(markup: str) -> str:
    """A block of highlighted code: most of a page's tags, and the same on many pages."""
    reader = _Reader()
    reader.read(markup, PART)
    if reader.open:
        raise _NotPlainError(markup)
    return "".join(map(str, reader.pieces))


def _entity(reference: str) -> str:
    """How a reference, or a single `>`, is written."""
    text = _other(f"<p>-{reference}-</p>")[4:-5]
    if reference == "&" or BLANK.fullmatch(text):
        raise _NotPlainError(reference)
    return text


# Room in characters of what is read; what is written takes as much again.
STARTS = Memory(1_000_000, _start)
ENTITIES = Memory(100_000, _entity)
WHOLE = {
    "raw": Memory(2_000_000, _raw),  # the style sheet has 120,000
    "other": Memory(200_000, _other),
    "code": Memory(5_000_000, _code),
}
CUTS = Memory(10_000_000)  # (text, open elements, kept) → (as written, open elements, kept)


def _text(text: str, is_space_kept: bool) -> str:
    if "&" in text or ">" in text:
        return ENTITY.sub(lambda match: str(ENTITIES[match[0]]), text)
    if not is_space_kept and text[0] in " \n\t\f\r" and BLANK.fullmatch(text):
        return "\n" if "\n" in text else " "
    return text


class PageSoup:
    """As much of a `BeautifulSoup` as nbconvert's exporter asks for; a question that it can't
    answer is answered by the real one."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.soup: BeautifulSoup | None = None
        self.pieces: list[str | Tag] = []
        try:
            self.pieces = _Reader().page(html)
        except _NotPlainError:
            self._real()

    def _real(self) -> BeautifulSoup:
        """The real one, with what was done to the images so far."""
        if self.soup is None:
            self.soup = BeautifulSoup(self.html, features=FEATURES)
            for ours, tag in zip(self._images(), self.soup.select(WITHOUT_ALT), strict=False):
                tag.attrs.update(ours.attrs)
        return self.soup

    def _images(self) -> list[Tag]:
        return [piece for piece in self.pieces if isinstance(piece, Tag)]

    def select(self, selector: str) -> list[Tag]:
        """The tags that a selector of nbconvert's finds."""
        if self.soup is None:
            if selector == WITHOUT_ALT:
                return self._images()
            if selector.startswith(JUPYTERLAB) and "jp-Notebook" not in self.html:
                return []
        return list(self._real().select(selector))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def __str__(self) -> str:
        return "".join(map(str, self.pieces)) if self.soup is None else str(self.soup)


def page_soup(html: str, features: str = "", **options: Any) -> Any:
    """Stands in for the class `BeautifulSoup` in nbconvert's exporter."""
    if features != FEATURES or options or not reads_as_the_real_one():
        return BeautifulSoup(html, features=features, **options)
    return PageSoup(html)


CANARY = """<!DOCTYPE html>
<html><head><title>a</title> \t<style type="text/css">
a > b {}</style>\n \n<!-- a --><meta charset="utf-8" /></head>
<body class="b  a" lang="en"><p id="1" class="">&lt;&gt;&amp;&quot;&#39;&nbsp; > "'</p>   <br>
<pre> \n </pre> <img src="a"><a href="?a&amp;b" b>\u6587 </a><hr/><span/></body>
</html>
"""


@cache
def reads_as_the_real_one() -> bool:
    """Whether the Beautiful Soup that is installed writes a page as this module expects it."""
    quick = PageSoup(CANARY)
    return quick.soup is None and str(quick) == str(BeautifulSoup(CANARY, features=FEATURES))
