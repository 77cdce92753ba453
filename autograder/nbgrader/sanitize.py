"""HTML of a student's, made harmless: nothing of it runs, loads a page or poses as the page.

An allow-list of tags, attributes, addresses and styles; bleach, which nbconvert brings along, is
the boundary. What stays is what notebooks show: text, tables, code, pictures, links.
"""

from __future__ import annotations

import base64
import functools
import re

import bleach
from bleach.css_sanitizer import CSSSanitizer
from bs4 import BeautifulSoup
from bs4.element import Tag


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _words(
    "a abbr b blockquote br caption center code col colgroup dd del details div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span "
    "strong sub summary sup table tbody td tfoot th thead tr tt u ul var"
)
# What stands between these is not for reading.
UNREADABLE = _words("script style template noscript iframe object embed math title textarea xmp")
PLAIN = _words("align alt border colspan dir lang open rowspan scope span start title")
SIZES = frozenset(("width", "height"))
STYLES = _words(
    "background background-color border border-bottom border-collapse border-color border-left "
    "border-radius border-right border-spacing border-style border-top border-width break-inside "
    "color display flex-wrap font-family font-size font-style font-variant font-weight gap height "
    "justify-content line-height list-style margin margin-bottom margin-left margin-right "
    "margin-top max-width min-width overflow-wrap overflow-x padding padding-bottom padding-left "
    "padding-right padding-top text-align text-decoration vertical-align white-space width"
)
# Addresses, escapes that hide them, and lengths that move a text over another.
_BAD_STYLE = re.compile(r"url|image|expression|attr|var|calc|[\\@]|-\s*[\d.]", re.IGNORECASE)
_CLASS = re.compile(r"[a-z]{1,2}\d?|err|hll|highlight|dataframe|anchor-link|language-\w+")
_LINK = re.compile(r"https?://|mailto:|#content-", re.IGNORECASE)
_PICTURE = re.compile(
    r"(?!.*logout)(https?://"
    r"|data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*\Z"
    r"|(?!.*\.\.)\w[\w ./%-]*\Z)",
    re.IGNORECASE | re.DOTALL,
)
_SIZE = re.compile(r"\d{1,4}(px|%)?")
PREFIX = "content-"


@functools.lru_cache(maxsize=1024)
def clean_html(html: str) -> str:
    """The harmless part of `html`. The same prose in every hand-in is cleaned once."""
    cleaned: str = bleach.clean(
        _prepared(html),
        tags=TAGS,
        attributes=_is_allowed,
        protocols=frozenset(("http", "https", "mailto", "data")),
        strip=True,
        strip_comments=True,
        css_sanitizer=_Styles(allowed_css_properties=STYLES),
    )
    return cleaned


class _Styles(CSSSanitizer):
    def sanitize_css(self, style: str) -> str:
        """Known properties; nothing at all if one of them has an odd value."""
        kept: str = super().sanitize_css(style)
        return "" if _BAD_STYLE.search(kept) else kept


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and _LINK.match(value) is not None
    if name == "src":
        return tag == "img" and _PICTURE.match(value) is not None
    if name == "class":
        return all(map(_CLASS.fullmatch, value.split()))
    if name == "id":
        return value.startswith(PREFIX)
    if name in SIZES:
        return _SIZE.fullmatch(value) is not None
    return name in PLAIN or name == "style" or name == "aria-hidden"


def _prepared(html: str) -> str:
    """What bleach would take out, put into a form that may stay: this is not the boundary."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(list(UNREADABLE)):
        tag.decompose()
    for svg in soup.find_all("svg"):
        svg.replace_with(_picture(soup, svg))
    for tag in soup.find_all(True):
        _keep_known_classes(tag)
        _prefix_names(tag)
    return str(soup)


def _picture(soup: BeautifulSoup, svg: Tag) -> Tag:
    """A drawing as a picture: in one, nothing runs and nothing is loaded."""
    svg.attrs.setdefault("xmlns", "http://www.w3.org/2000/svg")
    data = base64.b64encode(str(svg).encode()).decode("ascii")
    return soup.new_tag("img", src=f"data:image/svg+xml;base64,{data}", alt="drawing")


def _keep_known_classes(tag: Tag) -> None:
    """A student's text must not look like a button of the page, nor be taken for one."""
    classes = tag.get_attribute_list("class")
    if known := [name for name in classes if name and _CLASS.fullmatch(name)]:
        tag["class"] = " ".join(known)
    elif "class" in tag.attrs:
        del tag["class"]


def _prefix_names(tag: Tag) -> None:
    """Names within a text stay apart from the page's own, such as the field for a score."""
    if "id" in tag.attrs:
        tag["id"] = PREFIX + str(tag["id"])
    link = tag.get("href")
    if isinstance(link, str) and link.startswith("#"):
        tag["href"] = f"#{PREFIX}{link[1:]}"
