"""What an instructor does in formgrader's pages."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import FrameLocator, Locator, expect


@dataclass(frozen=True)
class Formgrader:
    frame: FrameLocator
    assignment: str

    def _row(self, name: str) -> Locator:
        return self.frame.locator("#main-table tr", has_text=name)

    def collect(self) -> None:
        self._press(self.assignment, "collect")

    def go_to_submissions(self) -> None:
        self._row(self.assignment).locator(".num-submissions a").click()

    def autograde(self, student: str) -> None:
        self._press(student, "autograde")

    def score(self, student: str) -> Locator:
        return self._row(student).locator(".score")

    def go_to_assignments(self) -> None:
        self.frame.get_by_role("link", name="Manage Assignments").click()

    def generate_feedback(self) -> None:
        self._press(self.assignment, "generate-feedback")

    def release_feedback(self) -> None:
        self._press(self.assignment, "release-feedback")

    def _press(self, row: str, button: str) -> None:
        """A button of a row; formgrader tells in a dialogue what came of it."""
        self._row(row).locator(f".{button} a").click()
        dialogue = self.frame.locator(".modal.in")
        expect(dialogue.locator(".modal-title")).to_have_text("Success")
        dialogue.locator(".modal-footer button").click()
        expect(self.frame.locator(".modal-backdrop")).to_have_count(0)
