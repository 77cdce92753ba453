"""What a person does in JupyterLab and in nbgrader's assignment list."""

from __future__ import annotations

from dataclasses import dataclass

from lab_notebook import Notebook
from lab_server import Lab
from playwright.sync_api import FrameLocator, Locator, Page, expect


@dataclass(frozen=True)
class JupyterLab:
    page: Page

    def start(self, lab: Lab) -> None:
        self.page.goto(lab.url())
        self.page.locator(".jp-Launcher").wait_for()

    def menu(self, *names: str) -> None:
        """Click through a menu."""
        for name in names:
            self.page.get_by_role("menuitem", name=name, exact=True).click()

    def open_assignment_list(self) -> AssignmentList:
        self.menu("Nbgrader", "Assignment List")
        return AssignmentList(self.page)

    def assignment_list(self) -> AssignmentList:
        """Back to the open list, which is read anew."""
        self.page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text="Assignments").click()
        self.page.locator("#refresh_assignments_list").click()
        return AssignmentList(self.page)

    def open_formgrader(self) -> FrameLocator:
        self.menu("Nbgrader", "Formgrader")
        return self.page.frame_locator("iframe[src*='formgrader']")

    def open_html_file(self, name: str) -> FrameLocator:
        """Open a file that the file browser shows; JupyterLab puts it into a frame."""
        self.page.locator(".jp-DirListing-item", has_text=name).dblclick()
        return self.page.frame_locator(".jp-HTMLViewer iframe")


@dataclass(frozen=True)
class AssignmentList:
    page: Page

    def _row(self, kind: str, assignment: str) -> Locator:
        rows = self.page.locator(f"#{kind}_assignments_list > .list_item")
        return rows.filter(has_text=assignment)

    def fetch(self, assignment: str) -> None:
        self._row("released", assignment).get_by_role("button", name="Fetch").click()
        expect(self._row("fetched", assignment)).to_be_visible()

    def open(self, assignment: str, notebook: str) -> Notebook:
        row = self._row("fetched", assignment)
        row.locator(".assignment-notebooks-link").click()
        row.locator(".nested_list_item a", has_text=notebook).click()
        return Notebook.opened(self.page)

    def submit(self, assignment: str) -> None:
        self._row("fetched", assignment).get_by_role("button", name="Submit").click()
        expect(self._row("submitted", assignment)).to_be_visible()

    def fetch_feedback(self, assignment: str) -> None:
        """Afterwards the file browser is in the feedback's folder."""
        row = self._row("submitted", assignment)
        expect(row).to_contain_text("feedback available to fetch")
        row.get_by_role("button", name="Fetch Feedback").click()
        row.get_by_text("view feedback").click()
