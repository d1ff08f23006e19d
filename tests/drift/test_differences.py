"""Owned objects against the replayed migrations, without a server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pedschema.drift.differences import Aspect, compare_deployed
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned

MESSAGES = "realtime.messages"
POLICY = 'CREATE POLICY "p" ON "realtime"."messages"\nAS PERMISSIVE\nFOR SELECT\nTO authenticated\nUSING ({})'
TRIGGER = 'CREATE TRIGGER t AFTER INSERT ON "public"."m" FOR EACH ROW WHEN ({}) EXECUTE FUNCTION rooms.f_v1()'


def _policy(expression: str) -> Owned:
    text = POLICY.format(expression)
    return Owned(Identity(Kind.POLICY, QualifiedName("realtime", "p"), MESSAGES), (text,), text)


def _trigger(condition: str, state: str = "") -> Owned:
    text = TRIGGER.format(condition) + state
    return Owned(Identity(Kind.TRIGGER, QualifiedName("public", "t"), "public.m"), (text,), text)


def _schema(*lines: str) -> Owned:
    canonical = "\n".join(["schema", "owner postgres", *lines])
    return Owned(Identity(Kind.SCHEMA, QualifiedName("rooms", "rooms")), ("create schema rooms",), canonical)


def _aspects(expected: Owned, actual: Owned) -> list[Aspect]:
    return [each.aspect for each in compare_deployed([expected], [actual], ["watch"])[0]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(topic = 'a'::text)", "topic = 'a'::text"),
        ("((a OR b) OR c)", "(a OR b OR c)"),
        ("EXISTS ( SELECT 1\n   FROM rooms.m)", "EXISTS (SELECT 1 FROM rooms.m)"),
    ],
)
def test_expression_that_is_only_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert _aspects(_policy(one), _policy(other)) == []
    assert _aspects(_trigger(one), _trigger(other)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("topic = 'a'::text", "topic = 'b'::text"),
        ("a AND b OR c", "a AND (b OR c)"),
        ("a", "not sql at all ("),
        ("topic = 'a\nb'", "topic = 'a\x0bb'"),
        ("topic = 'a\nb'", "topic = 'a\r\nb'"),
    ],
)
def test_expression_that_means_something_else_differs(one: str, other: str) -> None:
    assert _aspects(_policy(one), _policy(other)) == [Aspect.EXPRESSION]


def test_every_line_of_a_role_counts() -> None:
    one, other = (
        Owned(each.identity, each.sql, each.canonical.replace("TO authenticated", f'TO anon, "a\n{role}"'))
        for each, role in ((_policy("true"), "b"), (_policy("true"), "USING c"))
    )

    assert _aspects(one, one) == []
    assert _aspects(one, replace(one, canonical=one.canonical.replace("\nb", "\nc"))) == [Aspect.ROLES]
    assert Aspect.ROLES in _aspects(one, other)


def test_state_of_a_trigger_is_told_apart_from_its_definition() -> None:
    found = _aspects(_trigger("true"), _trigger("false", "\nstate: disable trigger"))

    assert found == [Aspect.TRIGGER, Aspect.STATE]


def test_reading_login_may_use_the_schema_and_nobody_else() -> None:
    assert _aspects(_schema(), _schema("grant USAGE to watch")) == []
    assert _aspects(_schema(), _schema("grant USAGE to anon")) == [Aspect.GRANTS]
    assert _aspects(_schema(), _schema("grant CREATE to watch")) == [Aspect.GRANTS]


def test_object_without_a_canonical_text_is_only_looked_for() -> None:
    unknown = Owned(_policy("true").identity, ("create policy p …",))

    assert compare_deployed([unknown], [_policy("true")], []) == ((), ())
    assert [each.aspect for each in compare_deployed([unknown], [], [])[0]] == [Aspect.MISSING]


def test_versions_of_a_trigger_function_are_objects_of_their_own() -> None:
    identity = Identity(Kind.TRIGGER_FUNCTION, QualifiedName("rooms", "f"))
    first, second = (Owned(identity, ("create …",), "body sha256:a", version) for version in (1, 2))

    differences, strange = compare_deployed([second], [first, second], [])

    assert differences == ()
    assert strange == (first,)
