"""Event names that a publication declares for its operations."""

from __future__ import annotations

from typing import Any

import pytest

from pedschema.model.publication import Operation, Shape

pytestmark = pytest.mark.db

OTHER = "22222222-2222-4222-8222-222222222222"
NAMED = (("DELETE", "it's gone"), ("INSERT", "created"), ("REMOVED", "left"), ("UPDATE", "edited"))
CHANGES = (
    "update public.messages set content = 'bye'",
    f"update public.messages set room_id = '{OTHER}'",
    "delete from public.messages",
)


def events(app: Any, *statements: str) -> list[tuple[str, str]]:
    app.write(1)
    for statement in statements:
        app.run(statement)
    return [(event, payload["operation"]) for _, event, payload in app.sent()]


@pytest.fixture(params=[Shape.ROW, Shape.EACH])
def named(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_every_operation_is_told_under_its_name(app: Any, publication: Any, named: Any) -> None:
    app.publish(publication(shape=named, named=NAMED))
    told = events(app, *CHANGES)

    assert sorted(told) == sorted(
        [
            ("created", "INSERT"),
            ("edited", "UPDATE"),
            ("left", "DELETE"),
            ("created", "INSERT"),
            ("it's gone", "DELETE"),
        ]
    )
    assert app.warnings == []


def test_operation_without_a_name_keeps_the_stem(app: Any, publication: Any, named: Any) -> None:
    app.publish(publication(shape=named, named=(("INSERT", "created"),)))

    assert events(app, CHANGES[0]) == [("created", "INSERT"), ("messages.UPDATE", "UPDATE")]


def test_operations_may_share_a_name(app: Any, publication: Any, named: Any) -> None:
    named_alike = tuple((str(operation), "changed") for operation in Operation)
    shared = publication(shape=named, named=named_alike)
    app.publish(shared)

    assert events(app, CHANGES[0], CHANGES[2]) == [
        ("changed", "INSERT"),
        ("changed", "UPDATE"),
        ("changed", "DELETE"),
    ]
    assert shared.events == ("changed", "messages.REMOVED")
