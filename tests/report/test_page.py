"""The report's page: complete, in both languages, alone with itself, deaf to what is hostile."""

import re
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from sample_class import sample_class, with_student
from sample_findings import sample_findings

from autograder.batch.history import Grading
from autograder.checks import Message, Outcome, Result, Status, Verdict, literal
from autograder.report.anonymous import hide_names
from autograder.report.findings import (
    Call,
    Findings,
    Misconception,
    PairedCode,
    PairedLine,
    Remark,
    Trust,
)
from autograder.report.overview import findings_of
from autograder.report.page import report_page, student_page
from autograder.report.page.environment import asset
from autograder.report.page.report import SECTIONS
from autograder.report.results import ClassResults, Student

LANGUAGES = ("en", "zh")
CHINESE = re.compile(r"[一-鿿]")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
ADDRESSES = ("href", "src", "srcset", "xlink:href", "action", "data", "poster", "background")
EVIL = (
    "<script>document.title='owned'</script>",
    "</style></title></pre></textarea><script>document.title='owned'</script>",
    "\"'><img src=x onerror=document.title='owned'>",
    "javascript:document.title='owned'",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- <svg onload=document.title='owned'>",
)


@cache
def hostile() -> Findings:
    """What a student may write, in every place where it is shown."""
    results = sample_class(len(EVIL) + 3)
    for place, evil in enumerate(EVIL):
        old = results.students[place]
        fact = Message("student.raised", {"function": evil, "error": evil})
        outcome = Outcome({"en": evil}, Status.FAILED, 1, 0, fact, advice=literal(evil, evil))
        verdict = Verdict(evil, Status.FAILED, 1, fact)
        exercises = tuple(
            replace(e, code=evil, hidden=Result(evil, (outcome,)), visible=(verdict,))
            for e in old.exercises
        )
        grading = Grading(evil, "2026-11-21T08:00:00+00:00", problem=evil)
        student = Student(evil, evil, evil, evil)
        new = replace(old, student=student, exercises=exercises, grading=grading, tier=evil)
        results = ClassResults(
            evil,
            "rnn",
            results.exercises,
            tuple(new if each is old else each for each in results.students),
        )
    return _with_hostile_findings(results)


def _with_hostile_findings(results: ClassResults) -> Findings:
    evil, said = EVIL[1], literal(EVIL[1], EVIL[1])
    found = sample_findings(results)
    line = (PairedLine(evil, 1), PairedLine(evil))
    pair = replace(found.pairs[0], code=(PairedCode(evil, 0.5, line, line),))
    trust = replace(found.trust, grader_errors=(Remark(evil, said),), newest=evil)
    wrong = replace(found.misconceptions[0], cause=said, sample=evil, students=EVIL, section=said)
    calls = (Call(EVIL[0], (said,)),)
    return replace(found, pairs=(pair,), trust=trust, misconceptions=(wrong,), calls=calls)


@cache
def shown(language: str) -> str:
    """The page of a class in which there is a bit of everything."""
    return report_page(sample_findings(), language)


def pages_of(findings: Findings, language: str, students: int = 10) -> list[str]:
    """The report, and the pages of the first students."""
    some = findings.results.students[:students]
    own = [student_page(each, findings, language, "r.html") for each in some]
    return [report_page(findings, language), *own]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def page(language) -> BeautifulSoup:
    return BeautifulSoup(shown(language), "html.parser")


def test_the_sections_are_those_of_an_instructors_questions_in_their_order(page):
    assert tuple(each["id"] for each in page.find_all("section")) == SECTIONS
    assert SECTIONS[0] == "trust"
    assert SECTIONS[-1] == "everybody"


def test_the_contents_lead_to_every_section(page):
    assert [link["href"] for link in page.nav.find_all("a")] == [f"#{name}" for name in SECTIONS]


def test_a_figure_has_a_table_of_the_same_numbers(page):
    figures = page.find_all("figure")
    assert len(figures) == 3
    for figure in figures:
        table = page.find(id=figure["aria-details"])
        described = figure.find("desc").get_text()
        assert figure.find("title").get_text()
        assert len(NUMBER.findall(described)) > 10
        assert set(NUMBER.findall(described)) <= set(NUMBER.findall(table.get_text(" ")))


def test_the_bars_are_as_high_as_the_table_says(page):
    """matplotlib draws a bar as a path from its lower left corner around."""
    drawn = page.find(id="scores-figure-axes_1").find_all("g", id=re.compile("-patch_"))
    heights = []
    for patch in drawn:
        y = [float(each.split()[1]) for each in re.findall(r"[ML] ([^MLz]*)", patch.path["d"])]
        if "var(--first)" in patch.path.get("style", ""):
            heights.append(max(y) - min(y))
    counts = [count for _, _, count in sample_findings().distribution.bins]
    unit = max(heights) / max(counts)
    assert [height / unit for height in heights] == pytest.approx(counts, abs=0.01)


