from __future__ import annotations

from typing import Any

import pytest

from pedschema.errors import ContractError
from pedschema.model.function import Function
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind
from pedschema.model.policy import Policy
from pedschema.model.publication import Shape
from pedschema.sql.declare import drop_owned, render_owned

FUNCTION = Identity(Kind.TRIGGER_FUNCTION, QualifiedName("chat", "room__messages"))


def make_rule(name: str, *calls: str, arguments: str = "uuid") -> Function:
    parameter = "room uuid" if arguments else ""
    body = " and ".join([f"chat.{call}(room)" for call in calls] or ["true"])
    sql = (
        f"create function chat.{name}({parameter}) returns boolean language sql stable as $$ select {body} $$"
    )
    return Function(QualifiedName("chat", name), arguments, sql, calls=calls, where=f"{name}.sql:1")


def make_policy(name: str = "chat_read") -> Policy:
    return Policy(name, "SELECT", permissive=True, roles=("authenticated",), using="true", check="")


def test_identities_in_order_of_creation(publication: Any, catalogue: Any) -> None:
    contract = catalogue(publication(), rules=(make_rule("open"),), policies=(make_policy(),))
    trigger = ("public", "public.messages")
    assert [
        (state.identity.kind, state.identity.name.schema, state.identity.name.name, state.identity.of)
        for state in render_owned(contract, {})
    ] == [
        (Kind.SCHEMA, "chat", "chat", ""),
        (Kind.SWITCH, "chat", "surface_switch", ""),
        (Kind.RULE, "chat", "topic_bigint", "text, text"),
        (Kind.RULE, "chat", "topic_text", "text, text"),
        (Kind.RULE, "chat", "topic_uuid", "text, text"),
        (Kind.RULE, "chat", "open", "uuid"),
        (Kind.TRIGGER_FUNCTION, "chat", "room__messages", ""),
        (Kind.TRIGGER, trigger[0], "chat_room__messages_insert", trigger[1]),
        (Kind.TRIGGER, trigger[0], "chat_room__messages_update", trigger[1]),
        (Kind.TRIGGER, trigger[0], "chat_room__messages_delete", trigger[1]),
        (Kind.POLICY, "realtime", "chat_read", "realtime.messages"),
    ]


def test_nobody_has_asked_a_server_yet(publication: Any, catalogue: Any) -> None:
    assert {state.canonical for state in render_owned(catalogue(publication()), {})} == {""}


@pytest.mark.parametrize(("versions", "version"), [({}, 1), ({FUNCTION: 7}, 7)])
def test_version_is_in_the_functions_name_and_in_its_triggers(
    publication: Any, catalogue: Any, versions: dict[Identity, int], version: int
) -> None:
    owned = {state.identity: state for state in render_owned(catalogue(publication()), versions)}
    assert owned[FUNCTION].version == version
    assert f'function "chat"."room__messages_v{version}"()' in owned[FUNCTION].sql[0]
    triggers = [state for state in owned.values() if state.identity.kind is Kind.TRIGGER]
    assert len(triggers) == 3
    assert all(f'"chat"."room__messages_v{version}"()' in state.sql[0] for state in triggers)
    assert {state.version for state in owned.values() if state.identity != FUNCTION} == {0}


def test_rules_come_after_what_they_call(publication: Any, catalogue: Any) -> None:
    rules = (make_rule("a", "b", "c"), make_rule("b", "c"), make_rule("c", "topic_uuid"))
    owned = render_owned(catalogue(publication(), rules=rules), {})
    after = {state.identity.name.name: [called.name.name for called in state.after] for state in owned}
    assert [name for name in after if name in "abc"] == ["c", "b", "a"]
    assert (after["a"], after["b"], after["c"]) == (["b", "c"], ["c"], [])


def test_overloads_of_a_called_rule_all_come_first(publication: Any, catalogue: Any) -> None:
    rules = (make_rule("a", "z"), make_rule("z"), make_rule("z", arguments=""))
    owned = render_owned(catalogue(publication(), rules=rules), {})
    assert [called.of for state in owned for called in state.after] == ["", "uuid"]


