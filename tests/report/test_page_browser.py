"""The report in a real browser: by keyboard, without scripts, on paper, on a phone, by night."""

import re
from pathlib import Path

import pytest
from installed import chromium
from lab_browser import browser
from sample_class import sample_class
from sample_findings import sample_findings
from test_page import hostile

from autograder.report.page.files import page_name, write_report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no chromium to open the page with"),
]
STUDENTS = 30
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """en.html, zh.html, hostile.html, and the pages of students beside them."""
    made = tmp_path_factory.mktemp("report")
    for language in ("en", "zh"):
        findings = sample_findings(sample_class(STUDENTS))
        write_report(made / language / "report.html", findings, language)
    write_report(made / "hostile" / "report.html", hostile(), "en")
    return made


@pytest.fixture(scope="module")
def started():
    with browser() as made:
        yield made


@pytest.fixture
def visit(folder, started):
    """Opens a page; at the end, what it asked of the network or complained of is none."""
    contexts, complaints = [], []

    def opened(name: str, **options):
        context = started.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        address = (folder / name).as_uri()
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "request", lambda asked: complaints.append(asked.url) if asked.url != address else 0
        )
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def scores(page) -> list[str]:
    return page.locator("#everybody-table tbody tr:not([hidden]) td:nth-child(2)").all_inner_texts()


def header(page, title: str):
    return page.locator("#everybody-table thead th", has_text=title)


@pytest.mark.parametrize(
    "name", ["en/report.html", "zh/report.html", "en/report-students/s0001.html"]
)
def test_a_page_complains_of_nothing_and_asks_for_nothing(visit, name):
    page = visit(name)
    assert page.locator("th button").count() > 3
    assert page.title()


@pytest.mark.parametrize(
    "name",
    ["report.html", f"report-students/{page_name(hostile().results.students[0].student.id)}"],
)
def test_what_students_write_does_nothing(visit, name):
    page = visit(f"hostile/{name}")
    assert page.title() != "owned"
    assert page.locator("img").count() == 0


def test_a_column_is_sorted_by_keyboard_both_ways(visit):
    page = visit("en/report.html")
    score = header(page, "Score")
    score.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert score.get_attribute("aria-sort") == "ascending"
    shown = scores(page)
    values = [float(each) for each in shown if each != "–"]
    assert len(values) == STUDENTS * 9 / 10
    assert values == sorted(values)
    page.keyboard.press("Space")
    assert score.get_attribute("aria-sort") == "descending"
    falling = scores(page)
    assert [float(each) for each in falling if each != "–"] == sorted(values, reverse=True)
    for order in (shown, falling):
        assert set(order[len(values) :]) == {"–"}


def test_one_column_at_a_time_says_that_it_is_sorted(visit):
    page = visit("en/report.html")
    for title in ("Score", "softmax"):
        header(page, title).get_by_role("button").press("Enter")
    assert page.locator("#everybody-table [aria-sort]").all_inner_texts() == [
        header(page, "softmax").inner_text()
    ]


def test_a_table_of_one_row_has_nothing_to_sort(visit):
    page = visit("en/report.html")
    for table in page.locator("table").all():
        assert (table.locator("th button").count() > 0) == (table.locator("tbody tr").count() > 1)


def test_names_are_sorted_as_words(visit):
    page = visit("en/report.html")
    header(page, "Student").get_by_role("button").press("Enter")
    names = page.locator("#everybody-table tbody a").all_inner_texts()
    given = [name.split()[0] for name in names]
    assert given.index("Ada") < given.index("Bo") < given.index("Dora")


def test_rows_are_filtered_by_keyboard_and_counted(visit):
    page = visit("en/report.html")
    page.locator("#everybody h2").scroll_into_view_if_needed()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.locator("#everybody-table-filter").focus()
    page.keyboard.type("GARCIA emil")
    rows = page.locator("#everybody-table tbody tr:visible")
    names = rows.locator("a").all_inner_texts()
    assert names
    assert all("Garcia" in name and "Emil" in name for name in names)
    count = page.locator("#everybody output")
    assert count.inner_text() == f"{len(names)} of {STUDENTS} shown"
    assert count.get_attribute("aria-live") == "polite"
    page.keyboard.press("Escape")
    assert rows.count() == STUDENTS
    assert count.inner_text() == f"{STUDENTS} of {STUDENTS} shown"


def test_a_slash_can_be_typed_into_the_field(visit):
    page = visit("en/report.html")
    page.locator("#everybody-table-filter").focus()
    page.keyboard.type("a/b")
    assert page.locator("#everybody-table-filter").input_value() == "a/b"


def test_every_control_has_a_name(visit):
    page = visit("zh/report.html")
    for control in page.locator("button, input, summary").all():
        assert control.evaluate("e => (e.labels?.[0] ?? e).textContent.trim()")


def test_without_scripts_all_is_there_and_nothing_is_dead(visit):
    page = visit("en/report.html", java_script_enabled=False)
    assert page.locator("#everybody-table tbody tr").count() == STUDENTS
    assert page.locator("button, input").count() == 0
    sample = page.locator("#misconceptions summary", has_text="Code").first
    code = page.locator("#misconceptions pre").first
    assert not code.is_visible()
    sample.click()
    assert code.is_visible()


def test_figures_are_drawn_in_the_pages_font_and_colours(visit):
    for scheme in ("light", "dark"):
        page = visit("zh/report.html", color_scheme=scheme)
        text = page.locator("#scores-figure-axes_1 text").first
        style = "(e, name) => getComputedStyle(e)[name]"
        body = page.locator("body")
        assert text.evaluate(style, "fontFamily") == body.evaluate(style, "fontFamily")
        assert text.evaluate(style, "fill") == body.evaluate(style, "color")


def test_nothing_runs_over_the_edge_of_a_phone(visit):
    for name in ("en/report.html", "zh/report.html", "en/report-students/s0001.html"):
        page = visit(name, viewport=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_a_phone_a_symbol_and_its_word_stay_on_one_line(visit):
    page = visit("en/report-students/s0001.html", viewport=PHONE)
    heights = page.locator("#exercises tbody tr").evaluate_all("e => e.map(e => e.offsetHeight)")
    assert max(heights) < 1.5 * min(heights)
    assert max(heights) < 40


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_what_is_folded_is_open_and_fields_are_gone(visit, scripts):
    page = visit("en/report.html", java_script_enabled=scripts)
    page.emulate_media(media="print")
    assert page.locator("input:visible, nav:visible").count() == 0
    for code in page.locator("pre").all():
        assert code.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
        assert code.bounding_box()["height"] > 10
    assert page.locator("#everybody .scroll").evaluate("e => e.scrollHeight == e.clientHeight")


def test_what_was_opened_for_printing_is_closed_again(visit):
    page = visit("en/report.html")
    closed = page.locator("details:not([open])")
    before = closed.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert closed.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert closed.count() == before


def test_it_is_printed_on_several_sheets(visit):
    """Chromium prints where it has no window."""
    printed = visit("en/report.html").pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 3


def test_a_students_page_is_one_step_away_and_leads_back(folder, started):
    page = started.new_page()
    page.goto((folder / "en" / "report.html").as_uri())
    page.locator("#everybody-table tbody a").first.click()
    page.wait_for_url("**/report-students/*.html")
    page.locator("nav a").click()
    page.wait_for_url("**/report.html")
    page.close()
