"""`pedschema lint`, `explain` and `rules`: what they print, and where; how they end."""

from __future__ import annotations

import json
import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from pedschema.cli import main
from pedschema.cli.commands.lint import _lint
from pedschema.docgen.rules import load_all_rules
from pedschema.lint.project import Project
from pedschema.lint.registry import load_rules
from pedschema.report.find import list_formats

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pedschema.lint.live import Live

    Run = Callable[..., tuple[int, str, str]]

BAD = "create policy a on realtime.messages for select to authenticated using (true);\n"
ONLY = ("--select", "always-true,LNT")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pedschema", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def _write(folder: Path, text: str) -> None:
    (folder / "migrations").mkdir(exist_ok=True)
    (folder / "migrations" / "a.sql").write_text(text, encoding="utf-8")


def test_findings_go_to_stdout_and_the_summary_to_stderr(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, BAD)

    code, out, err = run("lint", *ONLY)

    assert code == 1
    assert out.startswith("migrations/a.sql:1:1: error POL002 always-true")
    assert err == "1 error\n"


def test_two_findings_of_a_severity_are_several(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, BAD + BAD.replace("policy a", "policy b"))

    assert run("lint", *ONLY)[2] == "2 errors\n"


def test_clean_run_prints_nothing_and_ends_with_0(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, "select 1;")

    assert run("lint", *ONLY) == (0, "", "no findings\n")


def test_least_severity_decides_on_the_exit_code(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, "select 1; -- pedschema: allow always-true: for all")

    assert run("lint", *ONLY)[0] == 1
    assert run("lint", *ONLY, "--fail-on", "error")[0] == 0
    assert run("lint", *ONLY, "--ignore", "LNT007", "--fail-on", "info")[0] == 0


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_stdout_holds_nothing_but_the_report(form: str, run: Run, tmp_path: Path) -> None:
    _write(tmp_path, BAD.replace("policy a", 'policy ":smile: [bold]é"'))

    code, out, _ = run("lint", *ONLY, "--format", form)

    assert code == 1
    assert ":smile: [bold]é" in json.dumps(json.loads(out), ensure_ascii=False)


@pytest.mark.parametrize("form", list_formats())
def test_name_of_a_file_that_is_no_text_breaks_no_report(form: str, run: Run, tmp_path: Path) -> None:
    _write(tmp_path, "select 1;")
    (tmp_path / "migrations" / os.fsdecode(b"\xff.sql")).write_text(BAD, encoding="utf-8")

    code, out, err = run("lint", *ONLY, "--format", form)

    assert (code, err) == (1, "1 error\n")
    assert "POL002" in out


def test_known_findings_do_not_count_and_gone_ones_are_told(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, BAD)
    base = ("--baseline", "base.json")

    assert run("lint", *ONLY, *base)[0] == 2
    assert run("lint", *ONLY, *base, "--write-baseline")[0] == 0
    _write(tmp_path, f"\n\n{BAD}")
    assert run("lint", *ONLY, *base) == (0, "", "no findings, 1 known\n")
    _write(tmp_path, BAD + BAD.replace("policy a", "policy b"))
    assert run("lint", *ONLY, *base)[0] == 1
    _write(tmp_path, "select 1")
    code, _, err = run("lint", *ONLY, *base)
    assert code == 0
    assert 'base.json is out of date: POL002 is gone from policy "a" on realtime.messages' in err
    assert "out of date" not in run("lint", "--select", "LNT", *base)[2]


def test_sources_of_clients_are_named_once_each(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, "select 1;")
    for name in ("web", "app"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.ts").write_text("supabase.channel('realtime:a')\n", encoding="utf-8")
    ask = ("lint", "--select", "client-topic-prefix")

    one = run(*ask, "--clients", "web")
    both = run(*ask, "--clients", "web", "--clients", "app")

    code, out, err = run(*ask, "--clients", "web", "app")

    assert [one[1].count("CAT027"), both[1].count("CAT027")] == [1, 2]
    assert (code, out) == (2, "")
    assert "name client sources with --clients, once for each" in err


@pytest.mark.parametrize(
    ("target", "version", "judged"), [(None, 170004, 17), (None, 0, 15), (16, 170004, 16)]
)
def test_sql_is_for_the_version_of_the_database_unless_it_is_said(
    target: int | None, version: int, judged: int
) -> None:
    live = cast("Live", SimpleNamespace(version=version)) if version else None

    project, _ = _lint(lambda: Project(live=live), target, ())

    assert project.target == judged


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (("migrations",), ["migrations/a.sql"]),
        (("supabase/migrations",), ["supabase/migrations/a.sql"]),
        (("supabase/migrations", "migrations"), ["migrations/a.sql"]),
    ],
)
def test_migrations_are_found_where_projects_have_them(
    folders: tuple[str, ...], files: list[str], run: Run, tmp_path: Path
) -> None:
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.sql").write_text(BAD, encoding="utf-8")

    out = run("lint", *ONLY, "--format", "json")[1]

    assert [each["file"] for each in json.loads(out)["findings"]] == files


@pytest.mark.parametrize(
    "words",
    [
        ("lint",),
        ("lint", "nowhere"),
        ("lint", ".", "--select", "nothing"),
        ("lint", ".", "--format", "yaml"),
        ("lint", ".", "--write-baseline"),
        ("lint", ".", "--target-version", "3"),
        ("lint", ".", "--fail-on", "never"),
        ("explain", "nothing"),
    ],
)
def test_call_that_cannot_be_followed_ends_with_2(words: tuple[str, ...], run: Run) -> None:
    code, out, err = run(*words)

    assert code == 2
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_rule_that_breaks_ends_with_2_behind_the_findings_of_others(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, BAD)
    rules = load_rules()
    always = next(rule for rule in rules if rule.name == "always-true")
    broken = next(rule for rule in rules if rule.name == "syntax")
    monkeypatch.setattr("pedschema.cli.commands.lint.load_rules", lambda: (_break(broken), always))

    code, out, err = run("lint")

    assert code == 2
    assert "POL002" in out
    assert 'the rule "syntax" broke: ValueError: no' in err


def _break(rule: object) -> object:
    def find(_: object) -> list[object]:
        raise ValueError("no")

    names = ("id", "name", "severity", "page", "good", "bad")
    return type(rule)(*(getattr(rule, name) for name in names), find)


def test_explain_prints_the_page_by_id_or_name(run: Run) -> None:
    code, out, _ = run("explain", "POL002")

    assert code == 0
    assert out.startswith("# POL002 always-true\n")
    assert run("explain", "always_true")[1] == out
    assert "did you mean" in run("explain", "POL0022")[2]


def test_explain_lists_every_rule(run: Run) -> None:
    out = run("explain")[1]

    assert [line.split()[0] for line in out.splitlines()] == [rule.id for rule in load_all_rules()]


def test_rules_writes_pages_and_tells_what_is_stale(run: Run, tmp_path: Path) -> None:
    assert run("rules", "--check")[0] == 1
    assert run("rules")[0] == 0
    assert run("rules", "--check")[0] == 0
    stray = tmp_path / "docs" / "reference" / "rules" / "XXX001.md"
    stray.touch()
    assert run("rules", "--check")[0] == 1
    assert run("rules")[0] == 0
    assert not stray.exists()