def test_rules_in_a_circle_are_refused(publication: Any, catalogue: Any) -> None:
    rules = (make_rule("a", "b"), make_rule("b", "a"))
    with pytest.raises(ContractError) as raised:
        render_owned(catalogue(publication(), rules=rules), {})
    (mistake,) = raised.value.mistakes
    assert mistake.id == "rule-circle"
    assert '"chat.a"' in mistake.what
    assert '"chat.b"' in mistake.what


def test_rule_that_calls_itself_is_no_circle(publication: Any, catalogue: Any) -> None:
    owned = render_owned(catalogue(publication(), rules=(make_rule("a", "a"),)), {})
    assert [state.after for state in owned if state.identity.name.name == "a"] == [()]


@pytest.mark.parametrize(
    "sql", ["create procedure chat.a() as ''", "-- create function\nselect 1", "create functional"]
)
def test_rule_that_is_no_function_is_refused(publication: Any, catalogue: Any, sql: str) -> None:
    rule = Function(QualifiedName("chat", "a"), "", sql, where="a.sql:3")
    with pytest.raises(ContractError) as raised:
        render_owned(catalogue(publication(), rules=(rule,)), {})
    (mistake,) = raised.value.mistakes
    assert (mistake.where, mistake.id) == ("a.sql:3", "rule-not-a-function")


@pytest.mark.parametrize("name", ["n" * 52, "ä" * 26])
def test_name_that_postgres_would_cut_is_refused(publication: Any, catalogue: Any, name: str) -> None:
    with pytest.raises(ContractError) as raised:
        render_owned(catalogue(publication(name=name)), {})
    assert {mistake.id for mistake in raised.value.mistakes} == {"name-too-long"}


@pytest.mark.parametrize("shape", [Shape.EACH, Shape.GROUPED, Shape.DERIVED])
def test_statement_shape_needs_a_primary_key_to_tell_updates(
    publication: Any, catalogue: Any, shape: Shape
) -> None:
    with pytest.raises(ContractError) as raised:
        render_owned(catalogue(publication(shape=shape, primary_key=())), {})
    assert [mistake.id for mistake in raised.value.mistakes] == ["publication-without-key"]


def test_row_shape_needs_no_primary_key(publication: Any, catalogue: Any) -> None:
    assert render_owned(catalogue(publication(primary_key=())), {})


def test_statements_have_no_semicolon_at_the_end_and_no_trailing_blanks(
    publication: Any, catalogue: Any
) -> None:
    for shape in Shape:
        contract = catalogue(publication(shape=shape, when="true"), policies=(make_policy(),))
        for statement in (text for state in render_owned(contract, {}) for text in state.sql):
            assert not statement.endswith((";", "\n", " "))
            assert [line for line in statement.split("\n") if line != line.rstrip()] == []


@pytest.mark.db
@pytest.mark.parametrize("shape", list(Shape))
def test_drops_in_reverse_leave_nothing_behind(
    app: Any, publication: Any, catalogue: Any, shape: Shape
) -> None:
    remains = (
        "select (select count(*) from pg_namespace where nspname = 'odd''s \"x')"
        " + (select count(*) from pg_policy where polname = 'chat_read')"
        " + (select count(*) from pg_trigger where tgname like '%messages%' and not tgisinternal)"
    )
    rule = Function(QualifiedName("odd's \"x", "a"), "uuid, text[]", _odd_rule())
    contract = catalogue(
        publication(shape=shape), schema="odd's \"x", rules=(rule,), policies=(make_policy(),)
    )
    owned = app.declare(contract)
    assert app.ask(remains) == 5
    for state in reversed(owned):
        app.connection.execute(drop_owned(state))
    assert app.ask(remains) == 0


def _odd_rule() -> str:
    return 'create function "odd\'s ""x".a(uuid, text[]) returns int language sql as $$ select 1 $$'


@pytest.mark.db
def test_everything_can_be_declared_twice_but_policies(app: Any, publication: Any, catalogue: Any) -> None:
    contract = catalogue(publication(), rules=(make_rule("a"),))
    app.declare(contract)
    app.declare(contract)
    app.write(1)
    assert len(app.sent()) == 1
