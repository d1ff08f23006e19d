"""The worked example of a new project, as a user meets it; its generated files are kept in the scaffold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.cli.scaffold.example import fill_digests, render_example
from pedschema.cli.scaffold.project import render_frame, write_new
from pedschema.platform import SUPERUSER, PlatformServer, create_database

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN = Path(sys.executable).parent
SCAFFOLD = Path(__file__).parents[2] / "pedschema" / "cli" / "scaffold"
MADE = "madeup"
"""A name that stands for the app's in what is generated."""

HEADERS = {
    "contract": ('"""Triggers and what they call, as the contract declares them.', "app_tables"),
    "policies": ('"""Policies of the contract.', "realtime_contract"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[PlatformServer]:
    with PlatformServer() as running:
        yield running


class Project:
    """A folder in which a user types commands."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.url = url

    def run(self, *command: str, code: int = 0) -> str:
        environment = {key: value for key, value in os.environ.items() if key != "PEDSCHEMA_DATABASE_URL"}
        if self.url:
            environment["PEDSCHEMA_DATABASE_URL"] = self.url
        done = subprocess.run(
            [BIN / command[0], *command[1:]],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.mark.db
def test_a_new_project_is_clean_migrates_and_keeps_its_matrix(server: PlatformServer, tmp_path: Path) -> None:
    create_database(server.url(user=SUPERUSER), "fresh")
    Project(tmp_path).run("pedschema", "init", "shop")
    offline, project = Project(tmp_path), Project(tmp_path, server.url("fresh"))

    assert "1 topics, 1 publications, 1 policies, 1 rules" in offline.run("pedschema", "check")
    assert "no findings" in offline.run("pedschema", "lint")
    project.run("alembic", "upgrade", "head")
    assert "No new upgrade operations detected" in project.run("alembic", "check")
    project.run("pedschema", "lock")
    assert "1 topics" in offline.run("pedschema", "check")
    assert "no drift" in project.run("pedschema", "drift")
    offline.run("pedschema", "matrix", "--check")
    assert "kitchen" in (tmp_path / "policies" / "access.lock").read_text(encoding="utf-8")
    assert "messages.INSERT" in offline.run("pedschema", "demo")
    offline.run("pedschema", "export", "supabase")
    assert len(list((tmp_path / "supabase" / "migrations").glob("*.sql"))) == 3
    offline.run("pedschema", "export", "supabase", "--check")
    project.run("alembic", "downgrade", "base")


@pytest.mark.db
def test_the_scaffold_holds_what_the_example_generates(server: PlatformServer, tmp_path: Path) -> None:
    create_database(server.url(user=SUPERUSER), "generated")
    project = _hand_written(tmp_path, server.url("generated"))
    project.run("alembic", "upgrade", "head")
    project.run("pedschema", "lock")
    project.run("alembic", "revision", "--autogenerate", "-m", "made")
    made = _read_revisions(tmp_path)
    project.run("alembic", "upgrade", "head")
    Project(tmp_path).run("pedschema", "matrix", "--write")
    for name in ("schema", "access"):
        made[f"example_{name}.lock"] = (tmp_path / "policies" / f"{name}.lock").read_text(encoding="utf-8")
    # Which server the app will have is not known before there is one.
    made["example_schema.lock"] = re.sub(r'"server": \d+', '"server": 0', made["example_schema.lock"])
    for name, text in made.items():
        _compare(name, text)


def test_digests_are_those_of_the_bodies_under_the_name_of_the_app() -> None:
    text = (
        "def upgrade():\n"
        "    op.create_rule('a', sql=['create function a() as $x$ one @schema@ $x$'],"
        " canonical='body sha256:@digest@')\n"
    )

    filled = {name: fill_digests(text.replace("@schema@", name)) for name in ("one", "two")}

    digests = [re.findall("[0-9a-f]{64}", each)[0] for each in filled.values()]
    assert digests[0] != digests[1]
    assert fill_digests("nothing to fill") == "nothing to fill"


def _hand_written(folder: Path, url: str) -> Project:
    texts = dict(render_frame(MADE)) | dict(render_example(MADE, datetime.now(UTC)))
    for generated in ("realtime_contract.py", "realtime_policies.py"):
        del texts[f"migrations/versions/{generated}"]
    write_new({folder / path: text for path, text in texts.items()})
    return Project(folder, url)


def _read_revisions(folder: Path) -> dict[str, str]:
    revisions = [
        path for path in (folder / "migrations" / "versions").glob("*.py") if path.name != "app_tables.py"
    ]
    texts = [path.read_text(encoding="utf-8") for path in revisions]
    contract, policies = sorted(texts, key=lambda text: "create_realtime_policy" in text)
    return {
        "revision_contract.py.txt": _normal(contract, "contract"),
        "revision_policies.py.txt": _normal(policies, "policies"),
    }


def _normal(text: str, name: str) -> str:
    docstring, before = HEADERS[name]
    lines = [
        docstring,
        "",
        "Made on @made@.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from alembic import op",
        "",
    ]
    lines += [f'revision = "realtime_{name}"', f'down_revision = "{before}"']
    lines += ["branch_labels = None", "depends_on = None", "", "", ""]
    body = text[text.index("def upgrade()") :]
    return "\n".join(lines) + re.sub(r"sha256:[0-9a-f]{64}", "sha256:@digest@", body)


def _compare(name: str, text: str) -> None:
    path, wanted = SCAFFOLD / name, text.replace(MADE, "@schema@")
    if os.environ.get("PEDSCHEMA_GOLDEN") == "write":
        path.write_text(wanted, encoding="utf-8")
    assert wanted == path.read_text(encoding="utf-8")
