from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pedschema.probe.topics import TopicKind, derive_declared, derive_foreign, derive_near

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

OPEN = "aaaaaaaa-0000-4000-8000-000000000001"


def _near(catalogue: Catalogue, cast: Cast, label: str) -> dict[str, str]:
    base = next(probed for probed in derive_declared(catalogue, cast) if probed.label == label)
    pattern = next(topic.pattern for topic in catalogue.topics if str(topic.pattern) == base.pattern)
    return {probed.topic: probed.label for probed in derive_near(base, pattern, catalogue, cast)}


def test_every_combination_of_samples_is_declared(catalogue: Catalogue, cast: Cast) -> None:
    declared = {probed.label: probed.topic for probed in derive_declared(catalogue, cast)}

    assert list(declared) == [
        "person:<member>",
        "room:<closed>",
        "room:<closed>:lounge",
        "room:<open>",
        "room:<open>:lounge",
    ]
    assert declared["room:<open>:lounge"] == f"room:{OPEN}:lounge"


def test_near_misses_cover_the_ways_to_slip(catalogue: Catalogue, cast: Cast) -> None:
    near = _near(catalogue, cast, "room:<open>:lounge")

    expected = {
        f"room:{OPEN}:lounge:x",
        f"room:{OPEN}:lounge:",
        "room::lounge",
        f"room:{OPEN.upper()}:lounge",
        f"ROOM:{OPEN}:lounge",
        f"room:{OPEN}:LOUNGE",
        f"room:{OPEN}:xlounge",
        f"room:{OPEN}:loungx",
        f"realtime:room:{OPEN}:lounge",
        f"roomx{OPEN}:lounge",
        f"room:{OPEN}x:lounge",
        f"room:{'-' * 36}:lounge",
        "room:abc:lounge",
        "room:bbbbbbbb-0000-4000-8000-000000000001:lounge",
        "room:00000000-0000-4000-8000-000000000000:lounge",
        f"junk:{OPEN}:junk",
    }
    assert expected - near.keys() == set()


def test_shorter_declared_topic_is_no_near_miss(catalogue: Catalogue, cast: Cast) -> None:
    near = _near(catalogue, cast, "room:<open>:lounge")

    assert f"room:{OPEN}" not in near
    assert f"room:{OPEN}" in {probed.topic for probed in derive_declared(catalogue, cast)}


def test_no_near_miss_has_a_known_key_of_a_declared_pattern(catalogue: Catalogue, cast: Cast) -> None:
    known = {probed.topic for probed in derive_declared(catalogue, cast)}

    assert [topic for topic in _near(catalogue, cast, "room:<open>") if topic in known] == []


def test_foreign_topics_hold_literals_table_names_and_hostile_texts(catalogue: Catalogue) -> None:
    foreign = derive_foreign(catalogue, ["news:all", "room_%", f"room:{OPEN}"])

    topics = {probed.topic for probed in foreign}
    assert {"news:all", "room_%", "roomxx:1", "public.messages", "messages", "*", "%", "room"} <= topics
    assert f"room:{OPEN}" not in topics
    assert {probed.kind for probed in foreign} == {TopicKind.FOREIGN}


def test_order_of_personas_and_samples_does_not_matter(catalogue: Catalogue, cast: Cast) -> None:
    turned = replace(cast, samples={name: dict(reversed([*s.items()])) for name, s in cast.samples.items()})

    assert derive_declared(catalogue, turned) == derive_declared(catalogue, cast)
