"""Whatever the contract refuses of a sketch is left out, until the rest of it loads."""

from __future__ import annotations

__all__ = ["run_settle"]

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pedschema.adopt.files import render_files
from pedschema.adopt.sketch import Gap
from pedschema.catalogue.load import load_catalogue
from pedschema.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pedschema.adopt.sketch import PolicySketch, PublicationSketch, Sketch, TriggerName
    from pedschema.errors import Mistake
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.topic import TopicPattern

_PUBLISH = ".publish]]"


def run_settle(sketch: Sketch, folder: Path, contract: str) -> tuple[Sketch, Catalogue]:
    """Write the contract of `sketch` into `folder`, without the parts that the loader refuses.

    Args:
        sketch: what was inferred.
        folder: for the contract; its files are replaced.
        contract: text of `contract.toml`, as for a new project.

    Raises:
        ContractError: what the loader refuses is no part that could be left out.
    """
    while True:
        files = render_files(sketch, contract)
        _write(folder, files)
        try:
            return sketch, load_catalogue(folder)
        except ContractError as error:
            smaller = _without(sketch, files, folder, error.mistakes)
            if smaller == sketch:
                raise
            sketch = smaller


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and str(path.relative_to(folder)) not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@dataclass(slots=True)
class _Refused:
    """The triggers and the hand-made policies whose sketches are refused, with the first reason of each."""

    sketch: Sketch
    triggers: dict[TriggerName, Gap] = field(default_factory=dict)
    sources: dict[str, Gap] = field(default_factory=dict)

    def blame(self, file: str, text: str, line: int, why: str) -> None:
        """Note what stands in that line of a file of the contract."""
        if file.endswith(".sql"):
            self._blame_policies(lambda each: each.name == f"{self.sketch.schema}_{Path(file).stem}", why)
            return
        found = _find_publications(self.sketch, text, line)
        for each in found:
            gap = Gap(f'trigger "{each.trigger.name}"', f'the topic "{each.pattern}"', why, each.table)
            self.triggers.setdefault(each.trigger, gap)
        if not found:
            topic = _find_topic(text, line)
            self._blame_policies(lambda each: topic in map(str, each.topics), why)

    def _blame_policies(self, is_meant: Callable[[PolicySketch], bool], why: str) -> None:
        for each in filter(is_meant, self.sketch.policies):
            gap = Gap(f'policy "{each.source}"', "a policy of the contract", why)
            self.sources.setdefault(each.source, gap)


def _without(sketch: Sketch, files: Mapping[str, str], folder: Path, mistakes: Iterable[Mistake]) -> Sketch:
    """Return the sketch without the parts in which the mistakes stand, and without what hangs on these."""
    refused = _Refused(sketch)
    for mistake in mistakes:
        file, _, line = mistake.where.rpartition(":")
        if Path(file).is_relative_to(folder) and line.isdigit():
            name = str(Path(file).relative_to(folder))
            refused.blame(name, files.get(name, ""), int(line), mistake.what)
    kept = tuple(each for each in sketch.publications if each.trigger not in refused.triggers)
    lost = {each.pattern for each in sketch.publications} - {each.pattern for each in kept}
    policies = [_narrow(each, lost) for each in sketch.policies if each.source not in refused.sources]
    empty = {each.source for each in policies if not each.topics}
    gone = [
        Gap(f'policy "{name}"', "a policy of the contract", "its topics are not taken over")
        for name in sorted(empty)
    ]
    return replace(
        sketch,
        publications=kept,
        proposals=(*sketch.proposals, *(each for each in sketch.publications if each not in kept)),
        policies=tuple(each for each in policies if each.source not in empty),
        gaps=tuple(
            dict.fromkeys((*sketch.gaps, *refused.triggers.values(), *refused.sources.values(), *gone))
        ),
    )


def _narrow(policy: PolicySketch, lost: set[TopicPattern]) -> PolicySketch:
    """Return the policy without these topics; the hand-made one stays then, since others feed them."""
    topics = tuple(topic for topic in policy.topics if topic not in lost)
    return policy if topics == policy.topics else replace(policy, topics=topics, retires=False)


def _find_topic(text: str, line: int) -> str:
    """Return the topic in whose table a line stands."""
    for written in reversed(text.splitlines()[:line]):
        if written.startswith(("[topic.", "[[topic.")):
            inner = written.strip("[]").removeprefix("topic.")
            name = inner.removesuffix(".publish")
            return str(json.loads(name)) if name.startswith('"') else name
    return ""


def _find_publications(sketch: Sketch, text: str, line: int) -> list[PublicationSketch]:
    """Return the publication in whose table a line stands, or all those of the topic."""
    topic = _find_topic(text, line)
    of_topic = [each for each in sketch.publications if str(each.pattern) == topic]
    above = text.splitlines()[:line]
    headers = [number for number, each in enumerate(above) if each.startswith("[topic.")]
    inside = [each for each in above[headers[-1] :] if each.endswith(_PUBLISH)] if headers else []
    return [of_topic[len(inside) - 1]] if inside and len(inside) <= len(of_topic) else of_topic
