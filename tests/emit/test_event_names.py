"""Events that the contract names itself, in what is emitted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Project

CHAT = "chat/channels.toml"
OLD = 'old      = { update = ["id"], delete = ["id", "room_id"] }'
EVENTS = 'events = { insert = "message", update = "message", delete = "gone" }'


def test_one_name_of_several_operations_is_one_event_with_a_variant_each(project: Project) -> None:
    project.edit(CHAT, OLD, f"{OLD}\n{EVENTS}")
    done = project.call("gen")
    topics = json.loads(project.ir.read_text(encoding="utf-8"))["topics"]
    (events,) = (topic["events"] for topic in topics if topic["pattern"] == "room:{room_id:uuid}:chat")

    assert done.code == 0, done.err
    assert {event["name"]: [each["operation"] for each in event["variants"]] for event in events} == {
        "gone": ["DELETE"],
        "message": ["INSERT", "UPDATE"],
        "messages.REMOVED": ["DELETE"],
        "people.GROUP": ["DELETE", "INSERT", "UPDATE"],
        "people.REFETCH": ["DELETE", "INSERT", "UPDATE"],
    }


def test_a_name_that_changes_breaks_clients(project: Project) -> None:
    project.call("gen")
    project.commit("v1")
    project.edit(CHAT, OLD, f"{OLD}\n{EVENTS}")
    done = project.call("diff", "--against", "git:v1")

    assert done.code == 1
    assert "messages.INSERT" in done.out
