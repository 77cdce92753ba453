"""Code that would run where an instructor or a student looks at the graded notebook.

Every payload marks the page that it runs in. `shown` is honest content beside it that must stay.
"""

from __future__ import annotations

from attack import Attack
from classroom import cell as find
from nbformat.v4 import new_markdown_cell, new_raw_cell

MARK = (
    "document.documentElement.dataset.owned=1;"
    "try{parent.document.documentElement.dataset.owned=1}catch(e){};top.postMessage('owned','*')"
)
SCRIPT = f"<script>{MARK}</script>"
IMAGE = f'<img src="x:" onerror="{MARK}">'
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" onload="{MARK}"><script>{MARK}</script>'
    f'<circle r="9"/><a href="javascript:{MARK}"><text y="20">click</text></a></svg>'
)
HTML = {
    "script": SCRIPT + "<b>kept</b>",
    "handlers": IMAGE
    + f'<b onclick="{MARK}" onmouseover="{MARK}">kept</b><details open ontoggle="{MARK}">kept'
    + f'</details><input autofocus onfocus="{MARK}"><video><source onerror="{MARK}"></video>'
    + f'<marquee onstart="{MARK}">kept</marquee><p onanimationstart="{MARK}">kept</p>',
    "svg-in-html": SVG
    + f'<svg><animate onbegin="{MARK}" attributeName="x"/></svg>'
    + f"<math><mtext>{SCRIPT}</mtext></math>",
    "links": f'<a href="javascript:{MARK}">kept</a><a href=" java&#10;script:{MARK}">kept</a>'
    f'<a href="data:text/html,{SCRIPT}">kept</a><a href="vbscript:x">kept</a>'
    f'<form action="javascript:{MARK}"><button>kept</button></form>'
    f'<button formaction="javascript:{MARK}">kept</button>',
    "frames": f'<iframe srcdoc="{SCRIPT}"></iframe><iframe src="javascript:{MARK}"></iframe>'
    f'<iframe src="data:text/html,{SCRIPT}"></iframe><object data="data:text/html,{SCRIPT}">'
    f'</object><embed src="data:text/html,{SCRIPT}"><meta http-equiv="refresh" '
    f'content="0;url=javascript:{MARK}"><base href="//evil.invalid/"><b>kept</b>',
    "css": "<style>@import '//evil.invalid/x.css'; * { display: none }</style>"
    f'<b style="background:url(javascript:{MARK});position:fixed;top:0;width:100vw">kept</b>'
    f'<b style="width:expression({MARK})">kept</b><link rel="stylesheet" href="//evil.invalid">',
    "mutations": f'<noscript><p title="</noscript>{IMAGE}">kept</p></noscript>'
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;{IMAGE}">'
    f'<svg><style><img title="</style>{IMAGE}"></svg><xmp><p title="</xmp>{IMAGE}">'
    f'<textarea><p title="</textarea>{IMAGE}"></textarea><!--><img src=x: onerror={MARK}>-->'
    f"<plaintext><title></title>{IMAGE}",
    "page-parts": '<input class="score" id="test_square" value="2"><b id="essay" class="full-credit'
    f' score">kept</b><img name="getElementById"><form id="documentElement"><input name="x"></form>'
    f'</div></div></div></body></html>{SCRIPT}<img src="/logout"><img src="../../../logout">',
}


def shows(name: str, mime: str, data: object, metadata: object = None) -> Attack:
    """One display of the student's, with a text beside it."""
    bundle = {mime: data, "text/plain": "kept"}
    code = (
        f"from IPython.display import publish_display_data\n"
        f"publish_display_data({bundle!r}, {metadata or {}!r})\n"
    )
    return Attack(name, f"a display of {mime}", "kept", {"square": code})


def answers(name: str, steals: str, source: str) -> Attack:
    """A written answer, and a cell that the student added."""

    def change(notebook):
        find(notebook, "essay").source = source
        notebook.cells.append(new_markdown_cell(source))

    return Attack(name, steals, "NotImplementedError", change=change)


def attached(notebook):
    essay = find(notebook, "essay")
    essay.source = "![kept](attachment:a.svg) ![kept](attachment:b)"
    essay["attachments"] = {
        "a.svg": {"image/svg+xml": SVG, f'image/png" onerror="{MARK}': "x"},
        "b": {f'x" onerror="{MARK}" y="': "x", "text/html": SCRIPT},
    }


