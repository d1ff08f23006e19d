"""What README.md and docs/ say of commands, options and files is so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from pedschema.cli.app import app
from pedschema.cli.scaffold.project import render_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = sorted((ROOT / "docs").glob("*.yml"))
SHARED = {"--contract", "--config", "--help"}
"""Options that README.md describes once for all commands; `--help` prints the others."""

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*(?![\w-])")
CODE = re.compile(r"`([^`\n]+)`|^ {4,}(.*)$|^[ \-]*run: (.*)$|^\$? ?(pedschema .*)$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)\s]*?)(?:#([^)\s]+))?\)")


@cache
def read_options() -> dict[str, frozenset[str]]:
    """Return the long options of each command, by its words."""

    def walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, frozenset[str]]]:
        context = command.make_context("pedschema", [], resilient_parsing=True)
        names = command.list_commands(context) if hasattr(command, "list_commands") else ()
        for name in names:
            yield from walk(command.get_command(context, name), (*words, name))
        if not names:
            options = (option for parameter in command.get_params(context) for option in parameter.opts)
            yield " ".join(words), frozenset(option for option in options if option.startswith("--"))

    return dict(walk(get_command(app), ()))


def read_uses(text: str) -> Iterator[tuple[str, str]]:
    """Return each command that a page writes as code, and the rest of that code."""
    for found in CODE.finditer(text):
        code = next(part for part in found.groups() if part is not None).partition("   #")[0]
        for call in re.split(r"[|;&]|(?=pedschema )", code):
            words = call.split()
            for count in (2, 1):
                name = " ".join(words[1 : 1 + count])
                if words[:1] == ["pedschema"] and name in read_options():
                    yield name, call
                    break


def find_unknown(text: str) -> list[tuple[str, str]]:
    """Return options that a page writes behind a command which has none like them."""
    return [
        (name, option)
        for name, rest in read_uses(text)
        for option in OPTION.findall(rest.partition(" -- ")[0])
        if option not in read_options()[name]
    ]


def describe(name: str) -> str:
    """Return what is written about a command: pages of docs/ that use it, and its lines of README.md."""
    readme, _, *docs = (path.read_text(encoding="utf-8") for path in PAGES if "reference" not in path.parts)
    called = re.compile(rf"pedschema {name}\b")
    pages = [text for text in docs if called.search(text) and not text.startswith("# Decisions")]
    return "\n".join([*pages, *(line for line in readme.splitlines() if called.search(line))])


@pytest.mark.parametrize("path", [*PAGES, *EXAMPLES], ids=lambda path: path.name)
def test_options_of_commands_exist(path: Path) -> None:
    assert find_unknown(path.read_text(encoding="utf-8")) == []


def test_option_that_no_command_has_is_found() -> None:
    lines = (
        "`pedschema plan URL --to x --revision x`",
        "    pedschema gen --chek    # --no",
        "- run: pedschema lock --fix",
    )
    text = "\n".join(lines)
    assert find_unknown(text) == [("plan", "--revision"), ("gen", "--chek"), ("lock", "--fix")]


@pytest.mark.parametrize("name", read_options())
def test_every_option_is_described(name: str) -> None:
    missing = read_options()[name] - SHARED - set(OPTION.findall(describe(name)))
    assert not missing


def test_shared_options_stand_in_the_readme() -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    assert set(OPTION.findall(text)) >= SHARED


def test_settings_stand_on_the_page_of_deploys_as_a_new_project_has_them() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    given = re.findall(r"^(pedschema_\w+) = (.*)$", render_frame("shop")["alembic.ini"], re.MULTILINE)
    rows = dict(re.findall(r"^\| `(pedschema_\w+)` \|.*\| (.*) \|$", page, re.MULTILINE))
    assert rows.keys() == {name for name, _ in given}
    assert all(rows[name] == f"`{value}`" for name, value in given if name != "pedschema_contract")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        page = path.parent / target if target else path
        assert page.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}
