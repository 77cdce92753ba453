"""docs/hub.md, followed on a real hub by an instructor and two students of this machine."""

import re

import pytest
from hub_machine import PYTHON, free_ports, machine, running, why_not
from hub_page import boxes
from hub_person import Person
from hub_story import PAGE, NoNetworkError, hub_command, the_page_is_followed
from installed import chromium
from lab_browser import browser, page_of
from lab_pages import JupyterLab
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

# Place on the page → what a student must not do with it.
CLOSED = {
    "/home/teacher/rnn": "ls",
    "/home/teacher/rnn/tests/hidden/test_rnn.py": "cat",
    "/home/teacher/rnn/tests/hidden/course_secret.txt": "cat",
    "/home/teacher/rnn/solutions/rnn.py": "cat",
    "/home/teacher/rnn/gradebook.db": "cat",
    "/home/teacher/rnn/submitted/bo/rnn/rnn.ipynb": "cat",
    "/home/teacher/rnn/feedback/bo/rnn/rnn.html": "cat",
    "/home/teacher/kit/solutions/rnn.py": "cat",
    "/home/bo/rnn/rnn.ipynb": "cat",
    "/srv/exchange/rnn/inbound": "ls",
    "/srv/exchange/rnn/feedback": "ls",
    "/srv/hub/jupyterhub_cookie_secret": "cat",
    "/srv/hub/jupyterhub.sqlite": "cat",
    "/srv/hub/jupyterhub_config.py": "cat",
}


@pytest.fixture(scope="module")
def story():
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with machine("teacher", "ada", "bo", "eve") as made:
        try:
            with the_page_is_followed(made) as followed:
                yield followed
        except NoNetworkError as error:
            pytest.skip(f"packages can't be installed: {error}")


def scores(story) -> dict[str, float]:
    """What formgrader shows to the instructor, by the page's names."""
    found = story.people["teacher"].has("formgrader/api/submissions/rnn")
    shown = {entry["student"]: entry["score"] for entry in found if entry["submitted"]}
    return {who: shown[story.account(who)] for who in ("ada", "bo")}


def feedback_page(story, who: str) -> str:
    """The one page that is in the student's own folder."""
    person = story.people[who]
    (folder,) = person.read("rnn/feedback")
    assert [each["name"] for each in person.read(folder["path"])] == ["rnn.html"]
    return person.read(f"{folder['path']}/rnn.html")


def test_the_doctor_finds_the_course_in_order(story):
    assert [said for said in story.said if "errors 0" in said]


def test_a_wrong_password_opens_nothing(story):
    assert Person(story.address, story.account("ada")).log_in("guessed").status_code == 403


def test_an_account_that_is_not_of_the_class_stays_outside(story):
    account, password = story.account("eve"), story.machine.passwords["eve"]
    story.machine.run("useradd", "--create-home", "--key", "HOME_MODE=0700", account)
    told = story.machine.folder / "hub" / "eve.txt"
    told.write_text(f"{account}:{password}\n", encoding="utf-8")
    assert story.machine.run("sh", "-c", f"chpasswd < {told}").returncode == 0
    assert Person(story.address, account).log_in(password).status_code == 403


def test_everybodys_server_runs_as_its_own_account(story):
    for who, person in story.people.items():
        if who != "eve":
            assert person.type(f'test "$(id -un)" = {story.account(who)}') == 0
            assert person.type("test -w /etc/passwd") == 1


def test_the_instructors_formgrader_sees_both_hand_ins_with_their_scores(story):
    assert scores(story) == {"ada": 100, "bo": 86}


def test_everybody_is_graded_in_a_closed_room(story):
    for who in ("ada", "bo"):
        path = f"rnn/autograded/{story.account(who)}/rnn/rnn.ipynb"
        notebook = story.people["teacher"].open_notebook(path)
        assert notebook.metadata.autograder.tier in ("A", "B")


def test_formgraders_own_button_grades_in_two_rooms_too(story):
    teacher, account = story.people["teacher"], story.account("bo")
    path = f"rnn/autograded/{account}/rnn/rnn.ipynb"
    before = teacher.has(f"api/contents/{path}", params={"content": 0})["last_modified"]
    answer = teacher.ask("POST", f"formgrader/api/submission/rnn/{account}/autograde").json()
    assert answer["success"], answer
    assert teacher.has(f"api/contents/{path}", params={"content": 0})["last_modified"] > before
    assert teacher.open_notebook(path).metadata.autograder.tier in ("A", "B")
    assert scores(story) == {"ada": 100, "bo": 86}


def test_each_student_reads_the_own_page_and_it_says_what_went_wrong(story):
    ada, bo = feedback_page(story, "ada"), feedback_page(story, "bo")
    assert "a known mistake gives exactly these results" in bo
    assert "a known mistake gives exactly these results" not in ada


