"""Every course, graded twice: by plain nbgrader, and with the kit."""

import pytest
from classroom import own_jupyter_folders


@pytest.fixture(scope="session", autouse=True)
def _own_jupyter_folders(tmp_path_factory):
    with own_jupyter_folders(tmp_path_factory.mktemp):
        yield
