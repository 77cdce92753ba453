"""What a person does in a notebook that JupyterLab shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

HAS_RUN = re.compile(r"\[\d+\]:")


@dataclass(frozen=True)
class Notebook:
    page: Page

    @staticmethod
    def opened(page: Page) -> Notebook:
        """Once its kernel is ready."""
        page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for()
        return Notebook(page)

    def cell(self, number: int) -> Locator:
        """A cell by its place, from 0. JupyterLab draws it when it comes into view."""
        cell = self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{number}']")
        cell.scroll_into_view_if_needed()
        return cell

    def write(self, number: int, source: str) -> None:
        """Replace what stands in a cell."""
        editor = self.cell(number).locator(".cm-content")
        editor.click()
        editor.press("Control+A")
        self.page.keyboard.insert_text(source)

    def run_all_above(self, number: int) -> None:
        self.cell(number).locator(".cm-content").click()
        for name in ("Run", "Run All Above Selected Cell"):
            self.page.get_by_role("menuitem", name=name, exact=True).click()

    def run(self, number: int) -> Locator:
        """Run a cell; its output."""
        cell = self.cell(number)
        prompt = cell.locator(".jp-InputArea-prompt")
        before = prompt.inner_text().strip()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        if before != "[ ]:":
            expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(HAS_RUN)
        return cell.locator(".jp-OutputArea")

    def validate(self) -> Locator:
        """nbgrader's button; the dialogue that tells what came of it."""
        self.page.locator(".validate-button").click()
        return self.page.locator(".jp-Dialog")

    def close_dialogue(self) -> None:
        dialogue = self.page.locator(".jp-Dialog")
        dialogue.get_by_role("button", name="Ok").click()
        expect(dialogue).to_have_count(0)

    def save(self) -> None:
        self.page.keyboard.press("Control+S")
        expect(self.page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")).to_have_count(0)
