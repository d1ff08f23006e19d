"""`access.lock`: the matrix as a text to review, and what changed between two of them."""

from __future__ import annotations

__all__ = ["AccessChange", "compare_access", "render_access_lock"]

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pedschema.probe.authorization import SERVER_VERSION
from pedschema.probe.topics import TopicKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.probe.matrix import Matrix

_TITLE = f"# Who may do what on which topic, by the checks of Realtime {SERVER_VERSION}."
_LEGEND = "# r join and receive   w broadcast   p see presence   P track   - nothing   ! a check fails"
_DECLARED = "declared"
_OTHERS = "near misses and foreign topics, admitted or failing"
_WORDS = {"r": "read", "w": "broadcast", "p": "sight of presence", "P": "track", "!": "a failing check"}


@dataclass(frozen=True, slots=True, order=True)
class AccessChange:
    """One difference between two locks.

    Attributes:
        topic: the label of the topic, empty for a line that is about none.
        persona: who is concerned, or empty.
        text: the sentence: `"member" gains broadcast on room:<open>:chat (r -> rw)`.
        widens: whether somebody may do more than before.
    """

    topic: str
    persona: str
    text: str
    widens: bool = False

    def __str__(self) -> str:
        """Return the sentence."""
        return self.text


def render_access_lock(matrix: Matrix) -> str:
    """Return the matrix as text: the same for the same answers, whatever the day.

    The first table holds every declared topic. The second holds near misses and foreign topics that admit
    somebody whom policies bind, or whose check fails; in a sound database it is empty.
    """
    names = [persona.name for persona in matrix.personas]
    declared = matrix.of_kind(TopicKind.DECLARED)
    others = matrix.of_kind(TopicKind.NEAR, TopicKind.FOREIGN)
    loud = {
        probed: cells for probed, cells in others.items() if {c.marks for c in matrix.bound(cells)} - {"-"}
    }
    quiet = [probed.kind for probed in others if probed not in loud]
    lines = [_TITLE, _LEGEND, *(f"# {each.name}: {each.summary}" for each in matrix.personas)]
    lines += [f"# {name} bypasses policies" for name in names if name in matrix.bypassing]
    rows = [[probed.label, *(cell.marks for cell in cells)] for probed, cells in declared.items()]
    lines += ["", *_table([[_DECLARED, *names], *rows])]
    rows = [[probed.label, *(cell.marks for cell in cells)] for probed, cells in loud.items()]
    lines += ["", *_table([[_OTHERS, *names], *rows])]
    near, foreign = quiet.count(TopicKind.NEAR), quiet.count(TopicKind.FOREIGN)
    lines += ["", f"# refused to everybody: {near} near misses, {foreign} foreign topics"]
    return "\n".join(lines) + "\n"


def compare_access(locked: str, now: str) -> tuple[AccessChange, ...]:
    """Return what changed from one rendered lock to another, cell by cell, sorted; empty when they are equal.

    Lines without cells count too: when nothing else differs, a header or a count is out of date.
    """
    before, after = _parse(locked), _parse(now)
    changes = [
        _describe(*key, before.get(key, "-"), after.get(key, "-"))
        for key in before.keys() | after.keys()
        if before.get(key, "-") != after.get(key, "-")
    ]
    for word, mine, theirs in (("new", now, locked), ("gone", locked, now)):
        topics = {topic for topic, _ in _parse(mine)} - {topic for topic, _ in _parse(theirs)}
        changes += [AccessChange(topic, "", f"{word} topic {topic}") for topic in topics]
        lines = [line for line in mine.splitlines() if line.startswith("#")]
        changes += [
            AccessChange("", "", f"{word} line: {line}") for line in lines if line not in theirs.splitlines()
        ]
    return tuple(sorted(changes))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _parse(text: str) -> dict[tuple[str, str], str]:
    cells: dict[tuple[str, str], str] = {}
    names: list[str] = []
    for line in text.splitlines():
        head = next((head for head in (_DECLARED, _OTHERS) if line.startswith(f"{head}  ")), None)
        if head:
            names = line.removeprefix(head).split()
        elif line and not line.startswith("#") and names:
            topic, *marks = line.rsplit(maxsplit=len(names))
            cells |= {(topic, name): mark for name, mark in zip(names, marks, strict=False)}
    return cells


def _describe(topic: str, persona: str, before: str, after: str) -> AccessChange:
    gained = [word for mark, word in _WORDS.items() if mark in after and mark not in before]
    lost = [word for mark, word in _WORDS.items() if mark in before and mark not in after]
    told = " and ".join(chain((f"gains {w}" for w in _joined(gained)), (f"loses {w}" for w in _joined(lost))))
    text = f'"{persona}" {told} on {topic} ({before} -> {after})'
    return AccessChange(topic, persona, text, widens=bool(set(after) - set(before) - set("-!")))


def _joined(words: list[str]) -> list[str]:
    return [", ".join(words)] if words else []
