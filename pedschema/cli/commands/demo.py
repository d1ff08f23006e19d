"""`pedschema demo`: the contract's story, played live."""

from __future__ import annotations

__all__ = ["run"]

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.personas import load_cast
from pedschema.catalogue.story import load_story
from pedschema.cli.console import data, say, talk
from pedschema.cli.development import connect, development_database
from pedschema.cli.kept import KEPT, hide_kept
from pedschema.cli.parameters import Config, ContractFolder
from pedschema.platform.server import read_running
from pedschema.probe.concern import sort_reasons
from pedschema.probe.play import Join, Scene, play_story

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

DEMOS = KEPT / "demo"


def run(
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    *,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the server running.")] = False,
) -> None:
    """Play story.toml on an embedded PostgreSQL: who receives what, and who is refused, and why."""
    catalogue, cast, story = (
        load_catalogue(contract),
        load_cast(contract),
        load_story(contract / "story.toml"),
    )
    folder = _free_folder() if keep else None
    with development_database(config, catalogue, cast, keep=folder) as url:
        scenes = play_story(
            lambda: connect(url), story, cast, payload_bytes=catalogue.contract.limits.payload_bytes
        )
        labels = {value: label for samples in cast.samples.values() for label, value in samples.items()}
        first = next(scenes)
        _show_joins(first.joins, catalogue, cast, labels)
        with talk.status("playing"):
            played = list(scenes)
        _show_scenes(story.title, played, labels)
    if folder:
        say(f"the server goes on running; stop it with `pedschema platform stop --data {folder}`")
        data.print(url)


def _free_folder() -> Path:
    """Return a folder for a server in which no earlier run has left anything."""
    number = 1
    while (folder := DEMOS / str(number)).exists() or read_running(folder):
        number += 1
    hide_kept(folder)
    return folder


def _show_joins(joins: Iterable[Join], catalogue: Catalogue, cast: Cast, labels: Mapping[str, str]) -> None:
    table = Table(title="Who may join", title_justify="left", header_style="bold", show_lines=True)
    table.add_column("topic", no_wrap=True)
    table.add_column("admitted")
    table.add_column("refused, and why")
    order = [persona.name for persona in cast.personas]
    for topic, found in groupby(joins, key=lambda join: join.access.topic):
        tried = sorted(found, key=lambda join: order.index(join.persona))
        admitted = [join.persona for join in tried if join.channel]
        refused: dict[str, list[str]] = {}
        for join in tried:
            if not join.channel:
                refused.setdefault(_reason(join, catalogue), []).append(join.persona)
        reasons = (Text.assemble(", ".join(names), (f"\n  {why}", "dim")) for why, names in refused.items())
        table.add_row(_labelled(topic, labels), ", ".join(admitted), Text("\n").join(reasons))
    data.print(table)


def _reason(join: Join, catalogue: Catalogue) -> str:
    reasons, _ = sort_reasons(join.access.join.reasons, join.access.topic, catalogue)
    return str(next(iter(reasons), join.access.sees))


def _show_scenes(title: str, scenes: Iterable[Scene], labels: Mapping[str, str]) -> None:
    table = Table(title=title, title_justify="left", header_style="bold", show_lines=True)
    table.add_column("step")
    for column in ("topic", "messages"):
        table.add_column(column, no_wrap=True)
    table.add_column("received by")
    for (step, actor), group in groupby(scenes, key=lambda scene: (scene.title, scene.actor)):
        played = list(group)
        times = f", {len(played)} times" if len(played) > 1 else ""
        name = Text.assemble(step, (f"\nby {actor}{times}", "dim"))
        topics, events, people = [], [], []
        for topic, (counter, to) in _count(played, labels).items():
            topics += [topic, *[""] * (len(counter) - 1)]
            events += [f"{number:>3} {event}" for event, number in counter.items()]
            people += [to, *[""] * (len(counter) - 1)]
        table.add_row(name, *("\n".join(lines) for lines in (topics, events or ["nothing"], people)))
    data.print(table)


def _count(scenes: Iterable[Scene], labels: Mapping[str, str]) -> dict[str, tuple[Counter[str], str]]:
    """Return per topic its events, counted, and who received them."""
    events: dict[str, Counter[str]] = {}
    people: dict[str, str] = {}
    for scene in scenes:
        for delivery in scene.deliveries:
            topic = _labelled(delivery.message.topic, labels)
            events.setdefault(topic, Counter())[str(delivery.message.event)] += 1
            people[topic] = ", ".join(delivery.to) or delivery.dropped or "nobody"
    return {topic: (events[topic], people[topic]) for topic in sorted(events)}


def _labelled(topic: str, labels: Mapping[str, str]) -> str:
    return ":".join(f"<{labels[part]}>" if part in labels else part for part in topic.split(":"))
