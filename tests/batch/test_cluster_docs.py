"""docs/cluster.md: its manifest is as it says, both languages agree. `test_dask_grade` runs its
commands."""

import re

import yaml
from cluster_page import CHINESE, DOCS, ENGLISH, blocks

from autograder.batch.parcel import BATCH

MANIFESTS = (DOCS / "cluster" / "kubernetes.yaml").read_text(encoding="utf-8")
DOCUMENTS = list(yaml.safe_load_all(MANIFESTS))


def document(kind: str):
    return next(each for each in DOCUMENTS if each["kind"] == kind)


def containers(node) -> list[dict]:
    """All containers below a node."""
    if isinstance(node, list):
        return [found for each in node for found in containers(each)]
    if not isinstance(node, dict):
        return []
    own = node.get("containers", [])
    return own + [found for each in node.values() for found in containers(each)]


def figures(page: str) -> list[list[str]]:
    """The numbers in each row of its last table, the arithmetic."""
    rows = page[page.index("100,000") :].splitlines()
    return [sorted(re.findall(r"\d[\d,.]*\d|\d", row)) for row in rows if row.startswith("| ")]


def test_both_languages_have_the_same_commands_and_figures():
    assert blocks(CHINESE) == blocks(ENGLISH)
    assert len(figures(ENGLISH)) > 15
    same = [row for row in figures(ENGLISH) if row in figures(CHINESE)]
    assert len(figures(CHINESE)) == len(figures(ENGLISH))
    # "2.7 million" is written in ten thousands.
    assert len(same) >= len(figures(ENGLISH)) - 1
    assert ENGLISH.count("TO BE FILLED IN") == CHINESE.count("TO BE FILLED IN")


def test_the_size_of_a_batch_is_the_one_on_the_page():
    assert f"{BATCH} jobs a task" in ENGLISH
    assert f"{100_000 // BATCH:,} tasks, {100_000 / BATCH * 0.0035:.0f} s" in ENGLISH


def test_the_files_that_the_page_names_are_there():
    links = re.findall(r"\]\(([^)]+)\)", ENGLISH + CHINESE)
    assert links
    for link in links:
        assert (DOCS / link).is_file(), link


def test_no_pod_is_privileged_or_touches_its_node():
    assert len(containers(DOCUMENTS)) == 3
    for container in containers(DOCUMENTS):
        context = container.get("securityContext", {})
        assert not context.get("privileged")
        assert "add" not in context.get("capabilities", {})
    for word in ("hostPath", "hostNetwork", "hostPID", "SYS_ADMIN"):
        assert word not in MANIFESTS


def test_everything_runs_from_one_image_and_not_as_root():
    assert len({container["image"] for container in containers(DOCUMENTS)}) == 1
    spec = document("DaskCluster")["spec"]
    job = document("Job")["spec"]["template"]
    for pod in (spec["scheduler"]["spec"], spec["worker"]["spec"], job["spec"]):
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["automountServiceAccountToken"] is False


def test_the_manifest_has_what_the_page_says_of_tier_a():
    pod = document("DaskCluster")["spec"]["worker"]["spec"]
    context = pod["containers"][0]["securityContext"]
    said = {
        f"hostUsers: {str(pod['hostUsers']).lower()}",
        f"procMount: {context['procMount']}",
        f"appArmorProfile: {pod['securityContext']['appArmorProfile']['type']}",
        f"seccompProfile: {pod['securityContext']['seccompProfile']['type']}",
    }
    for setting in said:
        assert f"`{setting}`" in ENGLISH


def test_the_manifests_commands_are_commands():
    """Each is given to its own parser, which refuses what it does not know."""
    from distributed.cli import dask_scheduler, dask_worker

    from autograder.cli.grade import grade

    parsers = {
        ("dask", "scheduler"): dask_scheduler.main,
        ("dask", "worker"): dask_worker.main,
        ("autograder", "grade"): grade,
    }
    for container in containers(DOCUMENTS):
        program, command, *words = container["args"]
        words = ["--course=." if word.startswith("--course=") else word for word in words]
        assert parsers[program, command].make_context(command, words).params
