"""Topics worth asking for: everything the contract declares, and what only looks like it."""

from __future__ import annotations

__all__ = ["Probed", "TopicKind", "derive_declared", "derive_foreign", "derive_near"]

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from pedschema.errors import ContractError, Mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.model.topic import Topic, TopicPart, TopicPattern

_UNKNOWN_KEYS = {"uuid": "00000000-0000-4000-8000-000000000000", "bigint": "9007199254740993"}
_WORDS = ("*", "%", "_", "null", "public", "lobby", "phoenix")
_HOSTILE = (
    " ",
    ":",
    "::::",
    "\n",
    "'; select 1; --",
    "' or true --",
    '"',
    "\\",
    "$1",
    "%s",
    "{}",
    "../../etc",
    "\N{SNOWMAN}",
    "x" * 300,
)


class TopicKind(StrEnum):
    """Why a topic is asked for.

    `declared`: a pattern of the contract, filled with samples. `near`: one step away from such a topic.
    `foreign`: a text that some policy or some app mentions, or that nobody should.
    """

    DECLARED = "declared"
    NEAR = "near"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, order=True)
class Probed:
    """A topic to ask for.

    Attributes:
        label: how reports name it: `room:<open>:chat`, the same with what is off about it, or the text.
        pattern: the declared pattern it is of or close to, empty for a foreign one.
    """

    label: str
    topic: str
    kind: TopicKind
    pattern: str = ""


def derive_declared(catalogue: Catalogue, cast: Cast) -> tuple[Probed, ...]:
    """Return every declared pattern filled with every combination of samples, sorted by label.

    Raises:
        ContractError: a part has no sample, or a sample that is not of the part's type.
    """
    mistakes = [mistake for topic in catalogue.topics for mistake in _check_samples(topic, cast)]
    if mistakes:
        raise ContractError(*dict.fromkeys(mistakes))
    return tuple(sorted(probed for topic in catalogue.topics for probed in _fill(topic.pattern, cast)))


def derive_near(base: Probed, pattern: TopicPattern, catalogue: Catalogue, cast: Cast) -> tuple[Probed, ...]:
    """Return the near misses of one filled topic, sorted by label; none of them is a topic with a known key.

    What matches a declared pattern all the same is left out, unless it carries a key that no row has.
    """
    values = base.topic.split(":")
    known = {probed.topic for probed in derive_declared(catalogue, cast)}
    found: dict[str, str] = {}
    for topic, note in (*_misspelt(base.topic), *_mutilated(values, pattern), *_keyless(values, pattern)):
        if catalogue.topic_of(topic) is None:
            found.setdefault(topic, note)
    for topic, note in _strange_keys(values, pattern, cast):
        if topic not in known:
            found.setdefault(topic, note)
    near = (
        Probed(f"{base.label} with {note}", topic, TopicKind.NEAR, str(pattern))
        for topic, note in found.items()
        if topic
    )
    return tuple(sorted(near))


def derive_foreign(catalogue: Catalogue, literals: Iterable[str]) -> tuple[Probed, ...]:
    """Return texts of no declared pattern, sorted by label.

    Args:
        catalogue: its policies' literals and its tables' names are among them.
        literals: further string literals, such as those of the policies in a database; the wildcards of
            LIKE are also tried with something in their place.
    """
    tables = {publication.table for publication in catalogue.publications}
    texts = [*_WORDS, *_HOSTILE, *map(str, tables), *(table.name for table in tables)]
    for literal in (*(text for policy in catalogue.policies for text in policy.literals), *literals):
        texts += [literal, literal.replace("%", "x:1").replace("_", "x")]
    texts += [topic.pattern.parts[0].text for topic in catalogue.topics]
    foreign = {text for text in texts if text and "\0" not in text and catalogue.topic_of(text) is None}
    return tuple(sorted(Probed(ascii(text)[:60], text, TopicKind.FOREIGN) for text in foreign))


def _check_samples(topic: Topic, cast: Cast) -> Iterator[Mistake]:
    for part in topic.pattern.parts:
        if part.is_literal:
            continue
        samples = cast.samples.get(part.text, {})
        if not samples:
            what = f'the part "{part.text}" has no sample'
            fix = f"add {part.text} = {{ label = value }} to [samples] in personas.toml"
            yield Mistake(topic.where or str(topic.pattern), what, fix, "sample-missing")
        for label, value in samples.items():
            if not part.admits(value):
                what = f'the sample "{label}" of "{part.text}" is no {part.type}: "{value}"'
                fix = f"write it as {part.type}, in its one spelling"
                yield Mistake("personas.toml", what, fix, "sample-type")


