"""What is kept of a browser when a test fails."""

import pytest
from installed import chromium
from lab_browser import SCREENSHOTS, browser, page_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no chromium to open a page with"),
]


def fail_in_a_window(folder):
    with browser() as started, page_of("ada", started, folder) as ada:
        ada.page.evaluate("console.log('pressed')")
        raise ValueError("no such button")


def test_a_failure_names_the_picture_and_the_consoles_lines(tmp_path):
    with pytest.raises(AssertionError, match="no such button") as failure:
        fail_in_a_window(tmp_path)
    for name in ("ada.png", "ada-console.log"):
        assert str(tmp_path / name) in str(failure.value)
    assert (tmp_path / "ada.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "ada-console.log").read_text(encoding="utf-8") == "log: pressed"


def test_pictures_of_steps_are_made_where_they_are_asked_for(tmp_path, monkeypatch):
    with browser() as started, page_of("ada", started, tmp_path) as ada:
        monkeypatch.delenv(SCREENSHOTS, raising=False)
        ada.look("nobody-asked")
        monkeypatch.setenv(SCREENSHOTS, str(tmp_path))
        ada.look("opened")
    assert [path.name for path in tmp_path.iterdir()] == ["ada-01-opened.png"]
