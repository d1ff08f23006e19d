"""The pre-commit hook and the GitHub Action example, run on projects as their runners would."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft4Validator

ROOT = Path(__file__).parent.parent.parent
SCHEMA = ROOT / "tests" / "report" / "sarif-2.1.0-rtm.5.json"
GOOD = """\
set lock_timeout = '3s';
create policy lobby on realtime.messages for select to authenticated using (
    messages.extension = 'broadcast' and messages.topic = 'lobby'
    and exists (select from public.members as m where m.user_id = (select auth.uid()))
);
"""
BAD = "create policy lobby on realtime.messages for select to authenticated using (true);\n"
CHANGED = ["README.md", "supabase/migrations/1_lobby.sql"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one migration that is good."""
    (tmp_path / "supabase" / "migrations").mkdir(parents=True)
    (tmp_path / CHANGED[0]).write_text("# App\n", encoding="utf-8")
    (tmp_path / CHANGED[1]).write_text(GOOD, encoding="utf-8")
    return tmp_path


def _run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(folder), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def _hook() -> dict[str, Any]:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(hook)


def _select(hook: dict[str, Any], files: list[str]) -> list[str]:
    return [file for file in files if re.search(hook["files"], file)]


def _run_hook(hook: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str] | None:
    """Run a hook as pre-commit does: not at all when no file is its own."""
    files = _select(hook, CHANGED)
    if not files:
        return None
    given = files if hook.get("pass_filenames", True) else []
    return _run([*shlex.split(hook["entry"]), *hook.get("args", []), *given], folder)


def _steps() -> list[dict[str, Any]]:
    job = yaml.safe_load((ROOT / "docs" / "ci-example.yml").read_text(encoding="utf-8"))["jobs"]["lint"]
    return list(job["steps"])


def _run_steps(folder: Path) -> dict[str, int]:
    """Run what the job's steps run in a shell, as GitHub calls it; the program itself is installed."""
    codes = {}
    for step in _steps():
        if "run" in step and step["run"] != "pip install pedschema":
            codes[step["name"]] = _run(["bash", "-e", "-c", step["run"]], folder).returncode
    return codes


@pytest.mark.parametrize(
    ("file", "own"),
    [
        ("policies/contract.toml", True),
        ("policies/schema.lock", True),
        ("policies/chat/read.sql", True),
        ("migrations/versions/2026_01_01_rooms.py", True),
        ("supabase/migrations/20260101000000_rooms.sql", True),
        ("migrations/README.md", False),
        ("app/policies/read.sql", False),
        ("supabase/seed.sql", False),
        ("supabase/functions/migrations.ts", False),
        ("src/app.py", False),
    ],
)
def test_hook_is_for_the_files_that_are_linted_and_no_others(file: str, *, own: bool) -> None:
    assert _select(_hook(), [file]) == [file] * own


def test_hook_names_a_command_that_its_environment_has() -> None:
    hook = _hook()

    assert hook["language"] == "python"
    scripts = {script.name for script in entry_points(group="console_scripts")}
    assert shlex.split(hook["entry"])[0] in scripts


def test_hook_lets_a_good_project_pass(project: Path) -> None:
    outcome = _run_hook(_hook(), project)

    assert outcome is not None
    assert (outcome.returncode, outcome.stdout) == (0, "")


def test_hook_stops_a_bad_commit_and_says_where(project: Path) -> None:
    (project / CHANGED[1]).write_text(BAD, encoding="utf-8")

    outcome = _run_hook(_hook(), project)

    assert outcome is not None
    assert outcome.returncode == 1
    assert f"{CHANGED[1]}:1:1: error POL002 always-true" in outcome.stdout


def test_action_lets_a_good_project_pass(project: Path) -> None:
    assert set(_run_steps(project).values()) == {0}

    log = json.loads((project / "pedschema.sarif").read_text(encoding="utf-8"))
    assert log["runs"][0]["results"] == []


def test_action_fails_on_a_bad_project_and_reports_it_all_the_same(project: Path) -> None:
    (project / CHANGED[1]).write_text(BAD, encoding="utf-8")

    assert _run_steps(project) == {"Annotate the lines": 1, "Report to code scanning": 0}

    log = json.loads((project / "pedschema.sarif").read_text(encoding="utf-8"))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert not list(Draft4Validator(schema).iter_errors(log))
    assert "POL002" in {result["ruleId"] for result in log["runs"][0]["results"]}


def test_action_ends_with_an_error_where_nothing_can_be_judged(tmp_path: Path) -> None:
    assert _run_steps(tmp_path) == {"Annotate the lines": 2, "Report to code scanning": 1}


def test_action_uploads_the_report_even_when_a_step_fails() -> None:
    steps = _steps()
    names = [step.get("name") or step.get("uses") or step["run"] for step in steps]
    upload = next(step for step in steps if "upload-sarif" in step.get("uses", ""))
    report = next(step for step in steps if step.get("name") == "Report to code scanning")

    assert names.index("pip install pedschema") < names.index("Annotate the lines")
    assert upload["if"] == report["if"] == "always()"
    assert f"> {upload['with']['sarif_file']} " in report["run"]