def test_every_exercise_is_a_row_and_every_student_another(page):
    findings = sample_findings()
    for name in ("gaps-table", "items-table"):
        assert len(page.find(id=name).tbody.find_all("tr")) == len(findings.items)
    everybody = page.find(id="everybody-table").tbody.find_all("tr")
    assert len(everybody) == len(findings.results.students)
    assert "".join(f"s{number:04d}" for number in range(30)) == "".join(
        row.th.small.get_text() for row in everybody
    )


def test_every_row_has_a_cell_for_every_column(page):
    for table in page.find_all("table"):
        width = len(table.thead.find_all("th"))
        assert {len(row.find_all(["th", "td"])) for row in table.tbody.find_all("tr")} <= {width}


def test_the_unexplained_are_counted_and_have_a_row(page):
    section = page.find(id="misconceptions")
    assert sorted(NUMBER.findall(section.p.get_text())) == ["10", "3", "30"]
    assert len(section.tbody.find_all("em")) == 1


@pytest.mark.parametrize("cause", ["most likely the sign", "the sign"])
def test_likely_is_said_in_the_columns_heading_alone(cause):
    findings = sample_findings()
    wrong = replace(findings.misconceptions[0], cause=literal(cause, cause))
    page = report_page(replace(findings, misconceptions=(wrong,)), "en")
    row = BeautifulSoup(page, "html.parser").find(id="misconceptions-table").tbody.tr
    assert row.th.find(string=True) == "the sign"


def test_nothing_clean_asks_for_a_look(language):
    findings = sample_findings()
    assert 'class="state look"' in shown(language)
    clean = replace(findings.trust, timeouts=(), grader_errors=())
    assert 'class="state look"' not in report_page(replace(findings, trust=clean), language)


def test_different_versions_ask_for_a_look():
    findings = sample_findings()
    one = findings.trust.versions[0]
    mixed = replace(findings.trust, versions=(one, (replace(one[0], kit="new"), 3)))
    page = BeautifulSoup(report_page(replace(findings, trust=mixed), "en"), "html.parser")
    assert "same tests" in page.find(id="trust").get_text()
    assert len(page.find(id="versions").tbody.find_all("tr")) == 2


def test_a_page_loads_nothing(language):
    for text in pages_of(sample_findings(), language):
        page = BeautifulSoup(text, "html.parser")
        assert "http://" not in text.replace("http-equiv", "")
        assert page.find_all(["link", "iframe", "object", "embed", "base", "form", "img"]) == []
        assert not re.search(r"@import|url\((?!#)", text)
        for tag in page.find_all(True):
            for name in ADDRESSES:
                assert urlsplit(tag.get(name, "")).scheme == ""
                assert urlsplit(tag.get(name, "")).netloc == ""


