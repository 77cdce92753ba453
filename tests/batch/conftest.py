"""Tests of the batch know nothing of the configuration of the machine that runs them."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_jupyter_folders(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "MPLCONFIGDIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.delenv("AUTOGRADER_LANGUAGE", raising=False)
        yield
