"""What a student's notebook would run in the browser of whoever looks at it: nothing.

Feedback pages, and formgrader's pages from a real server, opened in a real browser.
"""

import browser
import chromium
import installed
import pytest
from arena import ATTACKS, hand_in, new_arena
from bs4 import BeautifulSoup
from formgrader_pages import formgrader
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(installed.chromium() is None, reason="no chromium to open the pages with"),
]
NAMES = [f"browser-{attack.name}" for attack in browser.ATTACKS]
PLACES = ("feedback", "formgrader")
# Elements that neither nbgrader nor the kit puts on a page.
NOT_OURS = (
    'img[src*="logout"]',
    "meta[http-equiv]",
    "base",
    "iframe",
    "object",
    "embed",
    "form",
    "b.full-credit",
    'link[href*="evil"]',
    '#notebook [style*="position"]',
)
# What certainly runs if nobody takes care: the test must be able to fail.
CERTAIN = (
    "script",
    "handlers",
    "svg-in-html",
    "links",
    "frames",
    "javascript",
    "markdown-html",
    "markdown-links",
    "isolated",
    "page-parts",
    "mutations",
    "markdown",
    "markdown-scores",
    "image-metadata",
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    arena = new_arena(tmp_path_factory.mktemp("browser") / "course")
    hand_in(arena, NAMES.__contains__)
    run = arena.about("ps1").autograde()
    assert run.code == 0, run.text
    return arena


@pytest.fixture(scope="module")
def pages(graded):
    """(place, name of the attack) → the page's HTML."""
    course = graded.about("ps1")
    run = course.run("generate_feedback", "ps1")
    assert run.code == 0, run.text
    made = {("feedback", name): graded.page(name) for name in NAMES}
    with formgrader(course.root) as server:
        for name in NAMES:
            place = f"formgrader/submissions/{submission(course, graded.students[name])}/"
            made["formgrader", name] = server.page(place)
    return made


def submission(course, student):
    """formgrader's name of a student's notebook."""
    with course.gradebook() as gradebook:
        return gradebook.find_submission_notebook(course.name, course.assignment, student).id


@pytest.fixture(scope="module")
def ran(pages):
    """The pages in which something of the student's ran."""
    return chromium.owned({f"{place}.{name}.html": text for (place, name), text in pages.items()})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_a_students_runs_in_the_browser(ran, place, name):
    assert ran.get(f"{place}.{name}.html") is None


@pytest.mark.parametrize("place", PLACES)
def test_no_page_is_asked_for_and_no_button_is_posed(pages, place):
    for name in NAMES:
        soup = BeautifulSoup(pages[place, name], "html.parser")
        assert soup.select(", ".join(NOT_OURS)) == [], name
        ids = [tag["id"] for tag in soup.select("#notebook [id]")]
        assert ids.count("essay") <= 1, name


@pytest.mark.parametrize("place", PLACES)
def test_what_is_harmless_stays(pages, place):
    for name in NAMES:
        if ATTACKS[name].words == "kept" or name.startswith("browser-markdown-"):
            assert "kept" in pages[place, name], name


def test_without_care_the_same_notebooks_do_run_in_the_browser(graded):
    """Rendered as formgrader does it in a course without the kit."""
    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    exporter = HTMLExporter(config=config)
    resources = {"index": 0, "total": 1, "base_url": "", "notebook_path": "", "student": "eve"}
    course, pages = graded.about("ps1"), {}
    for name in CERTAIN:
        notebook = course.autograded(graded.students[f"browser-{name}"])
        pages[f"{name}.html"] = exporter.from_notebook_node(notebook, resources=dict(resources))[0]
    ran = chromium.owned(pages)
    assert sorted(pages) == sorted(ran)
