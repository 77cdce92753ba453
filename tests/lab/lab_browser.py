"""A headless Chromium for several people, and what is kept of it when a test fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from installed import chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright

SCREENSHOTS = "LAB_SCREENSHOTS"  # the folder for a picture of every step; unset: no pictures
SECONDS = 180  # a machine that does much else at once is slow, and that is no failure
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@contextmanager
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=1000 * SECONDS)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        try:
            yield started
        finally:
            started.close()


@dataclass
class Camera:
    """Looks at somebody's page: at each step if asked to, and at the end if the test fails."""

    page: Page
    who: str
    folder: Path
    console: list[str] = field(default_factory=list)
    steps: int = 0

    def look(self, step: str) -> None:
        wanted = os.environ.get(SCREENSHOTS)
        if wanted:
            self.steps += 1
            self.page.screenshot(path=Path(wanted) / f"{self.who}-{self.steps:02d}-{step}.png")

    def keep(self) -> str:
        """The picture and the console's lines, and the words that say where they are."""
        picture, log = self.folder / f"{self.who}.png", self.folder / f"{self.who}-console.log"
        log.write_text("\n".join(self.console), encoding="utf-8")
        self.page.screenshot(path=picture)
        return f"{self.who}: {picture}, {log}"


@contextmanager
def page_of(who: str, started: Browser, folder: Path) -> Iterator[Camera]:
    """A window of somebody's own, with own cookies."""
    context = started.new_context(viewport={"width": 1500, "height": 900})
    context.set_default_timeout(1000 * SECONDS)
    camera = Camera(context.new_page(), who, folder)
    camera.page.on("console", lambda said: camera.console.append(f"{said.type}: {said.text}"))
    try:
        yield camera
    except Exception as error:
        raise AssertionError(f"{error}\nSee {camera.keep()}") from error
    finally:
        context.close()
