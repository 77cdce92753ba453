"""A real browser that looks at pages and tells in which of them a student's code ran."""

from __future__ import annotations

import functools
import html
import http.server
import json
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installed import chromium

# Loads every page in a frame, does to it what a reader could do, and collects the marks.
WRAPPER = """<!DOCTYPE html><meta charset="utf-8"><body><script>
const pages = PAGES, owned = {}, frames = {};
function frameOf(source) {
  for (let depth = 0; depth < 5; depth++, source = source.parent)
    for (const name in frames) if (frames[name].contentWindow === source) return name;
}
addEventListener("message", event => { owned[frameOf(event.source) || "?"] = "message"; });
function touch(page) {
  for (const part of page.querySelectorAll("*")) {
    const link = part.getAttribute("href") || part.getAttribute("xlink:href") || "";
    const armed = [...part.attributes].some(a => a.name.startsWith("on"));
    if (/^\\s*(java|vb|data)/i.test(link) || armed || part.hasAttribute("formaction")
        || part.matches("form button, summary"))
      for (const kind of ["mouseover", "focus", "click", "toggle"])
        part.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
  }
}
function look() {
  for (const name in frames) {
    let page = null;
    try { page = frames[name].contentDocument; } catch (error) {}
    if (!page || !page.documentElement) owned[name] = owned[name] || "left the page";
    else if (page.documentElement.dataset.owned) owned[name] = owned[name] || "marked";
  }
}
for (const name of pages) {
  const frame = frames[name] = document.createElement("iframe");
  frame.src = encodeURIComponent(name);
  document.body.appendChild(frame);
}
addEventListener("load", () => {
  for (const name in frames) try { touch(frames[name].contentDocument); } catch (error) {}
  setTimeout(() => {
    look();
    const result = document.createElement("pre");
    result.id = "result";
    result.textContent = JSON.stringify(owned);
    document.body.replaceChildren(result);
  }, 1500);
});
</script></body>
"""


def owned(pages: dict[str, str]) -> dict[str, str]:
    """The names of the pages (file name → HTML) in which a payload ran, and how it was seen."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for page, text in pages.items():
            (folder / page).write_text(text, encoding="utf-8")
        wrapper = WRAPPER.replace("PAGES", json.dumps(sorted(pages)))
        (folder / "index.html").write_text(wrapper, encoding="utf-8")
        with _served(folder) as address:
            dom = _look(f"{address}/index.html")
    result = re.search(r'<pre id="result">(.*?)</pre>', dom, re.DOTALL)
    assert result, dom[-2000:]
    return json.loads(html.unescape(result[1]))


def _look(address: str) -> str:
    with tempfile.TemporaryDirectory() as profile:
        command = [
            str(chromium()),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            f"--user-data-dir={profile}",
            "--virtual-time-budget=20000",
            "--dump-dom",
            address,
        ]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=120, check=True
        ).stdout


# Pages load jQuery from their server or from elsewhere; scripts in outputs rely on it.
JQUERY = b"window.$ = window.jQuery = () => new Proxy({}, {get: () => () => {}});"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if not self.path.endswith(".js"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.end_headers()
        self.wfile.write(JQUERY)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
