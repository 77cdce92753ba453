"""Somebody who uses the hub from a browser: log in, start the own server, and work in it."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import nbformat
import requests
import websocket

SECONDS = 180


@dataclass
class Person:
    """`account` at the hub of this `address`; cookies stand for the browser."""

    address: str
    account: str
    session: requests.Session = field(default_factory=requests.Session)

    def log_in(self, password: str) -> requests.Response:
        """Through the hub's form."""
        self.session.get(f"{self.address}/hub/login", timeout=SECONDS)
        form = {"username": self.account, "password": password, "_xsrf": self._cookie("/hub/")}
        return self.session.post(f"{self.address}/hub/login?next=", data=form, timeout=SECONDS)

    def wait_for_server(self) -> None:
        """The hub starts it after the log-in, and shows a page that waits."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            found = self.session.get(f"{self.address}/hub/spawn-pending/{self.account}")
            if f"/user/{self.account}/" in found.url and found.ok:
                return
            time.sleep(0.5)
        raise AssertionError(f"{self.account}: no server; last seen {found.url}")

    def restart_server(self) -> None:
        """Stop My Server and Start My Server."""
        self.hub("DELETE", f"users/{self.account}/server", ok=(202, 204))
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            started = self.session.post(
                f"{self.address}/hub/api/users/{self.account}/server", headers=self._hub_headers()
            )
            if started.status_code in (201, 202):
                return self.wait_for_server()
            time.sleep(0.5)
        raise AssertionError(f"{self.account}: {started.status_code} {started.text}")

    def hub(self, method: str, path: str, ok: tuple[int, ...] = (200,)) -> requests.Response:
        url = f"{self.address}/hub/api/{path}"
        answer = self.session.request(method, url, headers=self._hub_headers(), timeout=SECONDS)
        assert answer.status_code in ok, (answer.status_code, answer.text)
        return answer

    def ask(self, method: str, path: str, whose: str = "", **words: Any) -> requests.Response:
        """Somebody's server, usually the own one."""
        headers = {"X-XSRFToken": self._cookie(f"/user/{self.account}/")}
        url = f"{self.address}/user/{whose or self.account}/{path}"
        return self.session.request(method, url, headers=headers, timeout=300, **words)

    def has(self, path: str, **words: Any) -> Any:
        """What the own server answers, which must be a success."""
        answer = self.ask("GET", path, **words)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        return answer.json()

    def press(self, button: str, course: str, assignment: str) -> list[dict[str, Any]]:
        """A button of nbgrader's assignment list; the list afterwards."""
        words = {"course_id": course, "assignment_id": assignment}
        answer = self.ask("POST", f"assignments/{button}", data=words).json()
        assert answer["success"], answer
        return answer["value"]

    def read(self, path: str) -> Any:
        """The content of a file, as JupyterLab opens it."""
        return self.has(f"api/contents/{path}", params={"content": 1})["content"]

    def open_notebook(self, path: str) -> nbformat.NotebookNode:
        return nbformat.from_dict(self.read(path))

    def save_notebook(self, path: str, notebook: nbformat.NotebookNode) -> None:
        model = {"type": "notebook", "format": "json", "content": notebook}
        answer = self.ask("PUT", f"api/contents/{path}", json=model)
        assert answer.ok, (answer.status_code, answer.text[:300])

    def type(self, line: str, seconds: float = 600) -> int:
        """Type a line into a new terminal of the own server, and wait for its exit code."""
        name = self.ask("POST", "api/terminals").json()["name"]
        mark = secrets.token_hex(6)
        address = self.address.replace("http", "ws", 1)
        token = self._cookie(f"/user/{self.account}/")
        screen = websocket.create_connection(
            f"{address}/user/{self.account}/terminals/websocket/{name}?_xsrf={token}",
            cookie="; ".join(f"{each.name}={each.value}" for each in self._own_cookies()),
            origin=self.address,
            timeout=seconds,
        )
        try:
            screen.send(json.dumps(["stdin", f"{line}; printf '\\n{mark}=%s.\\n' $?\r"]))
            return _exit_code(screen, f"\n{mark}=")
        finally:
            screen.close()
            self.ask("DELETE", f"api/terminals/{name}")

    def _hub_headers(self) -> dict[str, str]:
        return {"X-XSRFToken": self._cookie("/hub/"), "Referer": f"{self.address}/hub/home"}

    def _cookie(self, path: str, name: str = "_xsrf") -> str:
        return next(
            each.value for each in self.session.cookies if (each.name, each.path) == (name, path)
        )

    def _own_cookies(self) -> list[Any]:
        return [
            each for each in self.session.cookies if each.path in ("/", f"/user/{self.account}/")
        ]


def _exit_code(screen: websocket.WebSocket, mark: str) -> int:
    """Read what the terminal shows until the mark, after which the code stands."""
    shown = ""
    while True:
        kind, *rest = json.loads(screen.recv())
        shown += rest[0] if kind == "stdout" else ""
        _, found, after = shown.replace("\r", "").rpartition(mark)
        if found and "." in after:
            return int(after.partition(".")[0])
