"""What a built notebook holds: cells, ids, nbgrader's metadata, pictures."""

import base64

import nbformat
import pytest
from nbgrader import nbgraderformat

from autograder.build import build_course, find_sources, stale


@pytest.fixture
def built(course):
    build_course(course.root)
    return {
        language: nbformat.read(course.notebook(language), as_version=4)
        for language in ("en", "zh")
    }


def by_id(notebook):
    return {cell.id: cell for cell in notebook.cells}


def files(course, *kinds):
    """The built files of these kinds in both languages, as the builder lists them."""
    return [getattr(course, kind)(language) for kind in kinds for language in ("en", "zh")]


def test_every_notebook_and_lesson_is_written_and_reported(course):
    assert build_course(course.root) == files(course, "notebook", "lesson")


def test_a_second_build_changes_nothing(course):
    build_course(course.root)
    before = course.notebook().read_bytes()
    assert build_course(course.root) == []
    assert course.notebook().read_bytes() == before


def test_building_from_nothing_twice_gives_the_same_bytes(course):
    build_course(course.root)
    before = course.notebook("zh").read_bytes()
    course.notebook("zh").unlink()
    assert build_course(course.root) == [course.notebook("zh")]
    assert course.notebook("zh").read_bytes() == before


def test_a_notebook_is_stale_when_missing_or_older_than_its_sources(course):
    assert stale(course.root) == files(course, "notebook", "lesson")
    build_course(course.root)
    assert stale(course.root) == []
    course.change(course.prose("zh"), "完。", "结束。")
    assert stale(course.root) == [course.notebook("zh")]
    course.change(course.solution, "return two * x", "return x * two")
    assert stale(course.root) == files(course, "notebook")


def test_asking_what_is_stale_writes_nothing(course):
    stale(course.root)
    assert not course.notebook().exists()


def test_the_folder_of_pictures_is_no_assignment(course):
    (course.root / "source" / "images" / "tiny").mkdir(parents=True)
    found = find_sources(course.root)
    assert [source.prose for source in found] == [course.prose("en"), course.prose("zh")]


def test_a_built_notebook_is_valid_for_nbformat_and_nbgrader(built):
    for notebook in built.values():
        nbformat.validate(notebook)
        nbgraderformat.MetadataValidator().validate_nb(notebook)


def test_the_notebook_names_its_assignment_language_and_kernel(built):
    for language, notebook in built.items():
        assert notebook.metadata == {
            "autograder": {"assignment": "tiny", "language": language},
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        }


def test_ids_come_from_slots_and_positions(built):
    assert [cell.id for cell in built["en"].cells] == [
        "start-1",
        "given-setup",
        "given-setup-1",
        "exercise-double",
        "check-double",
        "check-double-1",
        "exercise-shifted",
        "exercise-shifted-1",
        "check-shifted",
        "check-shifted-1",
        "check-shifted-2",
    ]


def test_ids_and_grade_ids_are_the_same_in_all_languages(built):
    english, chinese = ([dict(c.metadata) for c in built[n].cells] for n in ("en", "zh"))
    assert [cell.id for cell in built["en"].cells] == [cell.id for cell in built["zh"].cells]
    assert english == chinese


@pytest.mark.parametrize(
    ("cell_id", "expected"),
    [
        ("given-setup", {"grade_id": "setup", "grade": False, "solution": False, "locked": True}),
        (
            "exercise-double",
            {"grade_id": "double", "grade": False, "solution": True, "locked": False},
        ),
        (
            "check-double",
            {
                "grade_id": "test_double",
                "grade": True,
                "solution": False,
                "locked": True,
                "points": 3.5,
            },
        ),
    ],
)
def test_slots_carry_the_metadata_of_nbgrader(built, cell_id, expected):
    common = {"schema_version": 3, "task": False, "cell_type": "code"}
    assert by_id(built["en"])[cell_id].metadata == {"nbgrader": expected | common}


def test_ordinary_cells_carry_none(built):
    ordinary = by_id(built["en"])["check-shifted-1"]
    assert ordinary.cell_type == "code"
    assert ordinary.metadata == {}


def test_whole_points_are_written_as_integers(built):
    points = by_id(built["en"])["check-shifted"].metadata.nbgrader.points
    assert points == 2
    assert isinstance(points, int)


def test_the_solution_stands_between_the_markers(built):
    assert by_id(built["en"])["exercise-shifted"].source == (
        "def shifted(x, by=1):\n"
        '    """x plus a number.\n'
        "\n"
        "        result = x + by\n"
        '    """\n'
        "    ### BEGIN SOLUTION\n"
        "    # A comment that belongs to the answer.\n"
        "    return x + by\n"
        "    ### END SOLUTION"
    )


def test_a_slot_with_a_docstring_shows_that_one(built):
    assert by_id(built["zh"])["exercise-double"].source == (
        "def double(x):\n"
        '    """x 的两倍。\n'
        "\n"
        "    说明。\n"
        '    """\n'
        "    ### BEGIN SOLUTION\n"
        "    two = np.array(2.0)\n"
        "    return two * x\n"
        "    ### END SOLUTION"
    )


def test_the_check_is_followed_by_the_hidden_tests(built):
    assert by_id(built["en"])["check-double"].source == (
        "assert double(1) == 2\n"
        "### BEGIN HIDDEN TESTS\n"
        "from autograder.judge.hidden import hidden_tests\n"
        'hidden_tests("tiny", "double", globals())\n'
        "### END HIDDEN TESTS"
    )


def test_a_picture_becomes_an_attachment_as_png_and_svg(course):
    images = course.root / "source" / "images" / "tiny"
    images.mkdir(parents=True)
    (images / "net.svg").write_bytes(b"<svg/>")
    (images / "net.png").write_bytes(b"png")
    course.change(course.prose(), "The end.", "![Two cells.](attachment:net.svg)")
    build_course(course.root)
    notebook = nbformat.read(course.notebook(), as_version=4)
    cell = by_id(notebook)["check-shifted-2"]
    assert {kind: base64.b64decode(data) for kind, data in cell.attachments["net.svg"].items()} == {
        "image/png": b"png",
        "image/svg+xml": b"<svg/>",
    }
    # JupyterLab takes the first type, and it shows no SVG attachment.
    assert next(iter(cell.attachments["net.svg"])) == "image/png"


def test_cells_without_pictures_have_no_attachments(built):
    assert not any("attachments" in cell for cell in built["en"].cells)