@pytest.mark.parametrize("place", CLOSED)
def test_a_student_cant_read(story, place):
    """Tried by the account itself."""
    path = story.place(place)
    assert path.exists()
    tried = story.machine.run(CLOSED[place], str(path), who="ada")
    assert tried.returncode != 0
    assert "Permission denied" in tried.stdout


def test_a_student_reads_nothing_through_the_hub_either(story):
    ada = story.people["ada"]
    for who in ("bo", "teacher"):
        assert ada.ask("GET", "api/contents", whose=story.account(who)).status_code in (403, 404)
    teacher = story.account("teacher")
    assert ada.ask("GET", "formgrader/", whose=teacher).status_code in (403, 404)


def test_a_student_cant_take_away_what_is_in_the_exchange(story):
    exchange = story.place("/srv/exchange")
    moved = story.machine.run("mv", f"{exchange}/rnn", f"{exchange}/gone", who="ada")
    removed = story.machine.run("rm", "-r", f"{exchange}/rnn/outbound", who="ada")
    assert moved.returncode != 0
    assert removed.returncode != 0
    assert (exchange / "rnn" / "outbound" / "rnn" / "rnn.ipynb").is_file()


def test_the_programs_can_be_changed_by_root_only(story):
    programs = story.place("/opt/course")
    found = story.machine.run("find", str(programs), "-writable", "-not", "-type", "l", who="ada")
    assert found.stdout == ""


def test_formgrader_and_its_menu_are_the_teachers(story):
    for who, status in (("teacher", 200), ("ada", 404)):
        person = story.people[who]
        assert person.ask("GET", "formgrader/").status_code == status
        page = person.ask("GET", "lab").text
        disabled = re.search(r'"disabledExtensions": \[(.*?)\]', page, re.S)[1]
        assert ("@jupyter/nbgrader:formgrader" in disabled) == (who == "ada")
        assert "@jupyter/nbgrader:assignment-list" not in disabled


def test_a_copy_of_the_gradebook_has_been_made(story):
    copy = story.place("/home/teacher/rnn/backup.db")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.stat().st_size > 10_000


def test_the_hub_ran_behind_the_proxy_that_the_page_recommends(story):
    if story.proxy != "npm":
        pytest.skip("npm's registry can't be reached: the Python proxy was used")
    program = story.place("/opt/course/bin/configurable-http-proxy")
    assert program.read_text(encoding="utf-8").startswith("#!/usr/bin/env node")


def test_a_student_sees_in_a_browser_what_a_student_needs_and_no_more(story, tmp_path):
    """The hub's form, JupyterLab, nbgrader's menu and the list of assignments."""
    if chromium() is None:
        pytest.skip("chromium not found")
    with browser() as started, page_of("ada", started, tmp_path) as camera:
        page = camera.page
        page.goto(f"{story.address}/hub/login")
        page.locator("#username_input").fill(story.account("ada"))
        page.locator("#password_input").fill(story.machine.passwords["ada"])
        camera.look("log-in")
        page.locator("#login_submit").click()
        page.locator(".jp-Launcher").wait_for()
        lab = JupyterLab(page)
        lab.menu("Nbgrader")
        expect(page.get_by_role("menuitem", name="Assignment List", exact=True)).to_be_visible()
        expect(page.get_by_role("menuitem", name="Formgrader", exact=True)).to_have_count(0)
        lab.menu("Assignment List")
        handed_in = page.locator("#submitted_assignments_list > .list_item")
        expect(handed_in.filter(has_text="rnn")).to_be_visible()
        camera.look("assignments")


OTHER_HUB = """
c = get_config()
load_subconfig("jupyterhub_config.py", path={hub!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{0}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{1}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{2}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
"""


def test_a_server_and_its_terminal_can_be_used_behind_the_python_proxy_too(story):
    folder, ports = story.machine.folder / "other-hub", free_ports(3)
    folder.mkdir(mode=0o700)
    own = folder / "programs"
    install = next(box for box in boxes(PAGE) if box.who == "root, without npm").text
    pip = f"{story.place('/opt/course')}/bin/pip --python {own}/bin/python"
    install = install.replace("/opt/course/bin/pip", pip)
    done = story.machine.run("sh", "-e", "-c", f"{PYTHON} -m venv --without-pip {own}\n{install}")
    if done.returncode != 0:
        pytest.skip(f"the proxy can't be installed: {done.stdout[-300:]}")
    proxy = str(own / "bin" / "configurable-http-proxy")
    hub = str(story.place("/srv/hub"))
    config = folder / "jupyterhub_config.py"
    config.write_text(OTHER_HUB.format(*ports, hub=hub, proxy=proxy), encoding="utf-8")
    command, _, path = hub_command(story)
    address = f"http://127.0.0.1:{ports[0]}"
    with running([*command[:-1], str(config)], folder, path, address):
        ada = Person(address, story.account("ada"))
        ada.log_in(story.machine.passwords["ada"])
        ada.wait_for_server()
        assert ada.type("test -f rnn/rnn.ipynb") == 0
