"""A course whose assignment is released, and who works with it."""

import pytest
from classroom import own_jupyter_folders


@pytest.fixture(scope="session", autouse=True)
def _own_jupyter_folders(tmp_path_factory):
    with own_jupyter_folders(tmp_path_factory.mktemp):
        yield
