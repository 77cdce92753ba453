"""What tests of the report share."""

import pytest
from classroom import ALEMBIC_VERSION
from nbgrader import api


@pytest.fixture(scope="session", autouse=True)
def _one_answer_of_alembic():
    """nbgrader starts it for every new gradebook, a second each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "get_alembic_version", ALEMBIC_VERSION)
        yield
