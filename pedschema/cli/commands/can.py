"""`pedschema can`: what Realtime would answer to somebody on a topic, and why not."""

from __future__ import annotations

__all__ = ["run"]

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.personas import load_cast
from pedschema.cli.console import FINDINGS, data
from pedschema.cli.development import connect, development_database
from pedschema.cli.parameters import Config, ContractFolder, DatabaseUrl, Json
from pedschema.cli.personas import find_claims, find_topic
from pedschema.probe.authorization import probe_access
from pedschema.probe.concern import sort_reasons

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.probe.access import Access, Verdict


def run(  # noqa: PLR0913 - a command has the options that it has
    who: Annotated[str, typer.Argument(help="A persona of the contract, or claims as a JSON object.")],
    topic: Annotated[str, typer.Argument(help="A topic; <label> stands for a sample of personas.toml.")],
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    database: DatabaseUrl = None,
    *,
    as_json: Json = False,
) -> None:
    """Ask what Realtime would answer: join, broadcast and presence. Exit 1 when the join is refused."""
    catalogue, cast = load_catalogue(contract), load_cast(contract)
    claims, asked = find_claims(who, cast.personas), find_topic(topic, catalogue, cast)
    if database is None:
        with development_database(config, catalogue, cast) as url, connect(url) as connection:
            access = probe_access(connection, asked, claims)
    else:
        with connect(database) as connection:
            access = probe_access(connection, asked, claims)
    if as_json:
        data.print_json(json.dumps(_to_json(access)))
    else:
        _show(access, catalogue)
    if not access.join:
        raise typer.Exit(FINDINGS)


def _rights(access: Access) -> dict[str, Verdict]:
    return {
        "join": access.join,
        "broadcast read": access.broadcast_read,
        "broadcast write": access.broadcast_write,
        "presence read": access.presence_read,
        "presence write": access.presence_write,
    }


def _show(access: Access, catalogue: Catalogue) -> None:
    if catalogue.topic_of(access.topic) is None:
        data.print(Text(f"the contract declares no topic like {access.topic}", style="yellow"))
    for name, verdict in _rights(access).items():
        word = ("yes", "green") if verdict else ("no", "red")
        data.print(Text.assemble(f"{name:<16}", word))
        reasons, others = sort_reasons(verdict.reasons, access.topic, catalogue)
        for reason in reasons:
            data.print(Text(f"    {reason}", style="dim"))
        if others:
            noun = "policy" if others == 1 else "policies"
            data.print(Text(f"    {others} other {noun}, about other topics: no", style="dim"))
    if access.sees:
        data.print(Text(f"the client sees: {access.sees}"))
    data.print(Text(f"asked in {access.elapsed_ms:.1f} ms", style="dim"))


def _to_json(access: Access) -> dict[str, object]:
    return {
        "topic": access.topic,
        "sees": access.sees,
        "elapsed_ms": round(access.elapsed_ms, 3),
        **{
            name.replace(" ", "_"): {
                "allowed": verdict.allowed,
                "reasons": [
                    {
                        "cause": reason.cause,
                        "policy": reason.policy,
                        "sqlstate": reason.sqlstate,
                        "text": reason.text,
                    }
                    for reason in verdict.reasons
                ],
            }
            for name, verdict in _rights(access).items()
        },
    }
