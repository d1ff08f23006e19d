"""Revisions: the SQL in them, its order, and where each of its characters stands."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from pedschema.lint.literal import read_literal
from pedschema.lint.read import load_project
from pedschema.lint.revision import parse_revision

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "from alembic import op\nimport sqlalchemy as sa\n"


def _texts(body: str, head: str = HEAD) -> list[str]:
    text = f"{head}\ndef upgrade():\n{body}\n\ndef downgrade():\n    op.execute('select 0')\n"
    return [source.text for source in parse_revision(text, "a.py").sources]


@pytest.mark.parametrize(
    "body",
    [
        "    op.execute('select 1')",
        "    op.execute(sqltext='select 1')",
        "    op.execute(sa.text('select 1'))",
        "    op.execute(sa.text(textwrap.dedent('select 1')).execution_options(autocommit=True))",
        "    op.execute('select' ' 1')",
        "    op.execute('select' + ' 1')",
        "    op.execute('''select 1'''.strip())",
        "    op.get_bind().execute(sa.text('select 1'))",
        "    connection = op.get_bind()\n    connection.exec_driver_sql('select 1')",
        "    query = 'select 1'\n    op.execute(query)",
        "    for query in ['select 1']:\n        op.execute(query)",
        "    for query in QUERIES:\n        op.execute(query)",
        "    with op.get_context().autocommit_block():\n        op.execute('select 1')",
        "    if op.get_context().as_sql:\n        pass\n    else:\n        op.execute('select 1')",
        "    try:\n        pass\n    finally:\n        op.execute(SQL)",
        "    step()",
        "    op.create_rule('app.f', of='uuid', sql=['select 1'], canonical='x')",
        "    op.replace_rule('app.f', sql=('select 1',), before_sql=['select 2'])",
    ],
)
def test_sql_of_a_step_is_read(body: str) -> None:
    head = f"{HEAD}SQL: str = 'select 1'\nQUERIES = (SQL,)\n\n\ndef step():\n    op.execute(SQL)\n"

    assert _texts(body, head) == ["select 1"]


@pytest.mark.parametrize(
    "body",
    [
        "    print('select 1')",
        "    op.create_table('t', sa.Column('id'))",
        "    op.execute(sa.insert(t).values(a='select 1'))",
        "    x = x\n    op.execute(x)",
        "    upgrade()",
        "    op.execute()",
        "    a = b\n    b = a\n    op.execute(a)",
    ],
)
def test_what_is_no_sql_text_is_left_alone(body: str) -> None:
    assert _texts(body) == []


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("f'drop table {x}'", True),
        ("'drop table %s' % x", True),
        ("'drop table {}'.format(x)", True),
        ("sa.text(f'drop table {x}')", True),
        ("'drop table ' + x", True),
        ("x", False),
        ("sa.update(t)", False),
    ],
)
def test_sql_that_is_put_together_is_told(step: str, told: bool) -> None:  # noqa: FBT001
    revision = parse_revision(f"def upgrade():\n\n    op.execute({step})\n", "a.py")

    assert [note.hit.place.line for note in revision.notes] == ([3] if told else [])


def test_what_a_revision_drops_is_gone(tmp_path: Path) -> None:
    policy = "create policy {} on realtime.messages using (true)"
    (tmp_path / "a.sql").write_text("; ".join(map(policy.format, "abc")), encoding="utf-8")
    (tmp_path / "b.py").write_text(
        "def upgrade():\n"
        f"    op.drop_realtime_policy('a', of='realtime.messages', sql=[{policy.format('a')!r}])\n"
        "    op.retire_policy('b')\n"
        f"    op.create_realtime_policy('d', of='realtime.messages', sql=[{policy.format('d')!r}])\n",
        encoding="utf-8",
    )
    first = load_project([tmp_path / "a.sql", tmp_path / "b.py"])

    assert [each.name for each in first.policies] == ["c", "d"]
    assert len(first.statements) == 4


def test_revisions_run_in_the_order_that_they_give(tmp_path: Path) -> None:
    def write(name: str, revision: str, after: str, step: str) -> None:
        text = (
            f"revision: str = {revision!r}\ndown_revision = {after}\n"
            f"def upgrade():\n    op.execute({step!r})\n"
        )
        (tmp_path / name).write_text(text, encoding="utf-8")

    write("a.py", "third", "('second', 'unknown')", "select 3")
    write("b.py", "first", "None", "select 1")
    write("c.py", "second", "'first'", "select 2")

    assert [each.text for each in load_project([tmp_path]).statements] == ["select 1", "select 2", "select 3"]


def test_circle_of_revisions_falls_back_to_names(tmp_path: Path) -> None:
    for name, after in {"a": "b", "b": "a"}.items():
        text = f"revision = {name!r}\ndown_revision = {after!r}\ndef upgrade():\n    op.execute('select 1')\n"
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")

    assert [each.source.file[-4:] for each in load_project([tmp_path]).statements] == ["a.py", "b.py"]


@pytest.mark.parametrize(
    "literal",
    [
        "'select X'",
        '"""\n  select\n    X\n"""',
        "'select '\n     'X'",
        "('sel' # it's a comment\n 'ect ' r'X')",
        "'a\\n\\t\\x41\\u00e9\\N{BULLET}\\101\\\\X'",
        "'ä€😀 X'",
        "'one \\\n two X'",
        "r'\\n X'",
        "u'X'",
    ],
)
def test_characters_of_a_literal_are_found_where_they_stand(literal: str) -> None:
    text = f"def upgrade():\n    é = 1; op.execute({literal})\n"
    source = parse_revision(text, "a.py").sources[0]
    line, column = source.position(source.text.index("X"))

    assert source.text == ast.literal_eval(f"({literal})")
    assert text.split("\n")[line - 1][column - 1] == "X"


@pytest.mark.parametrize("literal", ["f'x'", "b'x'", "1", "'a' f'b'"])
def test_what_is_no_plain_literal_is_none(literal: str) -> None:
    assert read_literal(literal, 1, 1) is None


@pytest.mark.parametrize(
    "text", ["def upgrade(:", "x = '\\", "x = " + "(" * 500, "x = " + "-" * 5_000 + "1", "\tif:\n  x"]
)
def test_file_that_is_no_python_is_told_and_hides_no_other(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    (tmp_path / "b.py").write_text("def upgrade():\n    op.execute('select 1')\n", encoding="utf-8")

    project = load_project([tmp_path])

    assert [note.kind for note in project.notes] == ["syntax"]
    assert len(project.statements) == 1


def test_nothing_of_a_revision_is_run(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    text = f"open({str(trace)!r}, 'w')\nimport nowhere\n\n\ndef upgrade():\n    op.execute('select 1')\n"
    (tmp_path / "a.py").write_text(text, encoding="utf-8")

    assert len(load_project([tmp_path]).statements) == 1
    assert not trace.exists()
