from __future__ import annotations

from typing import Any

import psycopg
import pytest

from pedschema.model.publication import Shape

pytestmark = pytest.mark.db

SHAPES = list(Shape)


@pytest.fixture
def messages(app: Any, publication: Any) -> Any:
    """Return a function that publishes messages in a shape to some surfaces."""

    def publish(shape: Shape, *surfaces: str) -> None:
        app.publish(publication(shape=shape, surfaces=surfaces, references=("id", "room_id", "content")))

    return publish


def turn_off(app: Any, surface: str, until: str = "null") -> None:
    app.run(
        "insert into chat.surface_switch (surface, enabled, reason, until)"
        f" values (%s, false, 'drill', {until})",
        surface,
        role="postgres",
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_surface_that_is_off_hears_nothing_until_it_is_on_again(
    app: Any, messages: Any, shape: Shape
) -> None:
    messages(shape, "Chat")
    turn_off(app, "Chat")
    app.write(1)
    assert app.sent() == []
    app.run("update chat.surface_switch set enabled = true", role="postgres")
    app.write(2)
    assert len(app.sent()) == 1


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("until", "count"), [("now() + interval '1 h'", 0), ("now() - interval '1 s'", 1)])
def test_switch_holds_until_its_time(app: Any, messages: Any, shape: Shape, until: str, count: int) -> None:
    messages(shape, "Chat")
    turn_off(app, "Chat", until)
    app.write(1)
    assert len(app.sent()) == count


@pytest.mark.parametrize("shape", SHAPES)
def test_topic_of_two_surfaces_is_quiet_only_with_both_off(app: Any, messages: Any, shape: Shape) -> None:
    messages(shape, "Chat", "it's \\ 100%")
    turn_off(app, "Chat")
    app.write(1)
    assert len(app.sent()) == 1
    turn_off(app, "it's \\ 100%")
    app.write(2)
    assert app.sent() == []


@pytest.mark.parametrize("shape", SHAPES)
def test_switch_of_another_surface_changes_nothing(app: Any, messages: Any, shape: Shape) -> None:
    messages(shape, "Chat")
    turn_off(app, "chat")
    app.write(1)
    assert len(app.sent()) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_publication_without_surfaces_is_never_quiet(app: Any, messages: Any, shape: Shape) -> None:
    messages(shape)
    app.write(1)
    assert len(app.sent()) == 1


def test_row_of_the_switch_says_who_and_when(app: Any, messages: Any) -> None:
    messages(Shape.ROW, "Chat")
    app.run("insert into chat.surface_switch (surface) values ('Chat')", role="postgres")
    row = (
        "select array[enabled::text, reason, changed_by, (changed_at = now())::text] from chat.surface_switch"
    )
    assert app.ask(row) == ["true", "", "postgres", "true"]


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
def test_switch_is_out_of_reach_of_client_roles(app: Any, messages: Any, role: str) -> None:
    messages(Shape.ROW, "Chat")
    app.connection.execute("grant usage on schema chat to anon, authenticated, service_role")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), app.connection.transaction():
        app.ask("select count(*) from chat.surface_switch", role=role)