def test_the_policy_forbids_the_network_and_every_script_but_one(page):
    (policy,) = page.find_all("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert "default-src 'none'" in policy["content"]
    assert "script-src 'sha256-" in policy["content"]
    assert "script-src 'unsafe-inline'" not in policy["content"]
    (script,) = page.find_all("script")
    assert script.string == asset("tables.js")


def test_what_students_write_stays_text(language):
    for text in pages_of(hostile(), language):
        page = BeautifulSoup(text, "html.parser")
        assert [script.string for script in page.find_all("script")] == [asset("tables.js")]
        assert page.find_all("img") == []
        assert [style.string.strip() for style in page.find_all("style", type=False)][:1] == [
            asset("style.css").strip()
        ]
        for tag in page.find_all(True):
            assert not any(name.startswith("on") for name in tag.attrs), tag
            assert not tag.get("href", "").startswith("javascript")
        assert "49" not in page.find("h1").get_text()


def test_hostile_code_is_shown_as_it_is():
    findings = hostile()
    page = BeautifulSoup(student_page(findings.results.students[1], findings, "en"), "html.parser")
    assert page.find("pre", class_="listing").get_text() == EVIL[1]


TROJAN = "if x: \u202e\u2066# nothing\u2069 \u2066\n\treturn 1\u200b, '\u3000a\x00\ud800'"


def test_code_that_a_browser_would_show_otherwise_is_spelled_out():
    found = sample_findings()
    result = found.results.students[0]
    exercises = (replace(result.exercises[0], code=TROJAN), *result.exercises[1:])
    own = student_page(replace(result, exercises=exercises), found, "en")
    line = (PairedLine(TROJAN, 1),)
    pair = replace(found.pairs[0], code=(PairedCode("softmax", 0.5, line, line),))
    for text, times in ((own, 1), (report_page(replace(found, pairs=(pair,)), "en"), 2)):
        shown = BeautifulSoup(text, "html.parser").get_text()
        assert shown.count("if x: ⟨U+202E⟩⟨U+2066⟩# nothing⟨U+2069⟩ ⟨U+2066⟩\n\treturn") == times
        assert shown.count("return 1⟨U+200B⟩, '\u3000a⟨U+0000⟩⟨U+D800⟩'") == times
        assert not any(mark in text for mark in "\u202e\u2066\u200b\x00")
        text.encode()


def test_megabytes_of_code_are_cut():
    found = sample_findings()
    result = found.results.students[0]
    exercises = (replace(result.exercises[0], code="a" * 5_000_000), *result.exercises[1:])
    assert len(student_page(replace(result, exercises=exercises), found, "en")) < 300_000


def test_hidden_names_leave_nothing(language):
    results = sample_class(20)
    everything = "".join(pages_of(findings_of(hide_names(results)), language, 20))
    for each in results.students:
        student = each.student
        for secret in (student.id, student.email, student.lms_user_id):
            assert not re.search(rf"\b{re.escape(secret)}\b", everything)
        assert student.name not in everything


def test_all_is_said_in_the_language_of_the_page(page, language):
    assert page.html["lang"] == ("zh-CN" if language == "zh" else "en")
    headings = page.find_all(["h2", "caption", "figcaption", "summary", "dt"])
    code = {exercise.name for exercise in sample_findings().results.exercises}
    for heading in headings:
        text = heading.get_text()
        if not any(name in text for name in code):
            assert bool(CHINESE.search(text)) == (language == "zh"), text


def test_an_unknown_language_is_an_error():
    with pytest.raises(KeyError):
        report_page(sample_findings(), "fr")


def test_the_same_findings_give_the_same_page(language):
    assert report_page(sample_findings(), language) == shown(language)


def test_a_class_without_grades_has_a_page(language):
    results = ClassResults("c", "rnn", (), ())
    trust = Trust(0, 0, 0, 0, 0, {}, (), "")
    empty = Findings(results, trust, None, (), (), (), (), (), ())
    page = BeautifulSoup(report_page(empty, language), "html.parser")
    assert page.find_all("figure") == []
    assert len(page.find_all("section")) == len(SECTIONS)


@pytest.mark.slow
def test_a_thousand_students_fit_into_five_megabytes():
    results = sample_class(1000)
    findings = findings_of(results)
    findings = replace(findings, pairs=sample_findings(results).pairs * 10)
    links = {s.student.id: f"./rnn-students/{s.student.id}.html" for s in results.students}
    assert len(report_page(findings, "zh", links).encode()) < 5e6


def test_links_lead_to_the_pages_that_there_are():
    page = report_page(sample_findings(), "en", {"s0001": "./rnn-students/a b.html"})
    links = {
        a["href"] for a in BeautifulSoup(page, "html.parser").main.find_all("a") if a.get("href")
    }
    assert links == {"./rnn-students/a%20b.html"}


def test_a_student_sees_points_facts_and_what_graded():
    findings = sample_findings()
    result = next(
        s
        for s in findings.results.students
        if s.is_graded and s.raw_score < findings.results.points
    )
    late = replace(result, penalty=2.5, seconds_late=3720.0)
    page = BeautifulSoup(student_page(late, findings, "en"), "html.parser")
    facts = dict(zip(page.find_all("dt"), page.find_all("dd"), strict=True))
    shown = {label.get_text(): value.get_text() for label, value in facts.items()}
    assert shown["Score"] == f"{late.score:g} / {findings.results.points:g}"
    assert shown["Late penalty"] == "−2.5"
    assert shown["Deadline"] == "1 h 2 min late"
    assert shown["Sandbox tier"] == "A"
    assert "7e577e577e57" in page.find(id="versions").get_text()
    rows = page.find(id="exercises").tbody.find_all("tr")
    assert [float(row.find_all("td")[0].get_text()) for row in rows] == [
        each.score for each in late.exercises
    ]


def test_a_students_code_and_what_went_wrong_stand_at_the_exercise():
    findings = sample_findings()
    result = findings.results.students[1]
    page = BeautifulSoup(student_page(result, findings, "en"), "html.parser")
    for each in result.exercises:
        section = page.find("section", id=each.exercise.cell)
        assert each.code.strip() in section.get_text()
        for outcome in each.hidden.outcomes:
            is_shown = outcome.sentence("en").split("`")[0] in section.get_text()
            assert is_shown == (each.score < each.exercise.points)


def test_a_humans_points_have_a_column_where_there_are_any():
    findings = sample_findings()
    result = findings.results.students[1]
    first = replace(result.exercises[0], manual=1.5)
    changed = replace(result, exercises=(first, *result.exercises[1:]))
    own = replace(findings, results=with_student(findings.results, changed))
    assert "By hand" not in student_page(result, findings, "en")
    assert "By hand" in student_page(changed, own, "en")


def test_who_handed_in_nothing_has_a_page(language):
    findings = sample_findings()
    assert not findings.results.students[9].is_graded
    page = student_page(findings.results.students[9], findings, language)
    assert BeautifulSoup(page, "html.parser").find(id="exercises") is None


def test_a_long_list_of_students_is_folded_and_a_short_one_is_not():
    findings = sample_findings()
    page = BeautifulSoup(shown("en"), "html.parser")
    rows = page.find(id="misconceptions-table").tbody.find_all("tr")
    folded = [any("Students" in s.get_text() for s in row.find_all("summary")) for row in rows]
    assert folded == [each.count > 4 for each in findings.misconceptions]
    assert isinstance(findings.misconceptions[0], Misconception)
