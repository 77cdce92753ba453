"""What the account that grades is given: formgrader must not fall back to a single room."""

import pytest
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.settings import settings_of
from autograder.course.wishes import Wishes


@pytest.fixture
def settings(tmp_path):
    """As nbgrader reads them from ~/.jupyter, in a server that runs elsewhere."""
    folder, home = tmp_path / "rnn", tmp_path / "home"
    wishes = Wishes(folder, "rnn", ("en",), ("rnn",), "UTC", exchange=tmp_path / "exchange")
    files = settings_of(wishes)
    for path in (folder, home):
        path.mkdir()
    (folder / "nbgrader_config.py").write_text(files["nbgrader_config.py"], encoding="utf-8")
    own = files["hub/instructor_nbgrader_config.py"]
    (home / "nbgrader_config.py").write_text(own, encoding="utf-8")
    return PyFileConfigLoader("nbgrader_config.py", path=str(home)).load_config()


def test_autograde_runs_in_two_rooms_from_formgrader_too(settings):
    assert "autograder.nbgrader.execute.TwoRooms" in settings.Autograde.autograde_preprocessors
    assert not any("Execute" in name for name in settings.Autograde.autograde_preprocessors)


def test_the_course_is_where_it_is_and_not_at_home(settings, tmp_path):
    assert settings.CourseDirectory.root == str(tmp_path / "rnn")
    assert settings.CourseDirectory.course_id == "rnn"
    assert settings.CourseDirectory.source_directory == "source/en"
    assert settings.Exchange.root == str(tmp_path / "exchange")
