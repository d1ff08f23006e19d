"""The line that a change of the wire is due to."""

from __future__ import annotations

__all__ = ["Blame"]

import json
from itertools import islice
from typing import TYPE_CHECKING

from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.compare.payloads import Source, WireChange
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.publication import Publication
    from pedschema.model.topic import Topic


class Blame:
    """Finds where a contract, or its schema.lock, says what a change is about."""

    def __init__(self, catalogue: Catalogue, lock: Path) -> None:
        self._topics = {str(topic.pattern): topic for topic in catalogue.topics}
        self._lock = lock
        try:
            self._lines = lock.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            self._lines = []

    def find(self, change: WireChange) -> tuple[str, int]:
        """Return file and line: of a column or type in schema.lock, of a publication, or of a topic.

        The line is 0 where none can be told.
        """
        topic = self._topics.get(change.topic)
        publications = _find_publications(topic, change.path) if topic else []
        if change.source and (topic is None or _is_sent_as_it_is(publications, change.source)):
            return str(self._lock), self._find_line(change.source)
        where = next((each.where for each in publications), topic.where if topic else "")
        file, _, line = where.rpartition(":")
        return (file, int(line)) if file else (str(self._lock), 0)

    def _find_line(self, source: Source) -> int:
        """Return the line of a key below another, as `catalogue.lock` lays them out; 0 without one."""
        owner, name = (
            json.dumps(str(source[0]), ensure_ascii=False),
            json.dumps(source[1], ensure_ascii=False),
        )
        start = next((at for at, line in enumerate(self._lines) if line.startswith(f"  {owner}: ")), -1)
        if start < 0:
            return 0
        for at, line in enumerate(islice(self._lines, start + 1, None), start + 2):
            if line.startswith("  }") or not source[1]:
                break
            if line.lstrip().startswith(f"{name}: "):
                return at
        return start + 1


def _find_publications(topic: Topic, path: str) -> list[Publication]:
    return [
        each
        for each in topic.publications
        if any(path == event or path.startswith(f"{event} ") for event in each.events)
    ]


def _is_sent_as_it_is(publications: list[Publication], source: Source) -> bool:
    """Return whether a column goes out as its table has it, or as its text, and not as the contract says."""
    table, name = source
    plain = f"row.{identifier(name)}"
    return any(
        column.name == name and column.sql in {plain, f"{plain}::text"}
        for each in publications
        if each.table == table
        for column in each.columns
    )
