"""The picture in a notebook: colours, size, what it touches, and what stands there without it."""

import base64
import io
import re
import subprocess
import sys
from html import escape, unescape

import pytest
from cards import gates, verdict

from autograder.checks import text
from autograder.checks.drawing_html import drawing_html
from autograder.checks.drawing_text import drawing_head, drawing_rows
from autograder.checks.drawings import drawing_of
from autograder.checks.paper import DENSITY, WHITE, Paper
from autograder.checks.picture import BESIDE, COLOURS, YOURS, get_ready, picture_of
from autograder.checks.render import verdict_html

PATH = verdict().drawing
GATES = drawing_of(gates().comparisons)
DRAWINGS = {"path": PATH, "gates": GATES}


@pytest.fixture
def matplotlib():
    return pytest.importorskip("matplotlib")


@pytest.fixture
def no_matplotlib(monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)


def luminance(colour):
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pixels(png):
    from matplotlib.image import imread

    return imread(io.BytesIO(png), format="png")


def test_the_colours_are_those_of_cividis_from_pale_to_dark(matplotlib):
    from matplotlib.colors import to_hex

    cividis = matplotlib.colormaps["cividis"]
    assert list(COLOURS[1:]) == [to_hex(cividis(1 - step / 7)) for step in range(8)]


def test_more_is_darker_in_print_too():
    lights = [luminance(colour) for colour in COLOURS]
    assert lights == sorted(lights, reverse=True)
    assert COLOURS[0] == WHITE


def test_the_two_lines_stand_out_from_the_paper_and_differ_in_form():
    for colour in (YOURS, BESIDE):
        assert contrast(colour, WHITE) >= 3
    page = drawing_html(PATH, "en")
    assert "●" in page
    assert "□" in page


@pytest.mark.usefixtures("matplotlib")
def test_a_picture_is_drawn_at_twice_the_density():
    for drawing in DRAWINGS.values():
        picture = picture_of(drawing)
        height, width = pixels(picture.png).shape[:2]
        assert (width, height) == (DENSITY * picture.width, DENSITY * picture.height)
        assert len(picture.png) < 30_000


@pytest.mark.usefixtures("matplotlib")
def test_each_cell_has_the_colour_of_its_level():
    from matplotlib.colors import to_hex

    from autograder.checks import picture as module

    image = pixels(picture_of(PATH).png)
    for y, row in enumerate(PATH.levels):
        for x, level in enumerate(row):
            left = module.LEFT + (x + 0.4) * module.CELL_WIDTH
            top = module.MARGIN + (y + 0.4) * module.CELL_HEIGHT
            seen = image[int(DENSITY * top), int(DENSITY * left)]
            assert to_hex(seen) == COLOURS[level]


@pytest.mark.usefixtures("matplotlib")
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_picture_holds_no_words(monkeypatch, name):
    """matplotlib has no Chinese font, and its text could not be read aloud."""
    written = []
    monkeypatch.setattr(Paper, "write", lambda *values: written.append(values[3]))
    picture_of(DRAWINGS[name])
    assert written
    assert all(word.isascii() and len(word) <= 2 for word in written)


def test_the_students_own_settings_change_nothing(matplotlib):
    before = picture_of(PATH).png
    settings = {
        "text.usetex": True,
        "savefig.dpi": 30,
        "figure.dpi": 30,
        "savefig.bbox": "tight",
        "axes.facecolor": "black",
        "figure.autolayout": True,
        "font.size": 40,
        "lines.linewidth": 9,
    }
    with matplotlib.rc_context(settings):
        after = picture_of(PATH).png
    assert after == before


def test_nothing_global_is_touched():
    code = (
        "import sys, warnings; warnings.simplefilter('error')\n"
        "from autograder.checks import picture\n"
        "assert 'matplotlib' not in sys.modules\n"
        "import matplotlib\n"
        "def settings(): return {n: matplotlib.rcParams[n] for n in matplotlib.rcParams "
        "if 'backend' not in n}\n"  # asking for that one imports pyplot
        "before = settings()\n"
        "picture.get_ready()\n"
        "assert 'matplotlib.figure' in sys.modules\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert settings() == before\n"
    )
    pytest.importorskip("matplotlib")
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.usefixtures("matplotlib")
def test_a_picture_that_cannot_be_drawn_fails_no_check(monkeypatch):
    def fail(*_):
        raise OSError("no fonts here")

    monkeypatch.setattr(Paper, "write", fail)
    assert picture_of(PATH) is None
    get_ready()
    assert "<pre" in drawing_html(PATH, "en")


# HTML around it


@pytest.mark.usefixtures("matplotlib")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_the_text_alternative_says_what_the_picture_shows(name, language):
    page = drawing_html(DRAWINGS[name], language)
    (alt,) = re.findall(r'<img alt="([^"]*)"', page)
    assert unescape(alt) == text(DRAWINGS[name].caption, language)


@pytest.mark.usefixtures("matplotlib")
def test_the_picture_lies_within_the_page_with_its_size():
    page = drawing_html(PATH, "en")
    width, height, data = re.search(
        r'width="(\d+)" height="(\d+)" .* src="data:image/png;base64,([^"]+)"', page
    ).groups()
    picture = picture_of(PATH)
    assert (int(width), int(height)) == (picture.width, picture.height)
    assert base64.b64decode(data) == picture.png
    assert "max-width:100%;height:auto" in page


@pytest.mark.usefixtures("matplotlib")
def test_a_caption_is_read_aloud_once():
    page = drawing_html(PATH, "en")
    assert page.count("<figcaption") == page.count('<figcaption aria-hidden="true"') == 1


@pytest.mark.usefixtures("no_matplotlib")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_without_matplotlib_there_is_the_text_drawing(name, language):
    page = drawing_html(DRAWINGS[name], language)
    (drawn,) = re.findall(r'<pre aria-hidden="true"[^>]*>(.*)</pre>', page, re.DOTALL)
    assert unescape(drawn).split("\n") == drawing_rows(DRAWINGS[name], language)
    assert escape(drawing_head(DRAWINGS[name], language)) in page
    assert "<img" not in page
    (caption,) = re.findall("<figcaption>(.*)</figcaption>", page)
    assert unescape(caption) == text(DRAWINGS[name].caption, language)


@pytest.mark.usefixtures("no_matplotlib")
def test_without_matplotlib_a_whole_card_is_rendered():
    assert "▇" in verdict_html(verdict(), "en")
