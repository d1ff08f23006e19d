from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db
TOPIC = "room:aaaaaaaa-0000-4000-8000-000000000002"


def test_every_policy_that_was_asked_says_what_it_answered(
    rooms: RealtimeDatabase, member: dict[str, object]
) -> None:
    rooms.connection.execute(
        "CREATE POLICY other ON realtime.messages FOR ALL TO anon USING (topic LIKE '100%');"
        "CREATE POLICY gate ON realtime.messages AS RESTRICTIVE FOR SELECT TO authenticated USING (true)"
    )

    reasons = [str(reason) for reason in rooms.can(TOPIC, member).broadcast_read.reasons]

    assert reasons == [
        'policy "chat_lounge" (SELECT, to authenticated) answers no',
        'policy "chat_person" (SELECT, to authenticated) answers no',
        'policy "chat_room" (SELECT, to authenticated) answers no',
        'policy "gate" (restrictive, SELECT, to authenticated) answers yes',
        'policy "other" (ALL, to anon) is not for role "authenticated"',
    ]


def test_yes_has_no_reasons(rooms: RealtimeDatabase, member: dict[str, object]) -> None:
    assert rooms.can(TOPIC.replace("002", "001"), member).broadcast_read.reasons == ()


def test_policy_that_raises_is_named_with_its_error(
    rooms: RealtimeDatabase, member: dict[str, object]
) -> None:
    rooms.connection.execute(
        "CREATE POLICY unsafe ON realtime.messages FOR SELECT TO authenticated"
        " USING (split_part(topic, ':', 2)::uuid IS NULL)"
    )

    reasons = rooms.can("lobby:1", member).join.reasons

    message = 'invalid input syntax for type uuid: "1"'
    assert str(reasons[0]) == f"the check ends in RlsPolicyError: 22P02 {message}"
    assert [(r.policy, r.sqlstate) for r in reasons if r.cause == "policy-raised"] == [("unsafe", "22P02")]


def test_silent_no_of_a_write_names_the_missing_grant(
    rooms: RealtimeDatabase, member: dict[str, object]
) -> None:
    rooms.connection.execute(
        "DROP POLICY chat_lounge_send ON realtime.messages;"
        "CREATE POLICY send ON realtime.messages FOR INSERT TO authenticated"
        " WITH CHECK (EXISTS (SELECT FROM public.vault))"
    )

    reasons = [str(reason) for reason in rooms.can("lobby", member).broadcast_write.reasons]

    assert reasons == [
        'policy "send" (INSERT, to authenticated) raises 42501: permission denied for table vault'
    ]


def test_missing_right_to_a_function_is_named(rooms: RealtimeDatabase, member: dict[str, object]) -> None:
    rooms.connection.execute("REVOKE EXECUTE ON FUNCTION chat.enters(uuid) FROM PUBLIC")

    raised = [str(reason) for reason in rooms.can(TOPIC, member).join.reasons if reason.policy == "chat_room"]

    told = "raises 42501: permission denied for function enters"
    assert raised == [f'policy "chat_room" (SELECT, to authenticated) {told}']


def test_stored_policy_needs_no_right_to_the_schema_of_its_functions(
    rooms: RealtimeDatabase, member: dict[str, object]
) -> None:
    rooms.connection.execute("REVOKE USAGE ON SCHEMA chat FROM authenticated")

    assert rooms.can(TOPIC.replace("002", "001"), member).join
    reasons = rooms.can(TOPIC, member).join.reasons
    assert {reason.cause for reason in reasons} == {"policy-refused"}


def test_role_without_any_policy_is_told_so(rooms: RealtimeDatabase) -> None:
    causes = [reason.cause for reason in rooms.can(TOPIC, {"role": "anon"}).broadcast_write.reasons]

    assert causes == ["policy-of-others", "no-policy"]


def test_null_counts_as_no(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute(
        "CREATE POLICY events ON realtime.messages FOR SELECT TO authenticated USING (event = 'x')"
    )

    reasons = map(str, realtime_db.can("lobby", {"role": "authenticated"}).join.reasons)

    assert list(reasons) == ['policy "events" (SELECT, to authenticated) answers null, which counts as no']


def test_reasons_hold_no_claims(rooms: RealtimeDatabase, member: dict[str, object]) -> None:
    access = rooms.can("lobby", member | {"secret": "hunter2"})

    assert "hunter2" not in repr(access)
