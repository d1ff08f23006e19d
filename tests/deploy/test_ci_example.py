from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from alembic.config import CommandLine
from typer.main import get_command

from pedschema.cli.app import app

EXAMPLE = Path(__file__).parents[2] / "docs" / "ci-deploy-example.yml"
RUN = re.compile(r"^(?P<indent> *)(?:- )?run: (?P<line>.*)$")
FOREIGN = {"pip"}


def read_commands() -> list[str]:
    """Return every command line of the example's steps."""
    found: list[str] = []
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        step = RUN.match(line)
        if step and step["line"] != "|":
            found.append(step["line"])
        elif step:
            for below in lines[number + 1 :]:
                if below.strip() and len(below) - len(below.lstrip()) <= len(step["indent"]):
                    break
                found += [below.strip()] if below.strip() else []
    return found


def parse(line: str) -> None:
    """Parse a command line as its program does; SystemExit or UsageError when it is none."""
    program, *words = shlex.split(line)
    if program == "alembic":
        CommandLine().parser.parse_args(words)
        return
    command = get_command(app)
    context = command.make_context(program, [*words], resilient_parsing=False)
    while hasattr(command, "resolve_command"):
        name, command, words = command.resolve_command(context, words)
        context = command.make_context(name, [*words], parent=context)


def test_every_line_is_of_a_known_program() -> None:
    programs = {line.split()[0] for line in read_commands()}

    assert programs == {"alembic", "pedschema", *FOREIGN}


@pytest.mark.parametrize("line", [line for line in read_commands() if line.split()[0] not in FOREIGN])
def test_line_of_the_example_parses(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEDSCHEMA_DATABASE_URL", "postgresql://localhost/app")

    parse(line)


@pytest.mark.parametrize(
    "line",
    ["pedschema plan --no-such-option", "pedschema nothing", "alembic upgrad head", "pedschema platform x"],
)
def test_line_that_is_no_command_does_not(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises((SystemExit, Exception)) as stopped:
        parse(line)

    assert stopped.type is SystemExit or "no such" in str(stopped.value).lower()
    capsys.readouterr()


def test_steps_of_a_deploy_stand_in_order() -> None:
    lines = read_commands()
    steps = [
        "pedschema lint --format github",
        "alembic upgrade head",
        "pedschema matrix --check",
        "pedschema plan",
        "alembic upgrade head",
    ]
    place = -1
    for step in steps:
        place = lines.index(step, place + 1)

    assert lines[-1].startswith("pedschema drift")


def test_personas_are_asked_for_in_a_database_of_their_own() -> None:
    """That of the job has no people, so that every line of the matrix would differ."""
    before, _, _ = EXAMPLE.read_text(encoding="utf-8").partition("run: pedschema matrix --check")

    assert 'PEDSCHEMA_DATABASE_URL: ""' in before.rpartition("- name:")[2]
