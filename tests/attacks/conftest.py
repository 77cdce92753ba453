"""Nothing of the machine that runs the tests gets in."""

import pytest

pytest.register_assert_rewrite("every_attack")


@pytest.fixture(scope="session", autouse=True)
def _own_jupyter_folders(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.delenv("AUTOGRADER_LANGUAGE", raising=False)
        yield


@pytest.fixture(scope="class")
def arena(request, tmp_path_factory):
    """Everybody, graded once in the tier of the test's class."""
    from every_attack import graded, skip_without

    skip_without(request.cls.tier)
    return graded(tmp_path_factory.mktemp("tier") / "course", request.cls.tier)