def metadata(notebook):
    notebook.metadata["title"] = f"</title>{SCRIPT}"
    notebook.metadata["language_info"] = {
        "name": f"python{SCRIPT}",
        "pygments_lexer": f"html{SCRIPT}",
    }
    notebook.metadata["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"x": f"</script>{SCRIPT}"}}
    }
    for made in notebook.cells:
        made.metadata["tags"] = [f'x" onclick="{MARK}"', f"</div>{SCRIPT}", "x onload=1"]
        made.metadata["name"] = made.metadata["alt"] = f'"><script>{MARK}</script>'
    notebook.cells.append(new_raw_cell(SCRIPT + IMAGE, metadata={"raw_mimetype": "text/html"}))
    notebook.cells.append(new_raw_cell(SCRIPT + IMAGE, metadata={"raw_mimetype": ""}))


MARKDOWN = {
    "markdown-html": SCRIPT + IMAGE + "\n\n" + SVG + "\n\nkept",
    "markdown-links": f"[kept](javascript:{MARK}) [kept][1] <javascript:{MARK}> "
    f'![kept](x:"onerror="{MARK}) [kept](data:text/html,{SCRIPT})\n\n[1]: JaVaScRiPt:{MARK}\n\n'
    f'# kept {{#x onclick={MARK}}}\n\n```html"onclick="{MARK}\n{SCRIPT}\n```\n\n'
    f"`{SCRIPT}` $x < {SCRIPT}$ $$\\href{{javascript:{MARK}}}{{kept}}$$ "
    f'\\begin{{equation}}{SCRIPT}\\end{{equation}} [kept](<javascript:{MARK}> "{IMAGE}")',
    "markdown-scores": "# drawing\n\n" + HTML["page-parts"] + "\n\n" + HTML["css"],
}
ERRORS = f"""
import sys
print({SCRIPT!r}, "\\x1b]8;;javascript:{MARK}\\x07link\\x1b]8;;\\x07", "\\x1b[31;<b>m{SCRIPT}")
print({IMAGE!r}, file=sys.stderr)
open("<img src=x onerror=alert(1)>.txt", "w").write({SCRIPT!r})
class Page(Exception):
    pass
Page.__name__ = Page.__qualname__ = {IMAGE!r}
def square(x):
    raise Page({SCRIPT!r})
raise Page({SCRIPT!r} + "</pre>" + {IMAGE!r})
"""
RETURNED = f"""
class Page(float):
    def __rmul__(self, other): return self
    __mul__ = __rmul__
    def __repr__(self): return {IMAGE!r}
    def _repr_html_(self): return {SCRIPT!r} + {IMAGE!r}
    def _repr_javascript_(self): return {MARK!r}
    def _repr_mimebundle_(self, *a, **k): return {{"text/html": {SCRIPT!r}, "text/plain": "kept"}}
class Thing:
    __rmul__ = Page.__rmul__
    _repr_html_ = Page._repr_html_
    _repr_javascript_ = Page._repr_javascript_
    __repr__ = Page.__repr__
    def _repr_svg_(self): return {SVG!r}
def share(): return Thing()
"""

ATTACKS = (
    *(shows(name, "text/html", text) for name, text in HTML.items()),
    *(answers(name, "a written answer", text) for name, text in MARKDOWN.items()),
    shows("isolated", "text/html", SCRIPT, {"text/html": {"isolated": True}}),
    shows("svg", "image/svg+xml", SVG),
    shows("javascript", "application/javascript", MARK),
    shows("text-javascript", "text/javascript", MARK),
    shows("markdown", "text/markdown", MARKDOWN["markdown-html"] + MARKDOWN["markdown-links"]),
    shows("latex", "text/latex", f"$\\href{{javascript:{MARK}}}{{x}}$ {SCRIPT}"),
    shows("mermaid", "text/vnd.mermaid", f'graph TD; A[{IMAGE}]; click A href "javascript:{MARK}"'),
    shows("widget", "application/vnd.jupyter.widget-view+json", {"model_id": f"</script>{SCRIPT}"}),
    shows(
        "image-metadata",
        "image/png",
        "AAAA",
        {
            "image/png": {
                "width": f"1 onerror={MARK}",
                "alt": f'" onerror="{MARK}',
            },
            "filenames": {"image/png": f'x" onerror="{MARK}'},
        },
    ),
    shows("image-data", "image/png", f'x" onerror="{MARK}'),
    shows("jpeg-data", "image/jpeg", f"'><img src=x: onerror='{MARK}'>"),
    shows("mime-type", f'text/html;x="{SCRIPT}', SCRIPT),
    Attack("errors", "printed text, names and messages of errors", "<img", {"square": ERRORS}),
    Attack(
        "returned",
        "a test cell's own output, by the form of a returned object",
        r"\S",
        {"share": RETURNED},
    ),
    Attack(
        "attachments", "attachments of a written answer", "NotImplementedError", change=attached
    ),
    Attack("metadata", "metadata that templates print", "NotImplementedError", change=metadata),
)