def _fill(pattern: TopicPattern, cast: Cast) -> Iterator[Probed]:
    for choice in product(*(cast.samples[name].items() for name in pattern.names)):
        labels = {name: label for name, (label, _) in zip(pattern.names, choice, strict=True)}
        values = {name: value for name, (_, value) in zip(pattern.names, choice, strict=True)}
        label = ":".join(part.text if part.is_literal else f"<{labels[part.text]}>" for part in pattern.parts)
        yield Probed(label, pattern.fill(values), TopicKind.DECLARED, str(pattern))


def _misspelt(topic: str) -> Iterator[tuple[str, str]]:
    yield f"{topic}:x", "an extra part"
    yield f"x:{topic}", "a part before it"
    yield f"{topic}:", "a trailing colon"
    yield f":{topic}", "a leading colon"
    yield f"{topic}\n", "a trailing newline"
    yield f" {topic}", "a leading blank"
    yield f"{topic}x", "a letter more"
    yield topic[:-1], "a letter less"
    yield f"realtime:{topic}", "the client's prefix"
    yield topic.upper(), "upper-case letters"
    yield topic.replace(":", "x", 1), "another separator"
    yield topic.replace(":", "::", 1), "an empty part"


def _mutilated(values: list[str], pattern: TopicPattern) -> Iterator[tuple[str, str]]:
    yield ":".join(values[:-1]), "a missing part"
    for index, part in enumerate(pattern.parts):
        value = values[index]
        if part.is_literal:
            yield _put(values, index, value.upper()), f'"{value}" in upper case'
            yield _put(values, index, f"x{value}"), f'"x{value}" for "{value}"'
            yield (
                _put(values, index, value[:-1] + ("y" if value.endswith("x") else "x")),
                (f'another last letter of "{value}"'),
            )
            for mark in "_-":
                yield _put(values, index, value.replace(mark, "x")), f'"x" for "{mark}"'
        else:
            yield _put(values, index, value.upper()), f'"{part.text}" in upper case'
            yield _put(values, index, f"{value}x"), f'junk after "{part.text}"'
            yield _put(values, index, f"x{value}"), f'junk before "{part.text}"'


def _keyless(values: list[str], pattern: TopicPattern) -> Iterator[tuple[str, str]]:
    for index, part in enumerate(pattern.parts):
        if part.is_literal:
            continue
        yield values[index], f'"{part.text}" alone'
        yield f"junk:{values[index]}:junk", f'"{part.text}" among junk'
        yield _put(values, index, ""), f'no "{part.text}"'
        yield _put(values, index, "%"), f'a wildcard for "{part.text}"'
        yield _put(values, index, "-" * 36), f'36 dashes for "{part.text}"'
        yield _put(values, index, "abc"), f'a word for "{part.text}"'
        yield _put(values, index, values[index].replace("-", "")), f'"{part.text}" without dashes'


def _strange_keys(values: list[str], pattern: TopicPattern, cast: Cast) -> Iterator[tuple[str, str]]:
    # A key of type text names itself: that no row has it is no reason to refuse it.
    for index, part in enumerate(pattern.parts):
        if part.type in _UNKNOWN_KEYS:
            yield _put(values, index, _UNKNOWN_KEYS[part.type]), f'a "{part.text}" that no row has'
            for name, label, value in _samples_of_others(part, cast):
                yield _put(values, index, value), f'"{name}" <{label}> for "{part.text}"'


def _samples_of_others(part: TopicPart, cast: Cast) -> Iterator[tuple[str, str, str]]:
    own = set(cast.samples[part.text].values())
    others: Mapping[str, Mapping[str, str]] = {n: s for n, s in cast.samples.items() if n != part.text}
    for name, samples in sorted(others.items()):
        for label, value in list(samples.items())[:1]:
            if part.admits(value) and value not in own:
                yield name, label, value


def _put(values: list[str], index: int, value: str) -> str:
    return ":".join([*values[:index], value, *values[index + 1 :]])
