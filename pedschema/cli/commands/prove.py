"""`pedschema prove`: what no topic, no claims and no rows can bring about."""

from __future__ import annotations

__all__ = ["run"]

import json
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, cast

import psycopg
import typer
from psycopg.pq import TransactionStatus
from rich.table import Table
from rich.text import Text

from pedschema.catalogue.load import load_catalogue
from pedschema.cli.console import FINDINGS, data, say, talk
from pedschema.cli.development import connect, development_database
from pedschema.cli.parameters import Config, ContractFolder, DatabaseUrl, Json
from pedschema.errors import Mistake, UsageError
from pedschema.lint.prove.available import require_solver
from pedschema.lint.prove.question import Answer, Candidate, Question, Verdict
from pedschema.lint.prove.rows import run_rows
from pedschema.model.owned import Kind
from pedschema.model.persona import Cast
from pedschema.probe.access import Extension
from pedschema.probe.authorization import Subject, read_checks
from pedschema.sql.declare import render_owned
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psycopg import Connection

    from pedschema.model.catalogue import Catalogue

_STYLES = {
    Verdict.PROVED: "green",
    Verdict.COUNTEREXAMPLE: "red",
    Verdict.NEVER_GRANTS: "red",
    Verdict.UNDECIDED: "yellow",
}
_OWNED = """
    SELECT polname FROM pg_catalog.pg_policy
    WHERE polrelid = 'realtime.messages'::pg_catalog.regclass
        AND pg_catalog.starts_with(polname::pg_catalog.text, %s)
"""
_DATA_EXCEPTIONS = "22"


def run(  # noqa: PLR0913 - a command has the options that it has
    topic: Annotated[str, typer.Option(help="A declared pattern; leaves all other questions out.")] = "",
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    database: DatabaseUrl = None,
    *,
    as_json: Json = False,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one check of the solver.")] = 10.0,
    total: Annotated[float, typer.Option(min=1, help="Seconds for the whole run.")] = 300.0,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 as well when something is undecided.")
    ] = False,
) -> None:
    """Prove who cannot get where. Exit 1 with a counterexample, or a right that nobody can ever have."""
    require_solver()
    from pedschema.lint.prove.prover import Budget, list_questions  # noqa: PLC0415  the solver is an extra

    catalogue = load_catalogue(contract)
    questions = list_questions(catalogue, topic)
    if not questions:
        known = ", ".join(str(each.pattern) for each in catalogue.topics)
        what = f'the contract declares no topic "{topic}"'
        raise UsageError(Mistake("command line", what, f"use one of {known}", "topic-unknown"))
    with _Court(catalogue, config, database) as court:
        answers = _ask(catalogue, questions, Budget(timeout, total), court)
    if as_json:
        data.print_json(json.dumps([_to_json(answer) for answer in answers]))
    else:
        _show(answers)
    counts = Counter(answer.verdict for answer in answers)
    say(", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict]))
    failing = {Verdict.COUNTEREXAMPLE, Verdict.NEVER_GRANTS, *([Verdict.UNDECIDED] if strict else [])}
    if failing & counts.keys():
        raise typer.Exit(FINDINGS)


class _Court:
    """A database that confirms candidates, started when the first one comes up."""

    def __init__(self, catalogue: Catalogue, config: Path, database: str | None) -> None:
        self._catalogue, self._config, self._database = catalogue, config, database
        self._open = ExitStack()
        self._connection: Connection[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *stopped: object) -> None:
        self._open.close()

    def confirm(self, candidate: Candidate) -> str:
        """Return why PostgreSQL does not confirm a candidate, empty when it does; nothing stays there."""
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        with connection.transaction(force_rollback=True):
            try:
                with connection.transaction():
                    run_rows(connection, candidate.rows)
            except psycopg.Error as error:
                if error.sqlstate is None:
                    raise
                return f"its rows are refused with {error.sqlstate}: {error.diag.message_primary}"
            return _contradicts(connection, candidate)

    def _connect(self) -> Connection[Any]:
        if self._database is not None:
            return self._open.enter_context(connect(self._database))
        nobody = Cast(personas=(), rows=(), samples={})
        url = self._open.enter_context(development_database(self._config, self._catalogue, nobody))
        connection = self._open.enter_context(connect(url))
        _install(connection, self._catalogue)
        return connection


class _Inside:
    """A connection within a transaction, for a probe that rolls back to where it began."""

    class _Idle:
        transaction_status = TransactionStatus.IDLE

    info = _Idle()

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _contradicts(connection: Connection[Any], candidate: Candidate) -> str:
    """Return what the probe answers instead, empty when it answers as the candidate says."""
    try:
        subject = Subject(candidate.topic, candidate.claims)
    except UsageError as error:
        return error.mistakes[0].what
    inside = cast("Connection[Any]", _Inside(connection))
    read, write = read_checks(inside, subject)
    check = read if candidate.right.act == "read" else write
    if candidate.raises:
        return (
            "" if check.sqlstate.startswith(_DATA_EXCEPTIONS) else f'no check of "{candidate.topic}" raises'
        )
    if check.allows(Extension(candidate.right.extension)):
        return ""
    return check.message or f'the caller is refused at "{candidate.topic}"'


def _install(connection: Connection[Any], catalogue: Catalogue) -> None:
    """Put the contract's rules and policies in the place of those that the migrations made."""
    names = connection.execute(_OWNED, (f"{catalogue.contract.schema}_",)).fetchall()
    with connection.transaction():
        connection.execute("SELECT set_config('search_path', '', true)")
        for (name,) in names:
            connection.execute(f"DROP POLICY {identifier(name)} ON realtime.messages".encode())
        for owned in render_owned(catalogue, {}):
            if owned.identity.kind in {Kind.RULE, Kind.POLICY}:
                for statement in owned.sql:
                    connection.execute(statement.encode())


def _ask(
    catalogue: Catalogue, questions: Sequence[Question], budget: Any, court: _Court
) -> tuple[Answer, ...]:
    from pedschema.lint.prove.prover import run_question  # noqa: PLC0415  as above

    answers = []
    with talk.status("proving") as status:
        for number, question in enumerate(questions, start=1):
            status.update(
                f"{number} of {len(questions)}: {question.claim}, {question.right} {question.topic}"
            )
            answers.append(run_question(catalogue, question, budget, court.confirm))
    return tuple(answers)


def _show(answers: Sequence[Answer]) -> None:
    table = Table(header_style="bold", box=None, pad_edge=False)
    for name in ("verdict", "topic", "right", "claim"):
        table.add_column(name, no_wrap=True)
    table.add_column("because", overflow="fold")
    for answer in answers:
        question = answer.question
        table.add_row(
            Text(answer.verdict, style=_STYLES[answer.verdict]),
            Text(question.topic or "any topic"),
            str(question.right),
            question.claim,
            Text(answer.told),
        )
    data.print(table)


def _to_json(answer: Answer) -> Mapping[str, object]:
    question, candidate = answer.question, answer.candidate
    return {
        "topic": question.topic or None,
        "right": str(question.right),
        "claim": question.claim,
        "verdict": answer.verdict,
        "because": answer.told,
        "notes": list(answer.notes),
        "seconds": round(answer.seconds, 3),
        "counterexample": candidate
        and {
            "topic": candidate.topic,
            "claims": dict(candidate.claims),
            "rows": [{"table": str(table), "columns": dict(columns)} for table, columns in candidate.rows],
        },
    }
