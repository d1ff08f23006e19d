"""Functions and triggers of the realtime contract, in place of the triggers that published to nobody."""

from __future__ import annotations

from alembic import op

revision = "realtime_contract"
down_revision = "app_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.lock_tables(
        "public.chat_message_reactions",
        "public.chat_messages",
        "public.community_ratings",
        "public.game_captain_votes",
        "public.game_captains",
        "public.game_draft_events",
        "public.game_queue",
        "public.game_results",
        "public.game_reviews",
        "public.game_team_members",
        "public.game_teams",
        "public.games",
        "public.memberships",
        "public.profiles",
        mode="ACCESS EXCLUSIVE",
    )
    op.create_switch_table(
        "ped.surface_switch",
        sql=[
            (
                'create table if not exists "ped"."surface_switch" (\n'
                "  surface text primary key,\n"
                "  enabled boolean not null default true,\n"
                "  reason text not null default '',\n"
                "  changed_by text not null default current_user,\n"
                "  changed_at timestamp with time zone not null default now(),\n"
                "  until timestamp with time zone\n"
                ")"
            ),
            'alter table "ped"."surface_switch" enable row level security',
            'revoke all on table "ped"."surface_switch" from public, anon, authenticated, service_role',
        ],
        canonical=(
            "table\n"
            "surface text NOT NULL\n"
            "enabled boolean DEFAULT true NOT NULL\n"
            "reason text DEFAULT ''::text NOT NULL\n"
            "changed_by text DEFAULT CURRENT_USER NOT NULL\n"
            "changed_at timestamp with time zone DEFAULT now() NOT NULL\n"
            "until timestamp with time zone\n"
            "CONSTRAINT surface_switch_pkey PRIMARY KEY (surface)\n"
            "row level security\n"
            "owner postgres"
        ),
    )
    op.create_rule(
        "ped.admin",
        of="uuid",
        sql=[
            (
                "create or replace function ped.admin(community uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.memberships as m\n"
                "        join public.communities as c on c.id = m.community_id\n"
                "        where m.profile_id = (select auth.uid())\n"
                "            and m.community_id = admin.community\n"
                "            and m.status = 'approved'\n"
                "            and m.role in ('admin', 'owner')\n"
                "            and (c.archived_at is null or m.role = 'owner')\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."admin"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."admin"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.admin(community uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:24943fe9c8142d10425cbbab8df4d86e1a16160005a3ea62f55f24a8cd6a4e0e"
        ),
    )
    op.create_rule(
        "ped.member",
        of="uuid",
        sql=[
            (
                "create or replace function ped.member(community uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.memberships as m\n"
                "        join public.communities as c on c.id = m.community_id\n"
                "        where m.profile_id = (select auth.uid())\n"
                "            and m.community_id = member.community\n"
                "            and m.status = 'approved'\n"
                "            and (c.archived_at is null or m.role = 'owner')\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."member"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."member"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.member(community uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:3f0627400c889e415f73d9008eb86e3f120833fe213c6ef7fc77c0cf06ac92c5"
        ),
    )
    op.create_rule(
        "ped.topic_bigint",
        of="text, text",
        sql=[
            (
                'create or replace function "ped"."topic_bigint"(pattern text, part text)\n'
                "returns bigint\n"
                "language sql\n"
                "stable\n"
                "parallel safe\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $pedschema$\n"
                "  select case when bool_and(coalesce(admitted, false))\n"
                "    then (max(actual) filter (where wanted))::bigint end\n"
                "  from (\n"
                "    select actual, wanted,\n"
                "      case\n"
                "        when wanted then actual ~ '^(?:0|-?[1-9][0-9]{0,17})$'\n"
                "        when expected like '{%}' then actual <> ''\n"
                "        else actual = expected\n"
                "      end as admitted\n"
                "    from unnest(string_to_array(pattern, ':'), string_to_array(realtime.topic(), ':'))\n"
                "      as parts (expected, actual)\n"
                "    cross join lateral (select expected = '{' || part || '}' as wanted) as named\n"
                "  ) as compared\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."topic_bigint"(text, text) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."topic_bigint"(text, text) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.topic_bigint(pattern text, part text)\n"
            "RETURNS bigint\n"
            "LANGUAGE sql\n"
            "STABLE PARALLEL SAFE\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:f15f3000b0c41009bf5db825c047f1551a5d43b55129aa60f5eaf8cc09b16e50"
        ),
    )
    op.create_rule(
        "ped.topic_text",
        of="text, text",
        sql=[
            (
                'create or replace function "ped"."topic_text"(pattern text, part text)\n'
                "returns text\n"
                "language sql\n"
                "stable\n"
                "parallel safe\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $pedschema$\n"
                "  select case when bool_and(coalesce(admitted, false))\n"
                "    then (max(actual) filter (where wanted))::text end\n"
                "  from (\n"
                "    select actual, wanted,\n"
                "      case\n"
                "        when wanted then actual ~ '^(?:[a-z0-9_.-]{1,64})$'\n"
                "        when expected like '{%}' then actual <> ''\n"
                "        else actual = expected\n"
                "      end as admitted\n"
                "    from unnest(string_to_array(pattern, ':'), string_to_array(realtime.topic(), ':'))\n"
                "      as parts (expected, actual)\n"
                "    cross join lateral (select expected = '{' || part || '}' as wanted) as named\n"
                "  ) as compared\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."topic_text"(text, text) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."topic_text"(text, text) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.topic_text(pattern text, part text)\n"
            "RETURNS text\n"
            "LANGUAGE sql\n"
            "STABLE PARALLEL SAFE\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:b5ff6e46193dcc83a076d1a5d19abef3800701f2199a8de2850ca77f2164eb1e"
        ),
    )
    op.create_rule(
        "ped.topic_uuid",
        of="text, text",
        sql=[
            (
                'create or replace function "ped"."topic_uuid"(pattern text, part text)\n'
                "returns uuid\n"
                "language sql\n"
                "stable\n"
                "parallel safe\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $pedschema$\n"
                "  select case when bool_and(coalesce(admitted, false))\n"
                "    then (max(actual) filter (where wanted))::uuid end\n"
                "  from (\n"
                "    select actual, wanted,\n"
                "      case\n"
                "        when wanted then actual ~ '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'\n"
                "        when expected like '{%}' then actual <> ''\n"
                "        else actual = expected\n"
                "      end as admitted\n"
                "    from unnest(string_to_array(pattern, ':'), string_to_array(realtime.topic(), ':'))\n"
                "      as parts (expected, actual)\n"
                "    cross join lateral (select expected = '{' || part || '}' as wanted) as named\n"
                "  ) as compared\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."topic_uuid"(text, text) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."topic_uuid"(text, text) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.topic_uuid(pattern text, part text)\n"
            "RETURNS uuid\n"
            "LANGUAGE sql\n"
            "STABLE PARALLEL SAFE\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:b1af17a55495b3771d04395eb2a8407dc881139a3c1231f4c3c8cb22cdc84fcd"
        ),
    )
    op.create_rule(
        "ped.manage_game",
        of="uuid",
        sql=[
            (
                "create or replace function ped.manage_game(game uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.games as g\n"
                "        where g.id = manage_game.game\n"
                "            and ped.admin(g.community_id)\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."manage_game"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."manage_game"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.manage_game(game uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:fa9830e9af11a563b72f40c7e0f5d6c579f9a4be650edd36752876ba3114d238"
        ),
    )
    op.create_rule(
        "ped.in_group",
        of="uuid",
        sql=[
            (
                "create or replace function ped.in_group(community_group uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.community_group_members as gm\n"
                "        join public.community_groups as g on g.id = gm.group_id\n"
                "        where gm.profile_id = (select auth.uid())\n"
                "            and gm.group_id = in_group.community_group\n"
                "            and ped.member(g.community_id)\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."in_group"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."in_group"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.in_group(community_group uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:b349aae30bb09e35556cab3636936af3371bb361153ffb5bffef1f9abf68173d"
        ),
    )
    op.create_rule(
        "ped.see_game",
        of="uuid",
        sql=[
            (
                "create or replace function ped.see_game(game uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.games as g\n"
                "        where g.id = see_game.game\n"
                "            and (\n"
                "                ped.admin(g.community_id)\n"
                "                or (\n"
                "                    ped.member(g.community_id)\n"
                "                    and (g.release_at is null or g.released_at is not null)\n"
                "                    and (g.audience_group_id is null or ped.in_group(g.audience_group_id))\n"
                "                )\n"
                "            )\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."see_game"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."see_game"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.see_game(game uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:a70f5292f2171dfd71046d70ae4c57195e753a0e57d69df14454990b5c27b1f7"
        ),
    )
    op.create_rule(
        "ped.see_draft",
        of="uuid",
        sql=[
            (
                "create or replace function ped.see_draft(game uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.games as g\n"
                "        where g.id = see_draft.game\n"
                "            and g.draft_mode_enabled\n"
                "            and ped.see_game(g.id)\n"
                "            and (g.draft_visibility = 'public' or ped.admin(g.community_id))\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."see_draft"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."see_draft"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.see_draft(game uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:58637f9a3a5c031fd9e54944d3d27a17cf815d7e0c333ef34d52c0574e152c6f"
        ),
    )
    op.create_rule(
        "ped.chat",
        of="uuid",
        sql=[
            (
                "create or replace function ped.chat(game uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.games as g\n"
                "        where g.id = chat.game\n"
                "            and g.draft_chat_enabled\n"
                "            and ped.see_draft(g.id)\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."chat"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."chat"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.chat(game uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:26063eb0bfc29f12f801ecd4f58b5a56f3b821bbc71775adef9902ace5879c74"
        ),
    )
    op.create_trigger_function(
        "ped.community_admin__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_admin__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'community:' || row.\"community_id\"::text || ':admin' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT'\n"
                "    and ((row.release_at is not null and row.released_at is null) or row.audience_group_id is not null);\n"
                "  select into after\n"
                "    'community:' || row.\"community_id\"::text || ':admin' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE'\n"
                "    and ((row.release_at is not null and row.released_at is null) or row.audience_group_id is not null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '      after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '      after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '      after."cost_cents", after."capacity", after."cancelled_at",\n'
                '      after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '      after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '      after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."name", before."description",\n'
                '      before."start_time", before."end_time", before."release_at", before."released_at",\n'
                '      before."audience_group_id", before."location_name", before."location_notes",\n'
                '      before."status", before."draft_status", before."cost_cents", before."capacity",\n'
                '      before."cancelled_at", before."confirmation_enabled",\n'
                '      before."join_cutoff_offset_minutes_from_kickoff", before."draft_mode_enabled",\n'
                '      before."draft_style", before."draft_visibility", before."draft_chat_enabled",\n'
                '      before."crunch_time_start_time_local"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Admin games', 'Approvals', 'Member list', 'Pending badge')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 4 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", case tg_op when 'DELETE' then 'games.DELETE' else 'games.REMOVED' end,\n"
                "      'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_admin__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_admin__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_admin__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:a4d65412ab4e5c72320eaa4e4ff2f7ff137cc38794ad615bb58de8dcf3b1133c"
        ),
    )
    op.create_trigger_function(
        "ped.community_admin__memberships",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_admin__memberships_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'community:' || row.\"community_id\"::text || ':admin' as \"topic\",\n"
                '    row."id", row."profile_id", row."status", row."role", row."requested_at"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                "    'community:' || row.\"community_id\"::text || ':admin' as \"topic\",\n"
                '    row."id", row."profile_id", row."status", row."role", row."requested_at"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."profile_id", after."status", after."role", after."requested_at"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."profile_id", before."status", before."role", before."requested_at"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Admin games', 'Approvals', 'Member list', 'Pending badge')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 4 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'memberships.UPDATE', 'UPDATE', 'memberships', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."profile_id", after."status", after."role", after."requested_at") as record,\n'
                '      (select before."id", before."profile_id", before."status") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'memberships.DELETE' else 'memberships.REMOVED' end,\n"
                "      'DELETE', 'memberships', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."profile_id", before."status") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'memberships.INSERT', 'INSERT', 'memberships', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."profile_id", after."status", after."role", after."requested_at") as record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_admin__memberships_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_admin__memberships_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_admin__memberships()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:7c002bd658f95ad4e5249418e8110e1ed269b6961461d9dd336137c84b23d197"
        ),
    )
    op.create_trigger_function(
        "ped.community_games__game_captains",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_games__game_captains_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."game_id", new."profile_id", new."slot"\n'
                "            ) is distinct from row(\n"
                '              old."game_id", old."profile_id", old."slot"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_captains', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'games.CAPTAINS', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_games__game_captains_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_games__game_captains_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_games__game_captains()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:f2942030b90c7b1e6c52dac901ffd232e8de62f9207d3f227d7ef4be9592062b"
        ),
    )
    op.create_trigger_function(
        "ped.community_games__game_queue",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_games__game_queue_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."game_id", new."status", new."attendance_confirmed_at"\n'
                "            ) is distinct from row(\n"
                '              old."game_id", old."status", old."attendance_confirmed_at"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_queue', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'games.COUNTS', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_games__game_queue_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_games__game_queue_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_games__game_queue()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:450fd3a6a0d4a0911c2116b443e04f08a92a278313e276b343ea2cc13fcf4b29"
        ),
    )
    op.create_trigger_function(
        "ped.community_games__game_results",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_games__game_results_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score"\n'
                "  from (select old.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'INSERT'\n"
                "    and ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null);\n"
                "  select into after\n"
                "    'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score"\n'
                "  from (select new.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'DELETE'\n"
                "    and ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."game_id", after."status", after."winning_team_id",\n'
                '      after."losing_team_id", after."winner_score", after."loser_score"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."game_id", before."status", before."winning_team_id",\n'
                '      before."losing_team_id", before."winner_score", before."loser_score"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.UPDATE', 'UPDATE', 'game_results', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score"\n'
                "      ) as record,\n"
                '      (select before."id", before."game_id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'game_results.DELETE' else 'game_results.REMOVED' end,\n"
                "      'DELETE', 'game_results', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."game_id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.INSERT', 'INSERT', 'game_results', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_games__game_results_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_games__game_results_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_games__game_results()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:16b4b7ef7fd589f61ddfe19f370bd17369ef745063ca0d8c34bb26ca8127e81d"
        ),
    )
    op.create_trigger_function(
        "ped.community_games__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_games__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'community:' || row.\"community_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT'\n"
                "    and ((row.release_at is null or row.released_at is not null) and row.audience_group_id is null);\n"
                "  select into after\n"
                "    'community:' || row.\"community_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE'\n"
                "    and ((row.release_at is null or row.released_at is not null) and row.audience_group_id is null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '      after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '      after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '      after."cost_cents", after."capacity", after."cancelled_at",\n'
                '      after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '      after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '      after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."name", before."description",\n'
                '      before."start_time", before."end_time", before."release_at", before."released_at",\n'
                '      before."audience_group_id", before."location_name", before."location_notes",\n'
                '      before."status", before."draft_status", before."cost_cents", before."capacity",\n'
                '      before."cancelled_at", before."confirmation_enabled",\n'
                '      before."join_cutoff_offset_minutes_from_kickoff", before."draft_mode_enabled",\n'
                '      before."draft_style", before."draft_visibility", before."draft_chat_enabled",\n'
                '      before."crunch_time_start_time_local"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", case tg_op when 'DELETE' then 'games.DELETE' else 'games.REMOVED' end,\n"
                "      'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_games__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_games__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_games__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:5633b27fdf3b944b13e735c1f46adac9c83ba940f8ba71caadff4eb80195a58b"
        ),
    )
    op.create_trigger_function(
        "ped.community_stats__community_ratings",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_stats__community_ratings_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Home', 'Leaderboard', 'Profile')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || row.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."profile_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            new."community_id", new."profile_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || row.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."profile_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            version."community_id", version."profile_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."community_id", new."profile_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."community_id", old."profile_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."profile_id", new."rating", new."rated_games"\n'
                "            ) is distinct from row(\n"
                '              old."profile_id", old."rating", old."rated_games"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || row.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."profile_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            old."community_id", old."profile_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'community_ratings', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'stats.RATING', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_stats__community_ratings_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_stats__community_ratings_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_stats__community_ratings()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:4eaf7dcadb37cf1526876b7ca7ad09304c5afccbff435f2ab7400d98dee63c79"
        ),
    )
    op.create_trigger_function(
        "ped.community_stats__game_results",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_stats__game_results_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Home', 'Leaderboard', 'Profile')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."game_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "          left join new_rows as old on false\n"
                "          where (new.status = 'confirmed' or old.status = 'confirmed')\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."game_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."status", new."winning_team_id", new."losing_team_id", new."winner_score",\n'
                '              new."loser_score"\n'
                "            ) is distinct from row(\n"
                '              old."status", old."winning_team_id", old."losing_team_id", old."winner_score",\n'
                '              old."loser_score"\n'
                "            )\n"
                "          )\n"
                "            and (new.status = 'confirmed' or old.status = 'confirmed')\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."game_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "          left join old_rows as new on false\n"
                "          where (new.status = 'confirmed' or old.status = 'confirmed')\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_results', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'stats.RESULT', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_stats__game_results_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_stats__game_results_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_stats__game_results()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:dbb1565f1cc06368bccf9093ae8c610acc1b04bd4216cd905c451f7caa3871f0"
        ),
    )
    op.create_trigger_function(
        "ped.community_stats__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_stats__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "begin\n"
                "  if not coalesce((old.status = 'completed'), false) then\n"
                "    return null;\n"
                "  end if;\n"
                "  select into before\n"
                "    'community:' || row.\"community_id\"::text || ':stats' as \"topic\",\n"
                '    row."id"\n'
                "  from (select old.*) as row;\n"
                '  if before."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Home', 'Leaderboard', 'Profile')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", 'games.DELETE', 'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_stats__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_stats__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_stats__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:d6342481a69ca928948fe274e777893cf4504071c36a56d776c8ab43b7ba1fdd"
        ),
    )
    op.create_trigger_function(
        "ped.game__game_captains",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game__game_captains_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Game detail', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 2 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."slot"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."slot"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."slot"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."profile_id") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                "          row(\n"
                '            after."id", after."game_id", after."profile_id", after."slot"\n'
                "          ) is distinct from row(\n"
                '            before."id", before."game_id", before."profile_id", before."slot"\n'
                "          )\n"
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          case when new.\"id\" is null then 'DELETE' else 'REMOVED' end as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."profile_id") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                '        (select to_jsonb(kept.*) from (select before."id", before."profile_id") as kept) as old_record\n'
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."slot"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(message.payload, message.event, message.topic, true)\n"
                "  from (\n"
                "    select\n"
                "      change.topic,\n"
                "      case when change.refetch then 'game_captains.REFETCH' else 'game_captains.GROUP' end as event,\n"
                "      case when change.refetch then jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_captains',\n"
                "        'operation', change.operation, 'count', change.count\n"
                "      ) else jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_captains',\n"
                "        'operation', change.operation,\n"
                "        'records', jsonb_agg(change.record order by change.place)\n"
                "          filter (where change.record is not null and not change.refetch),\n"
                "        'old_records', jsonb_agg(change.old_record order by change.place)\n"
                "          filter (where change.old_record is not null and not change.refetch)\n"
                "      ) end as payload\n"
                "    from (\n"
                "      select\n"
                "        sized.*,\n"
                "        count(*) over by_group as count,\n"
                "        count(*) over by_group > 50\n"
                "          or max(sized.bytes) over by_group > 200000 as refetch,\n"
                "        (sum(sized.bytes) over in_order - 1)\n"
                "          / greatest(200000 - max(sized.bytes) over by_group, 1) as step\n"
                "      from (\n"
                "        select\n"
                "          gathered.*,\n"
                "          coalesce(octet_length(gathered.record::text) + 2, 0)\n"
                "            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes\n"
                "        from unnest(topics, operations, records, old_records) with ordinality\n"
                "          as gathered (topic, operation, record, old_record, place)\n"
                "      ) as sized\n"
                "      window\n"
                "        by_group as (partition by sized.topic, sized.operation),\n"
                "        in_order as (partition by sized.topic, sized.operation order by sized.place)\n"
                "    ) as change\n"
                "    group by change.topic, change.operation, change.count, change.refetch,\n"
                "      case when change.refetch then 0 else change.step end\n"
                "    order by change.topic, change.operation, min(change.place)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game__game_captains_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game__game_captains_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game__game_captains()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:fc4e6a059d6ee1773a89016f508e25f8c7fdedaf42d0d1da16d94366449dc6e7"
        ),
    )
    op.create_trigger_function(
        "ped.game__game_queue",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game__game_queue_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Game detail', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 2 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."status", row."joined_at",\n'
                '          row."promoted_at", row."dropped_at", row."attendance_confirmed_at", row."no_show_at",\n'
                '          row."no_show_by", row."tardy_at", row."tardy_by",\n'
                '          (row.profile_id is null)::boolean as "is_guest"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."status", row."joined_at",\n'
                '          row."promoted_at", row."dropped_at", row."attendance_confirmed_at", row."no_show_at",\n'
                '          row."no_show_by", row."tardy_at", row."tardy_by",\n'
                '          (row.profile_id is null)::boolean as "is_guest"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."status", row."joined_at",\n'
                '          row."promoted_at", row."dropped_at", row."attendance_confirmed_at", row."no_show_at",\n'
                '          row."no_show_by", row."tardy_at", row."tardy_by",\n'
                '          (row.profile_id is null)::boolean as "is_guest"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."status") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                "          row(\n"
                '            after."id", after."game_id", after."profile_id", after."status", after."joined_at",\n'
                '            after."promoted_at", after."dropped_at", after."attendance_confirmed_at",\n'
                '            after."no_show_at", after."no_show_by", after."tardy_at", after."tardy_by",\n'
                '            after."is_guest"\n'
                "          ) is distinct from row(\n"
                '            before."id", before."game_id", before."profile_id", before."status", before."joined_at",\n'
                '            before."promoted_at", before."dropped_at", before."attendance_confirmed_at",\n'
                '            before."no_show_at", before."no_show_by", before."tardy_at", before."tardy_by",\n'
                '            before."is_guest"\n'
                "          )\n"
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          case when new.\"id\" is null then 'DELETE' else 'REMOVED' end as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."game_id", before."status") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                '        (select to_jsonb(kept.*) from (select before."id", before."game_id", before."status") as kept) as old_record\n'
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."status", row."joined_at",\n'
                '          row."promoted_at", row."dropped_at", row."attendance_confirmed_at", row."no_show_at",\n'
                '          row."no_show_by", row."tardy_at", row."tardy_by",\n'
                '          (row.profile_id is null)::boolean as "is_guest"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  insert into realtime.messages (id, topic, event, extension, private, payload)\n"
                "  select\n"
                "    message.id,\n"
                "    message.topic,\n"
                "    'game_queue.' || message.operation,\n"
                "    'broadcast',\n"
                "    true,\n"
                "    jsonb_build_object(\n"
                "      'id', message.id, 'schema', 'public', 'table', 'game_queue',\n"
                "      'operation', replace(message.operation, 'REMOVED', 'DELETE'),\n"
                "      'record', message.record, 'old_record', message.old_record\n"
                "    )\n"
                "  from (\n"
                "    select gen_random_uuid() as id, change.*\n"
                "    from unnest(topics, operations, records, old_records)\n"
                "      as change (topic, operation, record, old_record)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game__game_queue_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game__game_queue_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game__game_queue()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:68b911c0659329d88cdd5f9667e6550d73b1b9dc709ea57bc9f4ae466e217831"
        ),
    )
    op.create_trigger_function(
        "ped.game__game_results",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game__game_results_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'game:\' || row."game_id"::text as "topic",\n'
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score", row."reported_by", row."reported_at"\n'
                "  from (select old.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                '    \'game:\' || row."game_id"::text as "topic",\n'
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score", row."reported_by", row."reported_at"\n'
                "  from (select new.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."game_id", after."status", after."winning_team_id",\n'
                '      after."losing_team_id", after."winner_score", after."loser_score", after."reported_by",\n'
                '      after."reported_at"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."game_id", before."status", before."winning_team_id",\n'
                '      before."losing_team_id", before."winner_score", before."loser_score",\n'
                '      before."reported_by", before."reported_at"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Game detail', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 2 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.UPDATE', 'UPDATE', 'game_results', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score", after."reported_by",\n'
                '          after."reported_at"\n'
                "      ) as record,\n"
                '      (select before."id", before."status") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'game_results.DELETE' else 'game_results.REMOVED' end,\n"
                "      'DELETE', 'game_results', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."status") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.INSERT', 'INSERT', 'game_results', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score", after."reported_by",\n'
                '          after."reported_at"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game__game_results_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game__game_results_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game__game_results()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:c5cd72f2bdfc3dbe25ed81fa83e3158ee9e5cd7c32b87d5c68659d668481b07d"
        ),
    )
    op.create_trigger_function(
        "ped.game__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'game:\' || row."id"::text as "topic",\n'
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select old.*) as row;\n"
                "  select into after\n"
                '    \'game:\' || row."id"::text as "topic",\n'
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '      after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '      after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '      after."cost_cents", after."capacity", after."cancelled_at",\n'
                '      after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '      after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '      after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."name", before."description",\n'
                '      before."start_time", before."end_time", before."release_at", before."released_at",\n'
                '      before."audience_group_id", before."location_name", before."location_notes",\n'
                '      before."status", before."draft_status", before."cost_cents", before."capacity",\n'
                '      before."cancelled_at", before."confirmation_enabled",\n'
                '      before."join_cutoff_offset_minutes_from_kickoff", before."draft_mode_enabled",\n'
                '      before."draft_style", before."draft_visibility", before."draft_chat_enabled",\n'
                '      before."crunch_time_start_time_local"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Game detail', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 2 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", case tg_op when 'DELETE' then 'games.DELETE' else 'games.REMOVED' end,\n"
                "      'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:801e7d300ecce058d4d2396e0481f450a3a6251892a0658badd41fd16e9875b7"
        ),
    )
    op.create_trigger_function(
        "ped.game_chat__chat_message_reactions",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_chat__chat_message_reactions_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Draft overlay')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 1 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || substring((substring(message.room from '^chat:draft:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'))::text from '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') || ':chat' as \"topic\",\n"
                '          row."message_id", row."profile_id", row."emoji"\n'
                "        from (select new.*) as row\n"
                '        join "public"."chat_messages" as "message" on "message"."id" = row."message_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                "        to_jsonb(before.*) - 'topic' as old_record\n"
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || substring((substring(message.room from '^chat:draft:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'))::text from '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') || ':chat' as \"topic\",\n"
                '          row."message_id", row."profile_id", row."emoji"\n'
                "        from (select old.*) as row\n"
                '        join "public"."chat_messages" as "message" on "message"."id" = row."message_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  insert into realtime.messages (id, topic, event, extension, private, payload)\n"
                "  select\n"
                "    message.id,\n"
                "    message.topic,\n"
                "    'chat_message_reactions.' || message.operation,\n"
                "    'broadcast',\n"
                "    true,\n"
                "    jsonb_build_object(\n"
                "      'id', message.id, 'schema', 'public', 'table', 'chat_message_reactions',\n"
                "      'operation', replace(message.operation, 'REMOVED', 'DELETE'),\n"
                "      'record', message.record, 'old_record', message.old_record\n"
                "    )\n"
                "  from (\n"
                "    select gen_random_uuid() as id, change.*\n"
                "    from unnest(topics, operations, records, old_records)\n"
                "      as change (topic, operation, record, old_record)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_chat__chat_message_reactions_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_chat__chat_message_reactions_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_chat__chat_message_reactions()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:c22b506295569799109664e998cc900bfde855dcdca07bc838a5ae2d85310e3e"
        ),
    )
    op.create_trigger_function(
        "ped.game_chat__chat_messages",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_chat__chat_messages_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'game:' || substring((substring(row.room from '^chat:draft:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'))::text from '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') || ':chat' as \"topic\",\n"
                '    row."id", row."content", row."created_at", row."profile_id",\n'
                '    ((select p.name from public.profiles as p where p.id = row.profile_id))::text as "name",\n'
                '    ((select p.avatar_url from public.profiles as p where p.id = row.profile_id))::text as "avatar_url"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                "    'game:' || substring((substring(row.room from '^chat:draft:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'))::text from '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') || ':chat' as \"topic\",\n"
                '    row."id", row."content", row."created_at", row."profile_id",\n'
                '    ((select p.name from public.profiles as p where p.id = row.profile_id))::text as "name",\n'
                '    ((select p.avatar_url from public.profiles as p where p.id = row.profile_id))::text as "avatar_url"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Draft overlay')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 1 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", 'chat_messages.DELETE', 'DELETE', 'chat_messages', 'public', null,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'chat_messages.INSERT', 'INSERT', 'chat_messages', 'public', record.*,\n"
                "      null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."content", after."created_at", after."profile_id", after."name",\n'
                '          after."avatar_url"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_chat__chat_messages_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_chat__chat_messages_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_chat__chat_messages()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:9d0b20dcde5f8aad6c3bec2976dcde6362f82936681d8a2261e008142b94bb9b"
        ),
    )
    op.create_trigger_function(
        "ped.game_draft__game_captain_votes",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__game_captain_votes_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."game_id", row."nominee_profile_id"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                "        to_jsonb(before.*) - 'topic' as old_record\n"
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."game_id", row."nominee_profile_id"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(message.payload, message.event, message.topic, true)\n"
                "  from (\n"
                "    select\n"
                "      change.topic,\n"
                "      case when change.refetch then 'game_captain_votes.REFETCH' else 'game_captain_votes.GROUP' end as event,\n"
                "      case when change.refetch then jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_captain_votes',\n"
                "        'operation', change.operation, 'count', change.count\n"
                "      ) else jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_captain_votes',\n"
                "        'operation', change.operation,\n"
                "        'records', jsonb_agg(change.record order by change.place)\n"
                "          filter (where change.record is not null and not change.refetch),\n"
                "        'old_records', jsonb_agg(change.old_record order by change.place)\n"
                "          filter (where change.old_record is not null and not change.refetch)\n"
                "      ) end as payload\n"
                "    from (\n"
                "      select\n"
                "        sized.*,\n"
                "        count(*) over by_group as count,\n"
                "        count(*) over by_group > 50\n"
                "          or max(sized.bytes) over by_group > 200000 as refetch,\n"
                "        (sum(sized.bytes) over in_order - 1)\n"
                "          / greatest(200000 - max(sized.bytes) over by_group, 1) as step\n"
                "      from (\n"
                "        select\n"
                "          gathered.*,\n"
                "          coalesce(octet_length(gathered.record::text) + 2, 0)\n"
                "            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes\n"
                "        from unnest(topics, operations, records, old_records) with ordinality\n"
                "          as gathered (topic, operation, record, old_record, place)\n"
                "      ) as sized\n"
                "      window\n"
                "        by_group as (partition by sized.topic, sized.operation),\n"
                "        in_order as (partition by sized.topic, sized.operation order by sized.place)\n"
                "    ) as change\n"
                "    group by change.topic, change.operation, change.count, change.refetch,\n"
                "      case when change.refetch then 0 else change.step end\n"
                "    order by change.topic, change.operation, min(change.place)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__game_captain_votes_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__game_captain_votes_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__game_captain_votes()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:0850d6a43d5558024d273a2f95b0d9dbb481b86229f7a204676b30923dca3792"
        ),
    )
    op.create_trigger_function(
        "ped.game_draft__game_draft_events",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__game_draft_events_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."action", row."created_at",\n'
                "          (coalesce(row.payload -> 'undone' = 'true'::jsonb, false))::boolean as \"undone\"\n"
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."action", row."created_at",\n'
                "          (coalesce(row.payload -> 'undone' = 'true'::jsonb, false))::boolean as \"undone\"\n"
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."action", row."created_at",\n'
                "          (coalesce(row.payload -> 'undone' = 'true'::jsonb, false))::boolean as \"undone\"\n"
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                '          after."undone" is distinct from before."undone"\n'
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          'REMOVED' as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  insert into realtime.messages (id, topic, event, extension, private, payload)\n"
                "  select\n"
                "    message.id,\n"
                "    message.topic,\n"
                "    'game_draft_events.' || message.operation,\n"
                "    'broadcast',\n"
                "    true,\n"
                "    jsonb_build_object(\n"
                "      'id', message.id, 'schema', 'public', 'table', 'game_draft_events',\n"
                "      'operation', replace(message.operation, 'REMOVED', 'DELETE'),\n"
                "      'record', message.record, 'old_record', message.old_record\n"
                "    )\n"
                "  from (\n"
                "    select gen_random_uuid() as id, change.*\n"
                "    from unnest(topics, operations, records, old_records)\n"
                "      as change (topic, operation, record, old_record)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__game_draft_events_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__game_draft_events_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__game_draft_events()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:aefbb6bdf6dec51ece1555576f84c02bce493d1e54e09981246e7f7781257f01"
        ),
    )
    op.create_trigger_function(
        "ped.game_draft__game_team_members",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__game_team_members_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."game_team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."pick_order"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."game_team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."pick_order"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."game_team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."pick_order"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."game_team_id") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                "          row(\n"
                '            after."id", after."game_id", after."game_team_id", after."profile_id",\n'
                '            after."guest_queue_id", after."pick_order"\n'
                "          ) is distinct from row(\n"
                '            before."id", before."game_id", before."game_team_id", before."profile_id",\n'
                '            before."guest_queue_id", before."pick_order"\n'
                "          )\n"
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          case when new.\"id\" is null then 'DELETE' else 'REMOVED' end as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."game_team_id") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                '        (select to_jsonb(kept.*) from (select before."id", before."game_team_id") as kept) as old_record\n'
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."game_team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."pick_order"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(message.payload, message.event, message.topic, true)\n"
                "  from (\n"
                "    select\n"
                "      change.topic,\n"
                "      case when change.refetch then 'game_team_members.REFETCH' else 'game_team_members.GROUP' end as event,\n"
                "      case when change.refetch then jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_team_members',\n"
                "        'operation', change.operation, 'count', change.count\n"
                "      ) else jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_team_members',\n"
                "        'operation', change.operation,\n"
                "        'records', jsonb_agg(change.record order by change.place)\n"
                "          filter (where change.record is not null and not change.refetch),\n"
                "        'old_records', jsonb_agg(change.old_record order by change.place)\n"
                "          filter (where change.old_record is not null and not change.refetch)\n"
                "      ) end as payload\n"
                "    from (\n"
                "      select\n"
                "        sized.*,\n"
                "        count(*) over by_group as count,\n"
                "        count(*) over by_group > 50\n"
                "          or max(sized.bytes) over by_group > 200000 as refetch,\n"
                "        (sum(sized.bytes) over in_order - 1)\n"
                "          / greatest(200000 - max(sized.bytes) over by_group, 1) as step\n"
                "      from (\n"
                "        select\n"
                "          gathered.*,\n"
                "          coalesce(octet_length(gathered.record::text) + 2, 0)\n"
                "            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes\n"
                "        from unnest(topics, operations, records, old_records) with ordinality\n"
                "          as gathered (topic, operation, record, old_record, place)\n"
                "      ) as sized\n"
                "      window\n"
                "        by_group as (partition by sized.topic, sized.operation),\n"
                "        in_order as (partition by sized.topic, sized.operation order by sized.place)\n"
                "    ) as change\n"
                "    group by change.topic, change.operation, change.count, change.refetch,\n"
                "      case when change.refetch then 0 else change.step end\n"
                "    order by change.topic, change.operation, min(change.place)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__game_team_members_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__game_team_members_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__game_team_members()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:5320563d43f6aff2dad3b6073624eb13f39f1355e1107a4009e2565f900a623b"
        ),
    )
    op.create_trigger_function(
        "ped.game_draft__game_teams",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__game_teams_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."name", row."draft_order", row."captain_profile_id"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."name", row."draft_order", row."captain_profile_id"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."name", row."draft_order", row."captain_profile_id"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                "          row(\n"
                '            after."id", after."game_id", after."name", after."draft_order",\n'
                '            after."captain_profile_id"\n'
                "          ) is distinct from row(\n"
                '            before."id", before."game_id", before."name", before."draft_order",\n'
                '            before."captain_profile_id"\n'
                "          )\n"
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          case when new.\"id\" is null then 'DELETE' else 'REMOVED' end as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                '        (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."name", row."draft_order", row."captain_profile_id"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(message.payload, message.event, message.topic, true)\n"
                "  from (\n"
                "    select\n"
                "      change.topic,\n"
                "      case when change.refetch then 'game_teams.REFETCH' else 'game_teams.GROUP' end as event,\n"
                "      case when change.refetch then jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_teams',\n"
                "        'operation', change.operation, 'count', change.count\n"
                "      ) else jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_teams',\n"
                "        'operation', change.operation,\n"
                "        'records', jsonb_agg(change.record order by change.place)\n"
                "          filter (where change.record is not null and not change.refetch),\n"
                "        'old_records', jsonb_agg(change.old_record order by change.place)\n"
                "          filter (where change.old_record is not null and not change.refetch)\n"
                "      ) end as payload\n"
                "    from (\n"
                "      select\n"
                "        sized.*,\n"
                "        count(*) over by_group as count,\n"
                "        count(*) over by_group > 50\n"
                "          or max(sized.bytes) over by_group > 200000 as refetch,\n"
                "        (sum(sized.bytes) over in_order - 1)\n"
                "          / greatest(200000 - max(sized.bytes) over by_group, 1) as step\n"
                "      from (\n"
                "        select\n"
                "          gathered.*,\n"
                "          coalesce(octet_length(gathered.record::text) + 2, 0)\n"
                "            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes\n"
                "        from unnest(topics, operations, records, old_records) with ordinality\n"
                "          as gathered (topic, operation, record, old_record, place)\n"
                "      ) as sized\n"
                "      window\n"
                "        by_group as (partition by sized.topic, sized.operation),\n"
                "        in_order as (partition by sized.topic, sized.operation order by sized.place)\n"
                "    ) as change\n"
                "    group by change.topic, change.operation, change.count, change.refetch,\n"
                "      case when change.refetch then 0 else change.step end\n"
                "    order by change.topic, change.operation, min(change.place)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__game_teams_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__game_teams_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__game_teams()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:de1595b4ceb99a46f8b2304b1814eb827f31bc7cf41adf81c86090a88cb814d6"
        ),
    )
    op.create_trigger_function(
        "ped.game_draft__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'game:' || row.\"id\"::text || ':draft' as \"topic\",\n"
                '    row."id", row."draft_status", row."draft_turn", row."draft_direction",\n'
                '    row."draft_style", row."draft_visibility"\n'
                "  from (select old.*) as row;\n"
                "  select into after\n"
                "    'game:' || row.\"id\"::text || ':draft' as \"topic\",\n"
                '    row."id", row."draft_status", row."draft_turn", row."draft_direction",\n'
                '    row."draft_style", row."draft_visibility"\n'
                "  from (select new.*) as row;\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."draft_status", after."draft_turn", after."draft_direction",\n'
                '      after."draft_style", after."draft_visibility"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."draft_status", before."draft_turn", before."draft_direction",\n'
                '      before."draft_style", before."draft_visibility"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."draft_status", after."draft_turn", after."draft_direction",\n'
                '          after."draft_style", after."draft_visibility"\n'
                "      ) as record,\n"
                '      (select before."id", before."draft_status") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", 'games.REMOVED', 'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."draft_status") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."draft_status", after."draft_turn", after."draft_direction",\n'
                '          after."draft_style", after."draft_visibility"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:a47b358c2f447d981e83c65283219585d93c292b2ed6241f2ab6516464424b3e"
        ),
    )
    op.create_trigger_function(
        "ped.game_reviews__game_reviews",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_reviews__game_reviews_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'game:' || row.\"game_id\"::text || ':reviews' as \"topic\",\n"
                '    row."id", row."game_id", row."rating"\n'
                "  from (select old.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                "    'game:' || row.\"game_id\"::text || ':reviews' as \"topic\",\n"
                '    row."id", row."game_id", row."rating"\n'
                "  from (select new.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."game_id", after."rating"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."game_id", before."rating"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Reviews')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 1 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_reviews.UPDATE', 'UPDATE', 'game_reviews', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."game_id", after."rating") as record,\n'
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'game_reviews.DELETE' else 'game_reviews.REMOVED' end,\n"
                "      'DELETE', 'game_reviews', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_reviews.INSERT', 'INSERT', 'game_reviews', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."game_id", after."rating") as record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_reviews__game_reviews_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_reviews__game_reviews_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_reviews__game_reviews()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:701fff70f3e5a3664a5956623c207d392c2dc86d6eaa08691bcffdcbd564830a"
        ),
    )
    op.create_trigger_function(
        "ped.group_games__game_captains",
        version=1,
        sql=[
            (
                'create or replace function "ped"."group_games__game_captains_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."game_id", new."profile_id", new."slot"\n'
                "            ) is distinct from row(\n"
                '              old."game_id", old."profile_id", old."slot"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_captains', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'games.CAPTAINS', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.group_games__game_captains_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."group_games__game_captains_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.group_games__game_captains()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:630739c78371f86ac85932601eee21c1d5010cd06f5d8b8da57bfcdbdcbbaf5c"
        ),
    )
    op.create_trigger_function(
        "ped.group_games__game_queue",
        version=1,
        sql=[
            (
                'create or replace function "ped"."group_games__game_queue_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."game_id", new."status", new."attendance_confirmed_at"\n'
                "            ) is distinct from row(\n"
                '              old."game_id", old."status", old."attendance_confirmed_at"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_queue', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'games.COUNTS', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.group_games__game_queue_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."group_games__game_queue_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.group_games__game_queue()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:34f7f98d799baf5d4019a0eb62975691a4a86ba001629c180e978bccb913df15"
        ),
    )
    op.create_trigger_function(
        "ped.group_games__game_results",
        version=1,
        sql=[
            (
                'create or replace function "ped"."group_games__game_results_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score"\n'
                "  from (select old.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'INSERT'\n"
                "    and (game.release_at is null or game.released_at is not null);\n"
                "  select into after\n"
                "    'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score"\n'
                "  from (select new.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'DELETE'\n"
                "    and (game.release_at is null or game.released_at is not null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."game_id", after."status", after."winning_team_id",\n'
                '      after."losing_team_id", after."winner_score", after."loser_score"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."game_id", before."status", before."winning_team_id",\n'
                '      before."losing_team_id", before."winner_score", before."loser_score"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.UPDATE', 'UPDATE', 'game_results', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score"\n'
                "      ) as record,\n"
                '      (select before."id", before."game_id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'game_results.DELETE' else 'game_results.REMOVED' end,\n"
                "      'DELETE', 'game_results', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."game_id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.INSERT', 'INSERT', 'game_results', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.group_games__game_results_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."group_games__game_results_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.group_games__game_results()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:02a6d40b7c5d452df8e133c132bd8ba53e10bfd89b999ac50854c728200a658f"
        ),
    )
    op.create_trigger_function(
        "ped.group_games__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."group_games__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'group:' || row.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT'\n"
                "    and (row.release_at is null or row.released_at is not null);\n"
                "  select into after\n"
                "    'group:' || row.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE'\n"
                "    and (row.release_at is null or row.released_at is not null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '      after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '      after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '      after."cost_cents", after."capacity", after."cancelled_at",\n'
                '      after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '      after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '      after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."name", before."description",\n'
                '      before."start_time", before."end_time", before."release_at", before."released_at",\n'
                '      before."audience_group_id", before."location_name", before."location_notes",\n'
                '      before."status", before."draft_status", before."cost_cents", before."capacity",\n'
                '      before."cancelled_at", before."confirmation_enabled",\n'
                '      before."join_cutoff_offset_minutes_from_kickoff", before."draft_mode_enabled",\n'
                '      before."draft_style", before."draft_visibility", before."draft_chat_enabled",\n'
                '      before."crunch_time_start_time_local"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", case tg_op when 'DELETE' then 'games.DELETE' else 'games.REMOVED' end,\n"
                "      'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.group_games__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."group_games__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.group_games__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:a31abba44dc5667c52f5978d3433a0bc1288c356d3b51260d97f6740f582a0db"
        ),
    )
    op.create_trigger_function(
        "ped.user__community_ratings",
        version=1,
        sql=[
            (
                'create or replace function "ped"."user__community_ratings_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'user:\' || row."profile_id"::text as "topic",\n'
                '    row."community_id", row."rating", row."rated_games"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                '    \'user:\' || row."profile_id"::text as "topic",\n'
                '    row."community_id", row."rating", row."rated_games"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."community_id", after."rating", after."rated_games"\n'
                "    ) is distinct from row(\n"
                '      before."community_id", before."rating", before."rated_games"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Community switcher', 'Profile', 'You are approved')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'community_ratings.UPDATE', 'UPDATE', 'community_ratings', 'public',\n"
                "      record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select after."community_id", after."rating", after."rated_games") as record,\n'
                '      (select before."community_id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'community_ratings.DELETE' else 'community_ratings.REMOVED' end,\n"
                "      'DELETE', 'community_ratings', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."community_id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'community_ratings.INSERT', 'INSERT', 'community_ratings', 'public',\n"
                "      record.*, null\n"
                "    )\n"
                "    from\n"
                '      (select after."community_id", after."rating", after."rated_games") as record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.user__community_ratings_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."user__community_ratings_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.user__community_ratings()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:1341d4121b024cc39d456b76af0bd16600246f5687e515fb8a36bd2b3997ccfb"
        ),
    )
    op.create_trigger_function(
        "ped.user__memberships",
        version=1,
        sql=[
            (
                'create or replace function "ped"."user__memberships_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'user:\' || row."profile_id"::text as "topic",\n'
                '    row."id", row."community_id", row."status", row."role"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                '    \'user:\' || row."profile_id"::text as "topic",\n'
                '    row."id", row."community_id", row."status", row."role"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."status", after."role"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."status", before."role"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Community switcher', 'Profile', 'You are approved')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'memberships.UPDATE', 'UPDATE', 'memberships', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."community_id", after."status", after."role") as record,\n'
                '      (select before."id", before."community_id", before."status", before."role") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'memberships.DELETE' else 'memberships.REMOVED' end,\n"
                "      'DELETE', 'memberships', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."community_id", before."status", before."role") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'memberships.INSERT', 'INSERT', 'memberships', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."community_id", after."status", after."role") as record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.user__memberships_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."user__memberships_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.user__memberships()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:dca7395ef7b6cf781371b7e4de9d8ce69c899aedfef7c46daa438f63e91349ce"
        ),
    )
    op.create_trigger_function(
        "ped.user__profiles",
        version=1,
        sql=[
            (
                'create or replace function "ped"."user__profiles_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'user:\' || row."id"::text as "topic",\n'
                '    row."id", row."avatar_url", row."name", row."about", row."first_name", row."last_name",\n'
                '    row."jersey_number", row."position", row."email", row."approval_status",\n'
                '    row."nationality", row."deactivated_at", row."deleted_at", row."favorite_community_id",\n'
                '    row."city", row."state", row."created_community_id"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                '    \'user:\' || row."id"::text as "topic",\n'
                '    row."id", row."avatar_url", row."name", row."about", row."first_name", row."last_name",\n'
                '    row."jersey_number", row."position", row."email", row."approval_status",\n'
                '    row."nationality", row."deactivated_at", row."deleted_at", row."favorite_community_id",\n'
                '    row."city", row."state", row."created_community_id"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."avatar_url", after."name", after."about", after."first_name",\n'
                '      after."last_name", after."jersey_number", after."position", after."email",\n'
                '      after."approval_status", after."nationality", after."deactivated_at",\n'
                '      after."deleted_at", after."favorite_community_id", after."city", after."state",\n'
                '      after."created_community_id"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."avatar_url", before."name", before."about", before."first_name",\n'
                '      before."last_name", before."jersey_number", before."position", before."email",\n'
                '      before."approval_status", before."nationality", before."deactivated_at",\n'
                '      before."deleted_at", before."favorite_community_id", before."city", before."state",\n'
                '      before."created_community_id"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Community switcher', 'Profile', 'You are approved')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'profiles.UPDATE', 'UPDATE', 'profiles', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."avatar_url", after."name", after."about", after."first_name",\n'
                '          after."last_name", after."jersey_number", after."position", after."email",\n'
                '          after."approval_status", after."nationality", after."deactivated_at",\n'
                '          after."deleted_at", after."favorite_community_id", after."city", after."state",\n'
                '          after."created_community_id"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'profiles.DELETE' else 'profiles.REMOVED' end, 'DELETE',\n"
                "      'profiles', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'profiles.INSERT', 'INSERT', 'profiles', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."avatar_url", after."name", after."about", after."first_name",\n'
                '          after."last_name", after."jersey_number", after."position", after."email",\n'
                '          after."approval_status", after."nationality", after."deactivated_at",\n'
                '          after."deleted_at", after."favorite_community_id", after."city", after."state",\n'
                '          after."created_community_id"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.user__profiles_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."user__profiles_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.user__profiles()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:2d956a1e6de5eb1184efb802f85a2487648335648acab81f7c602b0a05cf4090"
        ),
    )
    op.create_broadcast_trigger(
        "ped_community_admin__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_admin__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_admin__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_admin__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_admin__games_insert",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_admin__games_insert"\n'
                'after insert on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_admin__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__games_insert AFTER INSERT ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_admin__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_admin__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_admin__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."name", old."description", old."start_time", old."end_time",\n'
                '    old."location_name", old."location_notes", old."cost_cents", old."capacity",\n'
                '    old."status", old."cancelled_at", old."draft_status", old."community_id",\n'
                '    old."confirmation_enabled", old."join_cutoff_offset_minutes_from_kickoff",\n'
                '    old."draft_mode_enabled", old."crunch_time_start_time_local", old."draft_visibility",\n'
                '    old."release_at", old."released_at", old."audience_group_id", old."draft_chat_enabled",\n'
                '    old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."name", new."description", new."start_time", new."end_time",\n'
                '    new."location_name", new."location_notes", new."cost_cents", new."capacity",\n'
                '    new."status", new."cancelled_at", new."draft_status", new."community_id",\n'
                '    new."confirmation_enabled", new."join_cutoff_offset_minutes_from_kickoff",\n'
                '    new."draft_mode_enabled", new."crunch_time_start_time_local", new."draft_visibility",\n'
                '    new."release_at", new."released_at", new."audience_group_id", new."draft_chat_enabled",\n'
                '    new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."community_admin__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN ((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.name IS DISTINCT FROM new.name)) OR (old.description IS DISTINCT FROM new.description)) OR (old.start_time IS DISTINCT FROM new.start_time)) OR (old.end_time IS DISTINCT FROM new.end_time)) OR (old.location_name IS DISTINCT FROM new.location_name)) OR (old.location_notes IS DISTINCT FROM new.location_notes)) OR (old.cost_cents IS DISTINCT FROM new.cost_cents)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.status IS DISTINCT FROM new.status)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.confirmation_enabled IS DISTINCT FROM new.confirmation_enabled)) OR (old.join_cutoff_offset_minutes_from_kickoff IS DISTINCT FROM new.join_cutoff_offset_minutes_from_kickoff)) OR (old.draft_mode_enabled IS DISTINCT FROM new.draft_mode_enabled)) OR (old.crunch_time_start_time_local IS DISTINCT FROM new.crunch_time_start_time_local)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.release_at IS DISTINCT FROM new.release_at)) OR (old.released_at IS DISTINCT FROM new.released_at)) OR (old.audience_group_id IS DISTINCT FROM new.audience_group_id)) OR (old.draft_chat_enabled IS DISTINCT FROM new.draft_chat_enabled)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.community_admin__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_admin__memberships_delete",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_community_admin__memberships_delete"\n'
                'after delete on "public"."memberships"\n'
                "for each row\n"
                'execute function "ped"."community_admin__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__memberships_delete AFTER DELETE ON "public"."memberships" FOR EACH ROW EXECUTE FUNCTION ped.community_admin__memberships_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_admin__memberships_insert",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_community_admin__memberships_insert"\n'
                'after insert on "public"."memberships"\n'
                "for each row\n"
                'execute function "ped"."community_admin__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__memberships_insert AFTER INSERT ON "public"."memberships" FOR EACH ROW EXECUTE FUNCTION ped.community_admin__memberships_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_admin__memberships_update",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_community_admin__memberships_update"\n'
                'after update on "public"."memberships"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."community_id", old."profile_id", old."status", old."role",\n'
                '    old."requested_at"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."community_id", new."profile_id", new."status", new."role",\n'
                '    new."requested_at"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."community_admin__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__memberships_update AFTER UPDATE ON "public"."memberships" FOR EACH ROW WHEN (((((((old.id IS DISTINCT FROM new.id) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.profile_id IS DISTINCT FROM new.profile_id)) OR (old.status IS DISTINCT FROM new.status)) OR (old.role IS DISTINCT FROM new.role)) OR (old.requested_at IS DISTINCT FROM new.requested_at))) EXECUTE FUNCTION ped.community_admin__memberships_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_captains_delete",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_captains_delete"\n'
                'after delete on "public"."game_captains"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_captains_delete AFTER DELETE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_captains_insert",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_captains_insert"\n'
                'after insert on "public"."game_captains"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_captains_insert AFTER INSERT ON "public"."game_captains" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_captains_update",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_captains_update"\n'
                'after update on "public"."game_captains"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_captains_update AFTER UPDATE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_queue_delete",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_queue_delete"\n'
                'after delete on "public"."game_queue"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_queue_delete AFTER DELETE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_queue_insert",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_queue_insert"\n'
                'after insert on "public"."game_queue"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_queue_insert AFTER INSERT ON "public"."game_queue" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_queue_update",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_queue_update"\n'
                'after update on "public"."game_queue"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_queue_update AFTER UPDATE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_results_delete",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_results_delete"\n'
                'after delete on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."community_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_results_delete AFTER DELETE ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.community_games__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_results_insert",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_results_insert"\n'
                'after insert on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."community_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_results_insert AFTER INSERT ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.community_games__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__game_results_update",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_results_update"\n'
                'after update on "public"."game_results"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."game_id", old."winning_team_id", old."losing_team_id",\n'
                '    old."winner_score", old."loser_score", old."status"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."game_id", new."winning_team_id", new."losing_team_id",\n'
                '    new."winner_score", new."loser_score", new."status"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."community_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_results_update AFTER UPDATE ON "public"."game_results" FOR EACH ROW WHEN ((((((((old.id IS DISTINCT FROM new.id) OR (old.game_id IS DISTINCT FROM new.game_id)) OR (old.winning_team_id IS DISTINCT FROM new.winning_team_id)) OR (old.losing_team_id IS DISTINCT FROM new.losing_team_id)) OR (old.winner_score IS DISTINCT FROM new.winner_score)) OR (old.loser_score IS DISTINCT FROM new.loser_score)) OR (old.status IS DISTINCT FROM new.status))) EXECUTE FUNCTION ped.community_games__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_games__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_games__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__games_insert",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_games__games_insert"\n'
                'after insert on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__games_insert AFTER INSERT ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_games__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_games__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_games__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."name", old."description", old."start_time", old."end_time",\n'
                '    old."location_name", old."location_notes", old."cost_cents", old."capacity",\n'
                '    old."status", old."cancelled_at", old."draft_status", old."community_id",\n'
                '    old."confirmation_enabled", old."join_cutoff_offset_minutes_from_kickoff",\n'
                '    old."draft_mode_enabled", old."crunch_time_start_time_local", old."draft_visibility",\n'
                '    old."release_at", old."released_at", old."audience_group_id", old."draft_chat_enabled",\n'
                '    old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."name", new."description", new."start_time", new."end_time",\n'
                '    new."location_name", new."location_notes", new."cost_cents", new."capacity",\n'
                '    new."status", new."cancelled_at", new."draft_status", new."community_id",\n'
                '    new."confirmation_enabled", new."join_cutoff_offset_minutes_from_kickoff",\n'
                '    new."draft_mode_enabled", new."crunch_time_start_time_local", new."draft_visibility",\n'
                '    new."release_at", new."released_at", new."audience_group_id", new."draft_chat_enabled",\n'
                '    new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."community_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN ((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.name IS DISTINCT FROM new.name)) OR (old.description IS DISTINCT FROM new.description)) OR (old.start_time IS DISTINCT FROM new.start_time)) OR (old.end_time IS DISTINCT FROM new.end_time)) OR (old.location_name IS DISTINCT FROM new.location_name)) OR (old.location_notes IS DISTINCT FROM new.location_notes)) OR (old.cost_cents IS DISTINCT FROM new.cost_cents)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.status IS DISTINCT FROM new.status)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.confirmation_enabled IS DISTINCT FROM new.confirmation_enabled)) OR (old.join_cutoff_offset_minutes_from_kickoff IS DISTINCT FROM new.join_cutoff_offset_minutes_from_kickoff)) OR (old.draft_mode_enabled IS DISTINCT FROM new.draft_mode_enabled)) OR (old.crunch_time_start_time_local IS DISTINCT FROM new.crunch_time_start_time_local)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.release_at IS DISTINCT FROM new.release_at)) OR (old.released_at IS DISTINCT FROM new.released_at)) OR (old.audience_group_id IS DISTINCT FROM new.audience_group_id)) OR (old.draft_chat_enabled IS DISTINCT FROM new.draft_chat_enabled)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.community_games__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_stats__community_ratings_delete",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_community_stats__community_ratings_delete"\n'
                'after delete on "public"."community_ratings"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__community_ratings_delete AFTER DELETE ON "public"."community_ratings" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__community_ratings_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_stats__community_ratings_insert",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_community_stats__community_ratings_insert"\n'
                'after insert on "public"."community_ratings"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__community_ratings_insert AFTER INSERT ON "public"."community_ratings" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__community_ratings_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_stats__community_ratings_update",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_community_stats__community_ratings_update"\n'
                'after update on "public"."community_ratings"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__community_ratings_update AFTER UPDATE ON "public"."community_ratings" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__community_ratings_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_stats__game_results_delete",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_stats__game_results_delete"\n'
                'after delete on "public"."game_results"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__game_results_delete AFTER DELETE ON "public"."game_results" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_stats__game_results_insert",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_stats__game_results_insert"\n'
                'after insert on "public"."game_results"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__game_results_insert AFTER INSERT ON "public"."game_results" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_stats__game_results_update",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_stats__game_results_update"\n'
                'after update on "public"."game_results"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__game_results_update AFTER UPDATE ON "public"."game_results" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_community_stats__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_stats__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_stats__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_stats__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_captains_delete",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_game__game_captains_delete"\n'
                'after delete on "public"."game_captains"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_captains_delete AFTER DELETE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_captains_insert",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_game__game_captains_insert"\n'
                'after insert on "public"."game_captains"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_captains_insert AFTER INSERT ON "public"."game_captains" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_captains_update",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_game__game_captains_update"\n'
                'after update on "public"."game_captains"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_captains_update AFTER UPDATE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_queue_delete",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_game__game_queue_delete"\n'
                'after delete on "public"."game_queue"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_queue_delete AFTER DELETE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_queue_insert",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_game__game_queue_insert"\n'
                'after insert on "public"."game_queue"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_queue_insert AFTER INSERT ON "public"."game_queue" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_queue_update",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_game__game_queue_update"\n'
                'after update on "public"."game_queue"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_queue_update AFTER UPDATE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_results_delete",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_game__game_results_delete"\n'
                'after delete on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."game__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_results_delete AFTER DELETE ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.game__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_results_insert",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_game__game_results_insert"\n'
                'after insert on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."game__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_results_insert AFTER INSERT ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.game__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__game_results_update",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_game__game_results_update"\n'
                'after update on "public"."game_results"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."game_id", old."winning_team_id", old."losing_team_id",\n'
                '    old."winner_score", old."loser_score", old."reported_by", old."reported_at",\n'
                '    old."status"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."game_id", new."winning_team_id", new."losing_team_id",\n'
                '    new."winner_score", new."loser_score", new."reported_by", new."reported_at",\n'
                '    new."status"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."game__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_results_update AFTER UPDATE ON "public"."game_results" FOR EACH ROW WHEN ((((((((((old.id IS DISTINCT FROM new.id) OR (old.game_id IS DISTINCT FROM new.game_id)) OR (old.winning_team_id IS DISTINCT FROM new.winning_team_id)) OR (old.losing_team_id IS DISTINCT FROM new.losing_team_id)) OR (old.winner_score IS DISTINCT FROM new.winner_score)) OR (old.loser_score IS DISTINCT FROM new.loser_score)) OR (old.reported_by IS DISTINCT FROM new.reported_by)) OR (old.reported_at IS DISTINCT FROM new.reported_at)) OR (old.status IS DISTINCT FROM new.status))) EXECUTE FUNCTION ped.game__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_game__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."game__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.game__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_game__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."name", old."description", old."start_time", old."end_time",\n'
                '    old."location_name", old."location_notes", old."cost_cents", old."capacity",\n'
                '    old."status", old."cancelled_at", old."draft_status", old."community_id",\n'
                '    old."confirmation_enabled", old."join_cutoff_offset_minutes_from_kickoff",\n'
                '    old."draft_mode_enabled", old."crunch_time_start_time_local", old."draft_visibility",\n'
                '    old."release_at", old."released_at", old."audience_group_id", old."draft_chat_enabled",\n'
                '    old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."name", new."description", new."start_time", new."end_time",\n'
                '    new."location_name", new."location_notes", new."cost_cents", new."capacity",\n'
                '    new."status", new."cancelled_at", new."draft_status", new."community_id",\n'
                '    new."confirmation_enabled", new."join_cutoff_offset_minutes_from_kickoff",\n'
                '    new."draft_mode_enabled", new."crunch_time_start_time_local", new."draft_visibility",\n'
                '    new."release_at", new."released_at", new."audience_group_id", new."draft_chat_enabled",\n'
                '    new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."game__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN ((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.name IS DISTINCT FROM new.name)) OR (old.description IS DISTINCT FROM new.description)) OR (old.start_time IS DISTINCT FROM new.start_time)) OR (old.end_time IS DISTINCT FROM new.end_time)) OR (old.location_name IS DISTINCT FROM new.location_name)) OR (old.location_notes IS DISTINCT FROM new.location_notes)) OR (old.cost_cents IS DISTINCT FROM new.cost_cents)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.status IS DISTINCT FROM new.status)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.confirmation_enabled IS DISTINCT FROM new.confirmation_enabled)) OR (old.join_cutoff_offset_minutes_from_kickoff IS DISTINCT FROM new.join_cutoff_offset_minutes_from_kickoff)) OR (old.draft_mode_enabled IS DISTINCT FROM new.draft_mode_enabled)) OR (old.crunch_time_start_time_local IS DISTINCT FROM new.crunch_time_start_time_local)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.release_at IS DISTINCT FROM new.release_at)) OR (old.released_at IS DISTINCT FROM new.released_at)) OR (old.audience_group_id IS DISTINCT FROM new.audience_group_id)) OR (old.draft_chat_enabled IS DISTINCT FROM new.draft_chat_enabled)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.game__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_chat__chat_message_reactions_delete",
        of="public.chat_message_reactions",
        sql=[
            (
                'create or replace trigger "ped_game_chat__chat_message_reactions_delete"\n'
                'after delete on "public"."chat_message_reactions"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game_chat__chat_message_reactions_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_chat__chat_message_reactions_delete AFTER DELETE ON "public"."chat_message_reactions" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_chat__chat_message_reactions_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_chat__chat_message_reactions_insert",
        of="public.chat_message_reactions",
        sql=[
            (
                'create or replace trigger "ped_game_chat__chat_message_reactions_insert"\n'
                'after insert on "public"."chat_message_reactions"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_chat__chat_message_reactions_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_chat__chat_message_reactions_insert AFTER INSERT ON "public"."chat_message_reactions" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_chat__chat_message_reactions_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_chat__chat_messages_delete",
        of="public.chat_messages",
        sql=[
            (
                'create or replace trigger "ped_game_chat__chat_messages_delete"\n'
                'after delete on "public"."chat_messages"\n'
                "for each row\n"
                'execute function "ped"."game_chat__chat_messages_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_chat__chat_messages_delete AFTER DELETE ON "public"."chat_messages" FOR EACH ROW EXECUTE FUNCTION ped.game_chat__chat_messages_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_chat__chat_messages_insert",
        of="public.chat_messages",
        sql=[
            (
                'create or replace trigger "ped_game_chat__chat_messages_insert"\n'
                'after insert on "public"."chat_messages"\n'
                "for each row\n"
                'execute function "ped"."game_chat__chat_messages_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_chat__chat_messages_insert AFTER INSERT ON "public"."chat_messages" FOR EACH ROW EXECUTE FUNCTION ped.game_chat__chat_messages_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_captain_votes_delete",
        of="public.game_captain_votes",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_captain_votes_delete"\n'
                'after delete on "public"."game_captain_votes"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_captain_votes_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_captain_votes_delete AFTER DELETE ON "public"."game_captain_votes" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_captain_votes_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_captain_votes_insert",
        of="public.game_captain_votes",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_captain_votes_insert"\n'
                'after insert on "public"."game_captain_votes"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_captain_votes_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_captain_votes_insert AFTER INSERT ON "public"."game_captain_votes" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_captain_votes_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_draft_events_insert",
        of="public.game_draft_events",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_draft_events_insert"\n'
                'after insert on "public"."game_draft_events"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_draft_events_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_draft_events_insert AFTER INSERT ON "public"."game_draft_events" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_draft_events_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_draft_events_update",
        of="public.game_draft_events",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_draft_events_update"\n'
                'after update on "public"."game_draft_events"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_draft_events_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_draft_events_update AFTER UPDATE ON "public"."game_draft_events" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_draft_events_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_team_members_delete",
        of="public.game_team_members",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_team_members_delete"\n'
                'after delete on "public"."game_team_members"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_team_members_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_team_members_delete AFTER DELETE ON "public"."game_team_members" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_team_members_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_team_members_insert",
        of="public.game_team_members",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_team_members_insert"\n'
                'after insert on "public"."game_team_members"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_team_members_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_team_members_insert AFTER INSERT ON "public"."game_team_members" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_team_members_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_team_members_update",
        of="public.game_team_members",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_team_members_update"\n'
                'after update on "public"."game_team_members"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_team_members_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_team_members_update AFTER UPDATE ON "public"."game_team_members" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_team_members_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_teams_delete",
        of="public.game_teams",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_teams_delete"\n'
                'after delete on "public"."game_teams"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_teams_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_teams_delete AFTER DELETE ON "public"."game_teams" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_teams_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_teams_insert",
        of="public.game_teams",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_teams_insert"\n'
                'after insert on "public"."game_teams"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_teams_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_teams_insert AFTER INSERT ON "public"."game_teams" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_teams_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__game_teams_update",
        of="public.game_teams",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_teams_update"\n'
                'after update on "public"."game_teams"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_teams_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_teams_update AFTER UPDATE ON "public"."game_teams" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_teams_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_draft__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_game_draft__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."draft_status", old."draft_turn", old."draft_direction",\n'
                '    old."draft_visibility", old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."draft_status", new."draft_turn", new."draft_direction",\n'
                '    new."draft_visibility", new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."game_draft__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN (((((((old.id IS DISTINCT FROM new.id) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.draft_turn IS DISTINCT FROM new.draft_turn)) OR (old.draft_direction IS DISTINCT FROM new.draft_direction)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.game_draft__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_reviews__game_reviews_delete",
        of="public.game_reviews",
        sql=[
            (
                'create or replace trigger "ped_game_reviews__game_reviews_delete"\n'
                'after delete on "public"."game_reviews"\n'
                "for each row\n"
                'execute function "ped"."game_reviews__game_reviews_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_reviews__game_reviews_delete AFTER DELETE ON "public"."game_reviews" FOR EACH ROW EXECUTE FUNCTION ped.game_reviews__game_reviews_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_reviews__game_reviews_insert",
        of="public.game_reviews",
        sql=[
            (
                'create or replace trigger "ped_game_reviews__game_reviews_insert"\n'
                'after insert on "public"."game_reviews"\n'
                "for each row\n"
                'execute function "ped"."game_reviews__game_reviews_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_reviews__game_reviews_insert AFTER INSERT ON "public"."game_reviews" FOR EACH ROW EXECUTE FUNCTION ped.game_reviews__game_reviews_v1()',
    )
    op.create_broadcast_trigger(
        "ped_game_reviews__game_reviews_update",
        of="public.game_reviews",
        sql=[
            (
                'create or replace trigger "ped_game_reviews__game_reviews_update"\n'
                'after update on "public"."game_reviews"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."game_id", old."rating"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."game_id", new."rating"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."game_reviews__game_reviews_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_reviews__game_reviews_update AFTER UPDATE ON "public"."game_reviews" FOR EACH ROW WHEN ((((old.id IS DISTINCT FROM new.id) OR (old.game_id IS DISTINCT FROM new.game_id)) OR (old.rating IS DISTINCT FROM new.rating))) EXECUTE FUNCTION ped.game_reviews__game_reviews_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_captains_delete",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_captains_delete"\n'
                'after delete on "public"."game_captains"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_captains_delete AFTER DELETE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_captains_insert",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_captains_insert"\n'
                'after insert on "public"."game_captains"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_captains_insert AFTER INSERT ON "public"."game_captains" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_captains_update",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_captains_update"\n'
                'after update on "public"."game_captains"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_captains_update AFTER UPDATE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_captains_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_queue_delete",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_queue_delete"\n'
                'after delete on "public"."game_queue"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_queue_delete AFTER DELETE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_queue_insert",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_queue_insert"\n'
                'after insert on "public"."game_queue"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_queue_insert AFTER INSERT ON "public"."game_queue" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_queue_update",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_queue_update"\n'
                'after update on "public"."game_queue"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_queue_update AFTER UPDATE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_queue_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_results_delete",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_results_delete"\n'
                'after delete on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."group_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_results_delete AFTER DELETE ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.group_games__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_results_insert",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_results_insert"\n'
                'after insert on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."group_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_results_insert AFTER INSERT ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.group_games__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__game_results_update",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_results_update"\n'
                'after update on "public"."game_results"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."game_id", old."winning_team_id", old."losing_team_id",\n'
                '    old."winner_score", old."loser_score", old."status"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."game_id", new."winning_team_id", new."losing_team_id",\n'
                '    new."winner_score", new."loser_score", new."status"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."group_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_results_update AFTER UPDATE ON "public"."game_results" FOR EACH ROW WHEN ((((((((old.id IS DISTINCT FROM new.id) OR (old.game_id IS DISTINCT FROM new.game_id)) OR (old.winning_team_id IS DISTINCT FROM new.winning_team_id)) OR (old.losing_team_id IS DISTINCT FROM new.losing_team_id)) OR (old.winner_score IS DISTINCT FROM new.winner_score)) OR (old.loser_score IS DISTINCT FROM new.loser_score)) OR (old.status IS DISTINCT FROM new.status))) EXECUTE FUNCTION ped.group_games__game_results_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_group_games__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."group_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.group_games__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__games_insert",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_group_games__games_insert"\n'
                'after insert on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."group_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__games_insert AFTER INSERT ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.group_games__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_group_games__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_group_games__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."name", old."description", old."start_time", old."end_time",\n'
                '    old."location_name", old."location_notes", old."cost_cents", old."capacity",\n'
                '    old."status", old."cancelled_at", old."draft_status", old."community_id",\n'
                '    old."confirmation_enabled", old."join_cutoff_offset_minutes_from_kickoff",\n'
                '    old."draft_mode_enabled", old."crunch_time_start_time_local", old."draft_visibility",\n'
                '    old."release_at", old."released_at", old."audience_group_id", old."draft_chat_enabled",\n'
                '    old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."name", new."description", new."start_time", new."end_time",\n'
                '    new."location_name", new."location_notes", new."cost_cents", new."capacity",\n'
                '    new."status", new."cancelled_at", new."draft_status", new."community_id",\n'
                '    new."confirmation_enabled", new."join_cutoff_offset_minutes_from_kickoff",\n'
                '    new."draft_mode_enabled", new."crunch_time_start_time_local", new."draft_visibility",\n'
                '    new."release_at", new."released_at", new."audience_group_id", new."draft_chat_enabled",\n'
                '    new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."group_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN ((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.name IS DISTINCT FROM new.name)) OR (old.description IS DISTINCT FROM new.description)) OR (old.start_time IS DISTINCT FROM new.start_time)) OR (old.end_time IS DISTINCT FROM new.end_time)) OR (old.location_name IS DISTINCT FROM new.location_name)) OR (old.location_notes IS DISTINCT FROM new.location_notes)) OR (old.cost_cents IS DISTINCT FROM new.cost_cents)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.status IS DISTINCT FROM new.status)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.confirmation_enabled IS DISTINCT FROM new.confirmation_enabled)) OR (old.join_cutoff_offset_minutes_from_kickoff IS DISTINCT FROM new.join_cutoff_offset_minutes_from_kickoff)) OR (old.draft_mode_enabled IS DISTINCT FROM new.draft_mode_enabled)) OR (old.crunch_time_start_time_local IS DISTINCT FROM new.crunch_time_start_time_local)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.release_at IS DISTINCT FROM new.release_at)) OR (old.released_at IS DISTINCT FROM new.released_at)) OR (old.audience_group_id IS DISTINCT FROM new.audience_group_id)) OR (old.draft_chat_enabled IS DISTINCT FROM new.draft_chat_enabled)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.group_games__games_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__community_ratings_delete",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_user__community_ratings_delete"\n'
                'after delete on "public"."community_ratings"\n'
                "for each row\n"
                'execute function "ped"."user__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__community_ratings_delete AFTER DELETE ON "public"."community_ratings" FOR EACH ROW EXECUTE FUNCTION ped.user__community_ratings_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__community_ratings_insert",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_user__community_ratings_insert"\n'
                'after insert on "public"."community_ratings"\n'
                "for each row\n"
                'execute function "ped"."user__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__community_ratings_insert AFTER INSERT ON "public"."community_ratings" FOR EACH ROW EXECUTE FUNCTION ped.user__community_ratings_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__community_ratings_update",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_user__community_ratings_update"\n'
                'after update on "public"."community_ratings"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."community_id", old."profile_id", old."rating", old."rated_games"\n'
                "  ) is distinct from row(\n"
                '    new."community_id", new."profile_id", new."rating", new."rated_games"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."user__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__community_ratings_update AFTER UPDATE ON "public"."community_ratings" FOR EACH ROW WHEN (((((old.community_id IS DISTINCT FROM new.community_id) OR (old.profile_id IS DISTINCT FROM new.profile_id)) OR (old.rating IS DISTINCT FROM new.rating)) OR (old.rated_games IS DISTINCT FROM new.rated_games))) EXECUTE FUNCTION ped.user__community_ratings_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__memberships_delete",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_user__memberships_delete"\n'
                'after delete on "public"."memberships"\n'
                "for each row\n"
                'execute function "ped"."user__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__memberships_delete AFTER DELETE ON "public"."memberships" FOR EACH ROW EXECUTE FUNCTION ped.user__memberships_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__memberships_insert",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_user__memberships_insert"\n'
                'after insert on "public"."memberships"\n'
                "for each row\n"
                'execute function "ped"."user__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__memberships_insert AFTER INSERT ON "public"."memberships" FOR EACH ROW EXECUTE FUNCTION ped.user__memberships_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__memberships_update",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_user__memberships_update"\n'
                'after update on "public"."memberships"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."community_id", old."profile_id", old."status", old."role"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."community_id", new."profile_id", new."status", new."role"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."user__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__memberships_update AFTER UPDATE ON "public"."memberships" FOR EACH ROW WHEN ((((((old.id IS DISTINCT FROM new.id) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.profile_id IS DISTINCT FROM new.profile_id)) OR (old.status IS DISTINCT FROM new.status)) OR (old.role IS DISTINCT FROM new.role))) EXECUTE FUNCTION ped.user__memberships_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__profiles_delete",
        of="public.profiles",
        sql=[
            (
                'create or replace trigger "ped_user__profiles_delete"\n'
                'after delete on "public"."profiles"\n'
                "for each row\n"
                'execute function "ped"."user__profiles_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__profiles_delete AFTER DELETE ON "public"."profiles" FOR EACH ROW EXECUTE FUNCTION ped.user__profiles_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__profiles_insert",
        of="public.profiles",
        sql=[
            (
                'create or replace trigger "ped_user__profiles_insert"\n'
                'after insert on "public"."profiles"\n'
                "for each row\n"
                'execute function "ped"."user__profiles_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__profiles_insert AFTER INSERT ON "public"."profiles" FOR EACH ROW EXECUTE FUNCTION ped.user__profiles_v1()',
    )
    op.create_broadcast_trigger(
        "ped_user__profiles_update",
        of="public.profiles",
        sql=[
            (
                'create or replace trigger "ped_user__profiles_update"\n'
                'after update on "public"."profiles"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."avatar_url", old."name", old."about", old."first_name", old."last_name",\n'
                '    old."jersey_number", old."position", old."email", old."approval_status",\n'
                '    old."nationality", old."deactivated_at", old."deleted_at", old."favorite_community_id",\n'
                '    old."city", old."state", old."created_community_id"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."avatar_url", new."name", new."about", new."first_name", new."last_name",\n'
                '    new."jersey_number", new."position", new."email", new."approval_status",\n'
                '    new."nationality", new."deactivated_at", new."deleted_at", new."favorite_community_id",\n'
                '    new."city", new."state", new."created_community_id"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."user__profiles_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__profiles_update AFTER UPDATE ON "public"."profiles" FOR EACH ROW WHEN ((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.avatar_url IS DISTINCT FROM new.avatar_url)) OR (old.name IS DISTINCT FROM new.name)) OR (old.about IS DISTINCT FROM new.about)) OR (old.first_name IS DISTINCT FROM new.first_name)) OR (old.last_name IS DISTINCT FROM new.last_name)) OR (old.jersey_number IS DISTINCT FROM new.jersey_number)) OR (old."position" IS DISTINCT FROM new."position")) OR (old.email IS DISTINCT FROM new.email)) OR (old.approval_status IS DISTINCT FROM new.approval_status)) OR (old.nationality IS DISTINCT FROM new.nationality)) OR (old.deactivated_at IS DISTINCT FROM new.deactivated_at)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at)) OR (old.favorite_community_id IS DISTINCT FROM new.favorite_community_id)) OR (old.city IS DISTINCT FROM new.city)) OR (old.state IS DISTINCT FROM new.state)) OR (old.created_community_id IS DISTINCT FROM new.created_community_id))) EXECUTE FUNCTION ped.user__profiles_v1()',
    )
    op.retire_trigger("games_broadcast_trigger", "public.games")
    op.retire_trigger("game_teams_broadcast_trigger", "public.game_teams")
    op.retire_trigger("game_team_members_broadcast_trigger", "public.game_team_members")


def downgrade() -> None:
    op.restore_trigger("game_team_members_broadcast_trigger", "public.game_team_members")
    op.restore_trigger("game_teams_broadcast_trigger", "public.game_teams")
    op.restore_trigger("games_broadcast_trigger", "public.games")
    op.lock_tables(
        "public.chat_message_reactions",
        "public.chat_messages",
        "public.community_ratings",
        "public.game_captain_votes",
        "public.game_captains",
        "public.game_draft_events",
        "public.game_queue",
        "public.game_results",
        "public.game_reviews",
        "public.game_team_members",
        "public.game_teams",
        "public.games",
        "public.memberships",
        "public.profiles",
        mode="ACCESS EXCLUSIVE",
    )
    op.drop_broadcast_trigger(
        "ped_user__profiles_update",
        of="public.profiles",
        sql=[
            (
                'create or replace trigger "ped_user__profiles_update"\n'
                'after update on "public"."profiles"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."avatar_url", old."name", old."about", old."first_name", old."last_name",\n'
                '    old."jersey_number", old."position", old."email", old."approval_status",\n'
                '    old."nationality", old."deactivated_at", old."deleted_at", old."favorite_community_id",\n'
                '    old."city", old."state", old."created_community_id"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."avatar_url", new."name", new."about", new."first_name", new."last_name",\n'
                '    new."jersey_number", new."position", new."email", new."approval_status",\n'
                '    new."nationality", new."deactivated_at", new."deleted_at", new."favorite_community_id",\n'
                '    new."city", new."state", new."created_community_id"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."user__profiles_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__profiles_update AFTER UPDATE ON "public"."profiles" FOR EACH ROW WHEN ((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.avatar_url IS DISTINCT FROM new.avatar_url)) OR (old.name IS DISTINCT FROM new.name)) OR (old.about IS DISTINCT FROM new.about)) OR (old.first_name IS DISTINCT FROM new.first_name)) OR (old.last_name IS DISTINCT FROM new.last_name)) OR (old.jersey_number IS DISTINCT FROM new.jersey_number)) OR (old."position" IS DISTINCT FROM new."position")) OR (old.email IS DISTINCT FROM new.email)) OR (old.approval_status IS DISTINCT FROM new.approval_status)) OR (old.nationality IS DISTINCT FROM new.nationality)) OR (old.deactivated_at IS DISTINCT FROM new.deactivated_at)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at)) OR (old.favorite_community_id IS DISTINCT FROM new.favorite_community_id)) OR (old.city IS DISTINCT FROM new.city)) OR (old.state IS DISTINCT FROM new.state)) OR (old.created_community_id IS DISTINCT FROM new.created_community_id))) EXECUTE FUNCTION ped.user__profiles_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_user__profiles_insert",
        of="public.profiles",
        sql=[
            (
                'create or replace trigger "ped_user__profiles_insert"\n'
                'after insert on "public"."profiles"\n'
                "for each row\n"
                'execute function "ped"."user__profiles_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__profiles_insert AFTER INSERT ON "public"."profiles" FOR EACH ROW EXECUTE FUNCTION ped.user__profiles_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_user__profiles_delete",
        of="public.profiles",
        sql=[
            (
                'create or replace trigger "ped_user__profiles_delete"\n'
                'after delete on "public"."profiles"\n'
                "for each row\n"
                'execute function "ped"."user__profiles_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__profiles_delete AFTER DELETE ON "public"."profiles" FOR EACH ROW EXECUTE FUNCTION ped.user__profiles_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_user__memberships_update",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_user__memberships_update"\n'
                'after update on "public"."memberships"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."community_id", old."profile_id", old."status", old."role"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."community_id", new."profile_id", new."status", new."role"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."user__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__memberships_update AFTER UPDATE ON "public"."memberships" FOR EACH ROW WHEN ((((((old.id IS DISTINCT FROM new.id) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.profile_id IS DISTINCT FROM new.profile_id)) OR (old.status IS DISTINCT FROM new.status)) OR (old.role IS DISTINCT FROM new.role))) EXECUTE FUNCTION ped.user__memberships_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_user__memberships_insert",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_user__memberships_insert"\n'
                'after insert on "public"."memberships"\n'
                "for each row\n"
                'execute function "ped"."user__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__memberships_insert AFTER INSERT ON "public"."memberships" FOR EACH ROW EXECUTE FUNCTION ped.user__memberships_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_user__memberships_delete",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_user__memberships_delete"\n'
                'after delete on "public"."memberships"\n'
                "for each row\n"
                'execute function "ped"."user__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__memberships_delete AFTER DELETE ON "public"."memberships" FOR EACH ROW EXECUTE FUNCTION ped.user__memberships_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_user__community_ratings_update",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_user__community_ratings_update"\n'
                'after update on "public"."community_ratings"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."community_id", old."profile_id", old."rating", old."rated_games"\n'
                "  ) is distinct from row(\n"
                '    new."community_id", new."profile_id", new."rating", new."rated_games"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."user__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__community_ratings_update AFTER UPDATE ON "public"."community_ratings" FOR EACH ROW WHEN (((((old.community_id IS DISTINCT FROM new.community_id) OR (old.profile_id IS DISTINCT FROM new.profile_id)) OR (old.rating IS DISTINCT FROM new.rating)) OR (old.rated_games IS DISTINCT FROM new.rated_games))) EXECUTE FUNCTION ped.user__community_ratings_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_user__community_ratings_insert",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_user__community_ratings_insert"\n'
                'after insert on "public"."community_ratings"\n'
                "for each row\n"
                'execute function "ped"."user__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__community_ratings_insert AFTER INSERT ON "public"."community_ratings" FOR EACH ROW EXECUTE FUNCTION ped.user__community_ratings_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_user__community_ratings_delete",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_user__community_ratings_delete"\n'
                'after delete on "public"."community_ratings"\n'
                "for each row\n"
                'execute function "ped"."user__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_user__community_ratings_delete AFTER DELETE ON "public"."community_ratings" FOR EACH ROW EXECUTE FUNCTION ped.user__community_ratings_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_group_games__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."name", old."description", old."start_time", old."end_time",\n'
                '    old."location_name", old."location_notes", old."cost_cents", old."capacity",\n'
                '    old."status", old."cancelled_at", old."draft_status", old."community_id",\n'
                '    old."confirmation_enabled", old."join_cutoff_offset_minutes_from_kickoff",\n'
                '    old."draft_mode_enabled", old."crunch_time_start_time_local", old."draft_visibility",\n'
                '    old."release_at", old."released_at", old."audience_group_id", old."draft_chat_enabled",\n'
                '    old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."name", new."description", new."start_time", new."end_time",\n'
                '    new."location_name", new."location_notes", new."cost_cents", new."capacity",\n'
                '    new."status", new."cancelled_at", new."draft_status", new."community_id",\n'
                '    new."confirmation_enabled", new."join_cutoff_offset_minutes_from_kickoff",\n'
                '    new."draft_mode_enabled", new."crunch_time_start_time_local", new."draft_visibility",\n'
                '    new."release_at", new."released_at", new."audience_group_id", new."draft_chat_enabled",\n'
                '    new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."group_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN ((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.name IS DISTINCT FROM new.name)) OR (old.description IS DISTINCT FROM new.description)) OR (old.start_time IS DISTINCT FROM new.start_time)) OR (old.end_time IS DISTINCT FROM new.end_time)) OR (old.location_name IS DISTINCT FROM new.location_name)) OR (old.location_notes IS DISTINCT FROM new.location_notes)) OR (old.cost_cents IS DISTINCT FROM new.cost_cents)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.status IS DISTINCT FROM new.status)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.confirmation_enabled IS DISTINCT FROM new.confirmation_enabled)) OR (old.join_cutoff_offset_minutes_from_kickoff IS DISTINCT FROM new.join_cutoff_offset_minutes_from_kickoff)) OR (old.draft_mode_enabled IS DISTINCT FROM new.draft_mode_enabled)) OR (old.crunch_time_start_time_local IS DISTINCT FROM new.crunch_time_start_time_local)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.release_at IS DISTINCT FROM new.release_at)) OR (old.released_at IS DISTINCT FROM new.released_at)) OR (old.audience_group_id IS DISTINCT FROM new.audience_group_id)) OR (old.draft_chat_enabled IS DISTINCT FROM new.draft_chat_enabled)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.group_games__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__games_insert",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_group_games__games_insert"\n'
                'after insert on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."group_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__games_insert AFTER INSERT ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.group_games__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_group_games__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."group_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.group_games__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_results_update",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_results_update"\n'
                'after update on "public"."game_results"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."game_id", old."winning_team_id", old."losing_team_id",\n'
                '    old."winner_score", old."loser_score", old."status"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."game_id", new."winning_team_id", new."losing_team_id",\n'
                '    new."winner_score", new."loser_score", new."status"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."group_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_results_update AFTER UPDATE ON "public"."game_results" FOR EACH ROW WHEN ((((((((old.id IS DISTINCT FROM new.id) OR (old.game_id IS DISTINCT FROM new.game_id)) OR (old.winning_team_id IS DISTINCT FROM new.winning_team_id)) OR (old.losing_team_id IS DISTINCT FROM new.losing_team_id)) OR (old.winner_score IS DISTINCT FROM new.winner_score)) OR (old.loser_score IS DISTINCT FROM new.loser_score)) OR (old.status IS DISTINCT FROM new.status))) EXECUTE FUNCTION ped.group_games__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_results_insert",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_results_insert"\n'
                'after insert on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."group_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_results_insert AFTER INSERT ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.group_games__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_results_delete",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_results_delete"\n'
                'after delete on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."group_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_results_delete AFTER DELETE ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.group_games__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_queue_update",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_queue_update"\n'
                'after update on "public"."game_queue"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_queue_update AFTER UPDATE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_queue_insert",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_queue_insert"\n'
                'after insert on "public"."game_queue"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_queue_insert AFTER INSERT ON "public"."game_queue" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_queue_delete",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_queue_delete"\n'
                'after delete on "public"."game_queue"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_queue_delete AFTER DELETE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_captains_update",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_captains_update"\n'
                'after update on "public"."game_captains"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_captains_update AFTER UPDATE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_captains_insert",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_captains_insert"\n'
                'after insert on "public"."game_captains"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_captains_insert AFTER INSERT ON "public"."game_captains" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_group_games__game_captains_delete",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_group_games__game_captains_delete"\n'
                'after delete on "public"."game_captains"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."group_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_group_games__game_captains_delete AFTER DELETE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.group_games__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_reviews__game_reviews_update",
        of="public.game_reviews",
        sql=[
            (
                'create or replace trigger "ped_game_reviews__game_reviews_update"\n'
                'after update on "public"."game_reviews"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."game_id", old."rating"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."game_id", new."rating"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."game_reviews__game_reviews_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_reviews__game_reviews_update AFTER UPDATE ON "public"."game_reviews" FOR EACH ROW WHEN ((((old.id IS DISTINCT FROM new.id) OR (old.game_id IS DISTINCT FROM new.game_id)) OR (old.rating IS DISTINCT FROM new.rating))) EXECUTE FUNCTION ped.game_reviews__game_reviews_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_reviews__game_reviews_insert",
        of="public.game_reviews",
        sql=[
            (
                'create or replace trigger "ped_game_reviews__game_reviews_insert"\n'
                'after insert on "public"."game_reviews"\n'
                "for each row\n"
                'execute function "ped"."game_reviews__game_reviews_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_reviews__game_reviews_insert AFTER INSERT ON "public"."game_reviews" FOR EACH ROW EXECUTE FUNCTION ped.game_reviews__game_reviews_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_reviews__game_reviews_delete",
        of="public.game_reviews",
        sql=[
            (
                'create or replace trigger "ped_game_reviews__game_reviews_delete"\n'
                'after delete on "public"."game_reviews"\n'
                "for each row\n"
                'execute function "ped"."game_reviews__game_reviews_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_reviews__game_reviews_delete AFTER DELETE ON "public"."game_reviews" FOR EACH ROW EXECUTE FUNCTION ped.game_reviews__game_reviews_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_game_draft__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."draft_status", old."draft_turn", old."draft_direction",\n'
                '    old."draft_visibility", old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."draft_status", new."draft_turn", new."draft_direction",\n'
                '    new."draft_visibility", new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."game_draft__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN (((((((old.id IS DISTINCT FROM new.id) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.draft_turn IS DISTINCT FROM new.draft_turn)) OR (old.draft_direction IS DISTINCT FROM new.draft_direction)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.game_draft__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_teams_update",
        of="public.game_teams",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_teams_update"\n'
                'after update on "public"."game_teams"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_teams_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_teams_update AFTER UPDATE ON "public"."game_teams" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_teams_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_teams_insert",
        of="public.game_teams",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_teams_insert"\n'
                'after insert on "public"."game_teams"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_teams_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_teams_insert AFTER INSERT ON "public"."game_teams" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_teams_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_teams_delete",
        of="public.game_teams",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_teams_delete"\n'
                'after delete on "public"."game_teams"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_teams_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_teams_delete AFTER DELETE ON "public"."game_teams" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_teams_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_team_members_update",
        of="public.game_team_members",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_team_members_update"\n'
                'after update on "public"."game_team_members"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_team_members_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_team_members_update AFTER UPDATE ON "public"."game_team_members" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_team_members_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_team_members_insert",
        of="public.game_team_members",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_team_members_insert"\n'
                'after insert on "public"."game_team_members"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_team_members_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_team_members_insert AFTER INSERT ON "public"."game_team_members" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_team_members_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_team_members_delete",
        of="public.game_team_members",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_team_members_delete"\n'
                'after delete on "public"."game_team_members"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_team_members_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_team_members_delete AFTER DELETE ON "public"."game_team_members" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_team_members_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_draft_events_update",
        of="public.game_draft_events",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_draft_events_update"\n'
                'after update on "public"."game_draft_events"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_draft_events_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_draft_events_update AFTER UPDATE ON "public"."game_draft_events" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_draft_events_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_draft_events_insert",
        of="public.game_draft_events",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_draft_events_insert"\n'
                'after insert on "public"."game_draft_events"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_draft_events_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_draft_events_insert AFTER INSERT ON "public"."game_draft_events" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_draft_events_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_captain_votes_insert",
        of="public.game_captain_votes",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_captain_votes_insert"\n'
                'after insert on "public"."game_captain_votes"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_captain_votes_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_captain_votes_insert AFTER INSERT ON "public"."game_captain_votes" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_captain_votes_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_draft__game_captain_votes_delete",
        of="public.game_captain_votes",
        sql=[
            (
                'create or replace trigger "ped_game_draft__game_captain_votes_delete"\n'
                'after delete on "public"."game_captain_votes"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game_draft__game_captain_votes_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_draft__game_captain_votes_delete AFTER DELETE ON "public"."game_captain_votes" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_draft__game_captain_votes_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_chat__chat_messages_insert",
        of="public.chat_messages",
        sql=[
            (
                'create or replace trigger "ped_game_chat__chat_messages_insert"\n'
                'after insert on "public"."chat_messages"\n'
                "for each row\n"
                'execute function "ped"."game_chat__chat_messages_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_chat__chat_messages_insert AFTER INSERT ON "public"."chat_messages" FOR EACH ROW EXECUTE FUNCTION ped.game_chat__chat_messages_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_chat__chat_messages_delete",
        of="public.chat_messages",
        sql=[
            (
                'create or replace trigger "ped_game_chat__chat_messages_delete"\n'
                'after delete on "public"."chat_messages"\n'
                "for each row\n"
                'execute function "ped"."game_chat__chat_messages_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_chat__chat_messages_delete AFTER DELETE ON "public"."chat_messages" FOR EACH ROW EXECUTE FUNCTION ped.game_chat__chat_messages_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_chat__chat_message_reactions_insert",
        of="public.chat_message_reactions",
        sql=[
            (
                'create or replace trigger "ped_game_chat__chat_message_reactions_insert"\n'
                'after insert on "public"."chat_message_reactions"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game_chat__chat_message_reactions_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_chat__chat_message_reactions_insert AFTER INSERT ON "public"."chat_message_reactions" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_chat__chat_message_reactions_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game_chat__chat_message_reactions_delete",
        of="public.chat_message_reactions",
        sql=[
            (
                'create or replace trigger "ped_game_chat__chat_message_reactions_delete"\n'
                'after delete on "public"."chat_message_reactions"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game_chat__chat_message_reactions_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game_chat__chat_message_reactions_delete AFTER DELETE ON "public"."chat_message_reactions" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game_chat__chat_message_reactions_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_game__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."name", old."description", old."start_time", old."end_time",\n'
                '    old."location_name", old."location_notes", old."cost_cents", old."capacity",\n'
                '    old."status", old."cancelled_at", old."draft_status", old."community_id",\n'
                '    old."confirmation_enabled", old."join_cutoff_offset_minutes_from_kickoff",\n'
                '    old."draft_mode_enabled", old."crunch_time_start_time_local", old."draft_visibility",\n'
                '    old."release_at", old."released_at", old."audience_group_id", old."draft_chat_enabled",\n'
                '    old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."name", new."description", new."start_time", new."end_time",\n'
                '    new."location_name", new."location_notes", new."cost_cents", new."capacity",\n'
                '    new."status", new."cancelled_at", new."draft_status", new."community_id",\n'
                '    new."confirmation_enabled", new."join_cutoff_offset_minutes_from_kickoff",\n'
                '    new."draft_mode_enabled", new."crunch_time_start_time_local", new."draft_visibility",\n'
                '    new."release_at", new."released_at", new."audience_group_id", new."draft_chat_enabled",\n'
                '    new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."game__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN ((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.name IS DISTINCT FROM new.name)) OR (old.description IS DISTINCT FROM new.description)) OR (old.start_time IS DISTINCT FROM new.start_time)) OR (old.end_time IS DISTINCT FROM new.end_time)) OR (old.location_name IS DISTINCT FROM new.location_name)) OR (old.location_notes IS DISTINCT FROM new.location_notes)) OR (old.cost_cents IS DISTINCT FROM new.cost_cents)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.status IS DISTINCT FROM new.status)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.confirmation_enabled IS DISTINCT FROM new.confirmation_enabled)) OR (old.join_cutoff_offset_minutes_from_kickoff IS DISTINCT FROM new.join_cutoff_offset_minutes_from_kickoff)) OR (old.draft_mode_enabled IS DISTINCT FROM new.draft_mode_enabled)) OR (old.crunch_time_start_time_local IS DISTINCT FROM new.crunch_time_start_time_local)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.release_at IS DISTINCT FROM new.release_at)) OR (old.released_at IS DISTINCT FROM new.released_at)) OR (old.audience_group_id IS DISTINCT FROM new.audience_group_id)) OR (old.draft_chat_enabled IS DISTINCT FROM new.draft_chat_enabled)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.game__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_game__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."game__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.game__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_results_update",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_game__game_results_update"\n'
                'after update on "public"."game_results"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."game_id", old."winning_team_id", old."losing_team_id",\n'
                '    old."winner_score", old."loser_score", old."reported_by", old."reported_at",\n'
                '    old."status"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."game_id", new."winning_team_id", new."losing_team_id",\n'
                '    new."winner_score", new."loser_score", new."reported_by", new."reported_at",\n'
                '    new."status"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."game__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_results_update AFTER UPDATE ON "public"."game_results" FOR EACH ROW WHEN ((((((((((old.id IS DISTINCT FROM new.id) OR (old.game_id IS DISTINCT FROM new.game_id)) OR (old.winning_team_id IS DISTINCT FROM new.winning_team_id)) OR (old.losing_team_id IS DISTINCT FROM new.losing_team_id)) OR (old.winner_score IS DISTINCT FROM new.winner_score)) OR (old.loser_score IS DISTINCT FROM new.loser_score)) OR (old.reported_by IS DISTINCT FROM new.reported_by)) OR (old.reported_at IS DISTINCT FROM new.reported_at)) OR (old.status IS DISTINCT FROM new.status))) EXECUTE FUNCTION ped.game__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_results_insert",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_game__game_results_insert"\n'
                'after insert on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."game__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_results_insert AFTER INSERT ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.game__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_results_delete",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_game__game_results_delete"\n'
                'after delete on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."game__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_results_delete AFTER DELETE ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.game__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_queue_update",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_game__game_queue_update"\n'
                'after update on "public"."game_queue"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_queue_update AFTER UPDATE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_queue_insert",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_game__game_queue_insert"\n'
                'after insert on "public"."game_queue"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_queue_insert AFTER INSERT ON "public"."game_queue" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_queue_delete",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_game__game_queue_delete"\n'
                'after delete on "public"."game_queue"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_queue_delete AFTER DELETE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_captains_update",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_game__game_captains_update"\n'
                'after update on "public"."game_captains"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_captains_update AFTER UPDATE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_captains_insert",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_game__game_captains_insert"\n'
                'after insert on "public"."game_captains"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_captains_insert AFTER INSERT ON "public"."game_captains" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_game__game_captains_delete",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_game__game_captains_delete"\n'
                'after delete on "public"."game_captains"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."game__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_game__game_captains_delete AFTER DELETE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.game__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_stats__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_stats__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_stats__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_stats__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_stats__game_results_update",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_stats__game_results_update"\n'
                'after update on "public"."game_results"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__game_results_update AFTER UPDATE ON "public"."game_results" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_stats__game_results_insert",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_stats__game_results_insert"\n'
                'after insert on "public"."game_results"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__game_results_insert AFTER INSERT ON "public"."game_results" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_stats__game_results_delete",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_stats__game_results_delete"\n'
                'after delete on "public"."game_results"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__game_results_delete AFTER DELETE ON "public"."game_results" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_stats__community_ratings_update",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_community_stats__community_ratings_update"\n'
                'after update on "public"."community_ratings"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__community_ratings_update AFTER UPDATE ON "public"."community_ratings" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__community_ratings_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_stats__community_ratings_insert",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_community_stats__community_ratings_insert"\n'
                'after insert on "public"."community_ratings"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__community_ratings_insert AFTER INSERT ON "public"."community_ratings" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__community_ratings_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_stats__community_ratings_delete",
        of="public.community_ratings",
        sql=[
            (
                'create or replace trigger "ped_community_stats__community_ratings_delete"\n'
                'after delete on "public"."community_ratings"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."community_stats__community_ratings_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_stats__community_ratings_delete AFTER DELETE ON "public"."community_ratings" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_stats__community_ratings_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_games__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."name", old."description", old."start_time", old."end_time",\n'
                '    old."location_name", old."location_notes", old."cost_cents", old."capacity",\n'
                '    old."status", old."cancelled_at", old."draft_status", old."community_id",\n'
                '    old."confirmation_enabled", old."join_cutoff_offset_minutes_from_kickoff",\n'
                '    old."draft_mode_enabled", old."crunch_time_start_time_local", old."draft_visibility",\n'
                '    old."release_at", old."released_at", old."audience_group_id", old."draft_chat_enabled",\n'
                '    old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."name", new."description", new."start_time", new."end_time",\n'
                '    new."location_name", new."location_notes", new."cost_cents", new."capacity",\n'
                '    new."status", new."cancelled_at", new."draft_status", new."community_id",\n'
                '    new."confirmation_enabled", new."join_cutoff_offset_minutes_from_kickoff",\n'
                '    new."draft_mode_enabled", new."crunch_time_start_time_local", new."draft_visibility",\n'
                '    new."release_at", new."released_at", new."audience_group_id", new."draft_chat_enabled",\n'
                '    new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."community_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN ((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.name IS DISTINCT FROM new.name)) OR (old.description IS DISTINCT FROM new.description)) OR (old.start_time IS DISTINCT FROM new.start_time)) OR (old.end_time IS DISTINCT FROM new.end_time)) OR (old.location_name IS DISTINCT FROM new.location_name)) OR (old.location_notes IS DISTINCT FROM new.location_notes)) OR (old.cost_cents IS DISTINCT FROM new.cost_cents)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.status IS DISTINCT FROM new.status)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.confirmation_enabled IS DISTINCT FROM new.confirmation_enabled)) OR (old.join_cutoff_offset_minutes_from_kickoff IS DISTINCT FROM new.join_cutoff_offset_minutes_from_kickoff)) OR (old.draft_mode_enabled IS DISTINCT FROM new.draft_mode_enabled)) OR (old.crunch_time_start_time_local IS DISTINCT FROM new.crunch_time_start_time_local)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.release_at IS DISTINCT FROM new.release_at)) OR (old.released_at IS DISTINCT FROM new.released_at)) OR (old.audience_group_id IS DISTINCT FROM new.audience_group_id)) OR (old.draft_chat_enabled IS DISTINCT FROM new.draft_chat_enabled)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.community_games__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__games_insert",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_games__games_insert"\n'
                'after insert on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__games_insert AFTER INSERT ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_games__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_games__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_games__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_games__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_results_update",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_results_update"\n'
                'after update on "public"."game_results"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."game_id", old."winning_team_id", old."losing_team_id",\n'
                '    old."winner_score", old."loser_score", old."status"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."game_id", new."winning_team_id", new."losing_team_id",\n'
                '    new."winner_score", new."loser_score", new."status"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."community_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_results_update AFTER UPDATE ON "public"."game_results" FOR EACH ROW WHEN ((((((((old.id IS DISTINCT FROM new.id) OR (old.game_id IS DISTINCT FROM new.game_id)) OR (old.winning_team_id IS DISTINCT FROM new.winning_team_id)) OR (old.losing_team_id IS DISTINCT FROM new.losing_team_id)) OR (old.winner_score IS DISTINCT FROM new.winner_score)) OR (old.loser_score IS DISTINCT FROM new.loser_score)) OR (old.status IS DISTINCT FROM new.status))) EXECUTE FUNCTION ped.community_games__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_results_insert",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_results_insert"\n'
                'after insert on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."community_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_results_insert AFTER INSERT ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.community_games__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_results_delete",
        of="public.game_results",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_results_delete"\n'
                'after delete on "public"."game_results"\n'
                "for each row\n"
                'execute function "ped"."community_games__game_results_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_results_delete AFTER DELETE ON "public"."game_results" FOR EACH ROW EXECUTE FUNCTION ped.community_games__game_results_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_queue_update",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_queue_update"\n'
                'after update on "public"."game_queue"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_queue_update AFTER UPDATE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_queue_insert",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_queue_insert"\n'
                'after insert on "public"."game_queue"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_queue_insert AFTER INSERT ON "public"."game_queue" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_queue_delete",
        of="public.game_queue",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_queue_delete"\n'
                'after delete on "public"."game_queue"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_queue_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_queue_delete AFTER DELETE ON "public"."game_queue" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_queue_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_captains_update",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_captains_update"\n'
                'after update on "public"."game_captains"\n'
                "referencing old table as old_rows new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_captains_update AFTER UPDATE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_captains_insert",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_captains_insert"\n'
                'after insert on "public"."game_captains"\n'
                "referencing new table as new_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_captains_insert AFTER INSERT ON "public"."game_captains" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_games__game_captains_delete",
        of="public.game_captains",
        sql=[
            (
                'create or replace trigger "ped_community_games__game_captains_delete"\n'
                'after delete on "public"."game_captains"\n'
                "referencing old table as old_rows\n"
                "for each statement\n"
                'execute function "ped"."community_games__game_captains_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_games__game_captains_delete AFTER DELETE ON "public"."game_captains" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ped.community_games__game_captains_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_admin__memberships_update",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_community_admin__memberships_update"\n'
                'after update on "public"."memberships"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."community_id", old."profile_id", old."status", old."role",\n'
                '    old."requested_at"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."community_id", new."profile_id", new."status", new."role",\n'
                '    new."requested_at"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."community_admin__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__memberships_update AFTER UPDATE ON "public"."memberships" FOR EACH ROW WHEN (((((((old.id IS DISTINCT FROM new.id) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.profile_id IS DISTINCT FROM new.profile_id)) OR (old.status IS DISTINCT FROM new.status)) OR (old.role IS DISTINCT FROM new.role)) OR (old.requested_at IS DISTINCT FROM new.requested_at))) EXECUTE FUNCTION ped.community_admin__memberships_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_admin__memberships_insert",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_community_admin__memberships_insert"\n'
                'after insert on "public"."memberships"\n'
                "for each row\n"
                'execute function "ped"."community_admin__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__memberships_insert AFTER INSERT ON "public"."memberships" FOR EACH ROW EXECUTE FUNCTION ped.community_admin__memberships_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_admin__memberships_delete",
        of="public.memberships",
        sql=[
            (
                'create or replace trigger "ped_community_admin__memberships_delete"\n'
                'after delete on "public"."memberships"\n'
                "for each row\n"
                'execute function "ped"."community_admin__memberships_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__memberships_delete AFTER DELETE ON "public"."memberships" FOR EACH ROW EXECUTE FUNCTION ped.community_admin__memberships_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_admin__games_update",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_admin__games_update"\n'
                'after update on "public"."games"\n'
                "for each row\n"
                "when (\n"
                "  row(\n"
                '    old."id", old."name", old."description", old."start_time", old."end_time",\n'
                '    old."location_name", old."location_notes", old."cost_cents", old."capacity",\n'
                '    old."status", old."cancelled_at", old."draft_status", old."community_id",\n'
                '    old."confirmation_enabled", old."join_cutoff_offset_minutes_from_kickoff",\n'
                '    old."draft_mode_enabled", old."crunch_time_start_time_local", old."draft_visibility",\n'
                '    old."release_at", old."released_at", old."audience_group_id", old."draft_chat_enabled",\n'
                '    old."draft_style"\n'
                "  ) is distinct from row(\n"
                '    new."id", new."name", new."description", new."start_time", new."end_time",\n'
                '    new."location_name", new."location_notes", new."cost_cents", new."capacity",\n'
                '    new."status", new."cancelled_at", new."draft_status", new."community_id",\n'
                '    new."confirmation_enabled", new."join_cutoff_offset_minutes_from_kickoff",\n'
                '    new."draft_mode_enabled", new."crunch_time_start_time_local", new."draft_visibility",\n'
                '    new."release_at", new."released_at", new."audience_group_id", new."draft_chat_enabled",\n'
                '    new."draft_style"\n'
                "  )\n"
                ")\n"
                'execute function "ped"."community_admin__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__games_update AFTER UPDATE ON "public"."games" FOR EACH ROW WHEN ((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.name IS DISTINCT FROM new.name)) OR (old.description IS DISTINCT FROM new.description)) OR (old.start_time IS DISTINCT FROM new.start_time)) OR (old.end_time IS DISTINCT FROM new.end_time)) OR (old.location_name IS DISTINCT FROM new.location_name)) OR (old.location_notes IS DISTINCT FROM new.location_notes)) OR (old.cost_cents IS DISTINCT FROM new.cost_cents)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.status IS DISTINCT FROM new.status)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.draft_status IS DISTINCT FROM new.draft_status)) OR (old.community_id IS DISTINCT FROM new.community_id)) OR (old.confirmation_enabled IS DISTINCT FROM new.confirmation_enabled)) OR (old.join_cutoff_offset_minutes_from_kickoff IS DISTINCT FROM new.join_cutoff_offset_minutes_from_kickoff)) OR (old.draft_mode_enabled IS DISTINCT FROM new.draft_mode_enabled)) OR (old.crunch_time_start_time_local IS DISTINCT FROM new.crunch_time_start_time_local)) OR (old.draft_visibility IS DISTINCT FROM new.draft_visibility)) OR (old.release_at IS DISTINCT FROM new.release_at)) OR (old.released_at IS DISTINCT FROM new.released_at)) OR (old.audience_group_id IS DISTINCT FROM new.audience_group_id)) OR (old.draft_chat_enabled IS DISTINCT FROM new.draft_chat_enabled)) OR (old.draft_style IS DISTINCT FROM new.draft_style))) EXECUTE FUNCTION ped.community_admin__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_admin__games_insert",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_admin__games_insert"\n'
                'after insert on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_admin__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__games_insert AFTER INSERT ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_admin__games_v1()',
    )
    op.drop_broadcast_trigger(
        "ped_community_admin__games_delete",
        of="public.games",
        sql=[
            (
                'create or replace trigger "ped_community_admin__games_delete"\n'
                'after delete on "public"."games"\n'
                "for each row\n"
                'execute function "ped"."community_admin__games_v1"()'
            ),
        ],
        canonical='CREATE TRIGGER ped_community_admin__games_delete AFTER DELETE ON "public"."games" FOR EACH ROW EXECUTE FUNCTION ped.community_admin__games_v1()',
    )
    op.drop_trigger_function(
        "ped.user__profiles",
        version=1,
        sql=[
            (
                'create or replace function "ped"."user__profiles_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'user:\' || row."id"::text as "topic",\n'
                '    row."id", row."avatar_url", row."name", row."about", row."first_name", row."last_name",\n'
                '    row."jersey_number", row."position", row."email", row."approval_status",\n'
                '    row."nationality", row."deactivated_at", row."deleted_at", row."favorite_community_id",\n'
                '    row."city", row."state", row."created_community_id"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                '    \'user:\' || row."id"::text as "topic",\n'
                '    row."id", row."avatar_url", row."name", row."about", row."first_name", row."last_name",\n'
                '    row."jersey_number", row."position", row."email", row."approval_status",\n'
                '    row."nationality", row."deactivated_at", row."deleted_at", row."favorite_community_id",\n'
                '    row."city", row."state", row."created_community_id"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."avatar_url", after."name", after."about", after."first_name",\n'
                '      after."last_name", after."jersey_number", after."position", after."email",\n'
                '      after."approval_status", after."nationality", after."deactivated_at",\n'
                '      after."deleted_at", after."favorite_community_id", after."city", after."state",\n'
                '      after."created_community_id"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."avatar_url", before."name", before."about", before."first_name",\n'
                '      before."last_name", before."jersey_number", before."position", before."email",\n'
                '      before."approval_status", before."nationality", before."deactivated_at",\n'
                '      before."deleted_at", before."favorite_community_id", before."city", before."state",\n'
                '      before."created_community_id"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Community switcher', 'Profile', 'You are approved')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'profiles.UPDATE', 'UPDATE', 'profiles', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."avatar_url", after."name", after."about", after."first_name",\n'
                '          after."last_name", after."jersey_number", after."position", after."email",\n'
                '          after."approval_status", after."nationality", after."deactivated_at",\n'
                '          after."deleted_at", after."favorite_community_id", after."city", after."state",\n'
                '          after."created_community_id"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'profiles.DELETE' else 'profiles.REMOVED' end, 'DELETE',\n"
                "      'profiles', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'profiles.INSERT', 'INSERT', 'profiles', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."avatar_url", after."name", after."about", after."first_name",\n'
                '          after."last_name", after."jersey_number", after."position", after."email",\n'
                '          after."approval_status", after."nationality", after."deactivated_at",\n'
                '          after."deleted_at", after."favorite_community_id", after."city", after."state",\n'
                '          after."created_community_id"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.user__profiles_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."user__profiles_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.user__profiles()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:2d956a1e6de5eb1184efb802f85a2487648335648acab81f7c602b0a05cf4090"
        ),
    )
    op.drop_trigger_function(
        "ped.user__memberships",
        version=1,
        sql=[
            (
                'create or replace function "ped"."user__memberships_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'user:\' || row."profile_id"::text as "topic",\n'
                '    row."id", row."community_id", row."status", row."role"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                '    \'user:\' || row."profile_id"::text as "topic",\n'
                '    row."id", row."community_id", row."status", row."role"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."status", after."role"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."status", before."role"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Community switcher', 'Profile', 'You are approved')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'memberships.UPDATE', 'UPDATE', 'memberships', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."community_id", after."status", after."role") as record,\n'
                '      (select before."id", before."community_id", before."status", before."role") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'memberships.DELETE' else 'memberships.REMOVED' end,\n"
                "      'DELETE', 'memberships', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."community_id", before."status", before."role") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'memberships.INSERT', 'INSERT', 'memberships', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."community_id", after."status", after."role") as record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.user__memberships_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."user__memberships_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.user__memberships()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:dca7395ef7b6cf781371b7e4de9d8ce69c899aedfef7c46daa438f63e91349ce"
        ),
    )
    op.drop_trigger_function(
        "ped.user__community_ratings",
        version=1,
        sql=[
            (
                'create or replace function "ped"."user__community_ratings_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'user:\' || row."profile_id"::text as "topic",\n'
                '    row."community_id", row."rating", row."rated_games"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                '    \'user:\' || row."profile_id"::text as "topic",\n'
                '    row."community_id", row."rating", row."rated_games"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."community_id", after."rating", after."rated_games"\n'
                "    ) is distinct from row(\n"
                '      before."community_id", before."rating", before."rated_games"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Community switcher', 'Profile', 'You are approved')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'community_ratings.UPDATE', 'UPDATE', 'community_ratings', 'public',\n"
                "      record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select after."community_id", after."rating", after."rated_games") as record,\n'
                '      (select before."community_id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'community_ratings.DELETE' else 'community_ratings.REMOVED' end,\n"
                "      'DELETE', 'community_ratings', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."community_id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'community_ratings.INSERT', 'INSERT', 'community_ratings', 'public',\n"
                "      record.*, null\n"
                "    )\n"
                "    from\n"
                '      (select after."community_id", after."rating", after."rated_games") as record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.user__community_ratings_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."user__community_ratings_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.user__community_ratings()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:1341d4121b024cc39d456b76af0bd16600246f5687e515fb8a36bd2b3997ccfb"
        ),
    )
    op.drop_trigger_function(
        "ped.group_games__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."group_games__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'group:' || row.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT'\n"
                "    and (row.release_at is null or row.released_at is not null);\n"
                "  select into after\n"
                "    'group:' || row.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE'\n"
                "    and (row.release_at is null or row.released_at is not null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '      after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '      after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '      after."cost_cents", after."capacity", after."cancelled_at",\n'
                '      after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '      after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '      after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."name", before."description",\n'
                '      before."start_time", before."end_time", before."release_at", before."released_at",\n'
                '      before."audience_group_id", before."location_name", before."location_notes",\n'
                '      before."status", before."draft_status", before."cost_cents", before."capacity",\n'
                '      before."cancelled_at", before."confirmation_enabled",\n'
                '      before."join_cutoff_offset_minutes_from_kickoff", before."draft_mode_enabled",\n'
                '      before."draft_style", before."draft_visibility", before."draft_chat_enabled",\n'
                '      before."crunch_time_start_time_local"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", case tg_op when 'DELETE' then 'games.DELETE' else 'games.REMOVED' end,\n"
                "      'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.group_games__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."group_games__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.group_games__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:a31abba44dc5667c52f5978d3433a0bc1288c356d3b51260d97f6740f582a0db"
        ),
    )
    op.drop_trigger_function(
        "ped.group_games__game_results",
        version=1,
        sql=[
            (
                'create or replace function "ped"."group_games__game_results_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score"\n'
                "  from (select old.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'INSERT'\n"
                "    and (game.release_at is null or game.released_at is not null);\n"
                "  select into after\n"
                "    'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score"\n'
                "  from (select new.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'DELETE'\n"
                "    and (game.release_at is null or game.released_at is not null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."game_id", after."status", after."winning_team_id",\n'
                '      after."losing_team_id", after."winner_score", after."loser_score"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."game_id", before."status", before."winning_team_id",\n'
                '      before."losing_team_id", before."winner_score", before."loser_score"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.UPDATE', 'UPDATE', 'game_results', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score"\n'
                "      ) as record,\n"
                '      (select before."id", before."game_id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'game_results.DELETE' else 'game_results.REMOVED' end,\n"
                "      'DELETE', 'game_results', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."game_id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.INSERT', 'INSERT', 'game_results', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.group_games__game_results_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."group_games__game_results_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.group_games__game_results()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:02a6d40b7c5d452df8e133c132bd8ba53e10bfd89b999ac50854c728200a658f"
        ),
    )
    op.drop_trigger_function(
        "ped.group_games__game_queue",
        version=1,
        sql=[
            (
                'create or replace function "ped"."group_games__game_queue_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."game_id", new."status", new."attendance_confirmed_at"\n'
                "            ) is distinct from row(\n"
                '              old."game_id", old."status", old."attendance_confirmed_at"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_queue', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'games.COUNTS', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.group_games__game_queue_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."group_games__game_queue_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.group_games__game_queue()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:34f7f98d799baf5d4019a0eb62975691a4a86ba001629c180e978bccb913df15"
        ),
    )
    op.drop_trigger_function(
        "ped.group_games__game_captains",
        version=1,
        sql=[
            (
                'create or replace function "ped"."group_games__game_captains_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."game_id", new."profile_id", new."slot"\n'
                "            ) is distinct from row(\n"
                '              old."game_id", old."profile_id", old."slot"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'group:' || game.\"audience_group_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where (game.release_at is null or game.released_at is not null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_captains', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'games.CAPTAINS', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.group_games__game_captains_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."group_games__game_captains_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.group_games__game_captains()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:630739c78371f86ac85932601eee21c1d5010cd06f5d8b8da57bfcdbdcbbaf5c"
        ),
    )
    op.drop_trigger_function(
        "ped.game_reviews__game_reviews",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_reviews__game_reviews_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'game:' || row.\"game_id\"::text || ':reviews' as \"topic\",\n"
                '    row."id", row."game_id", row."rating"\n'
                "  from (select old.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                "    'game:' || row.\"game_id\"::text || ':reviews' as \"topic\",\n"
                '    row."id", row."game_id", row."rating"\n'
                "  from (select new.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."game_id", after."rating"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."game_id", before."rating"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Reviews')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 1 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_reviews.UPDATE', 'UPDATE', 'game_reviews', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."game_id", after."rating") as record,\n'
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'game_reviews.DELETE' else 'game_reviews.REMOVED' end,\n"
                "      'DELETE', 'game_reviews', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_reviews.INSERT', 'INSERT', 'game_reviews', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."game_id", after."rating") as record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_reviews__game_reviews_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_reviews__game_reviews_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_reviews__game_reviews()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:701fff70f3e5a3664a5956623c207d392c2dc86d6eaa08691bcffdcbd564830a"
        ),
    )
    op.drop_trigger_function(
        "ped.game_draft__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'game:' || row.\"id\"::text || ':draft' as \"topic\",\n"
                '    row."id", row."draft_status", row."draft_turn", row."draft_direction",\n'
                '    row."draft_style", row."draft_visibility"\n'
                "  from (select old.*) as row;\n"
                "  select into after\n"
                "    'game:' || row.\"id\"::text || ':draft' as \"topic\",\n"
                '    row."id", row."draft_status", row."draft_turn", row."draft_direction",\n'
                '    row."draft_style", row."draft_visibility"\n'
                "  from (select new.*) as row;\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."draft_status", after."draft_turn", after."draft_direction",\n'
                '      after."draft_style", after."draft_visibility"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."draft_status", before."draft_turn", before."draft_direction",\n'
                '      before."draft_style", before."draft_visibility"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."draft_status", after."draft_turn", after."draft_direction",\n'
                '          after."draft_style", after."draft_visibility"\n'
                "      ) as record,\n"
                '      (select before."id", before."draft_status") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", 'games.REMOVED', 'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."draft_status") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."draft_status", after."draft_turn", after."draft_direction",\n'
                '          after."draft_style", after."draft_visibility"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:a47b358c2f447d981e83c65283219585d93c292b2ed6241f2ab6516464424b3e"
        ),
    )
    op.drop_trigger_function(
        "ped.game_draft__game_teams",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__game_teams_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."name", row."draft_order", row."captain_profile_id"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."name", row."draft_order", row."captain_profile_id"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."name", row."draft_order", row."captain_profile_id"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                "          row(\n"
                '            after."id", after."game_id", after."name", after."draft_order",\n'
                '            after."captain_profile_id"\n'
                "          ) is distinct from row(\n"
                '            before."id", before."game_id", before."name", before."draft_order",\n'
                '            before."captain_profile_id"\n'
                "          )\n"
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          case when new.\"id\" is null then 'DELETE' else 'REMOVED' end as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                '        (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."name", row."draft_order", row."captain_profile_id"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(message.payload, message.event, message.topic, true)\n"
                "  from (\n"
                "    select\n"
                "      change.topic,\n"
                "      case when change.refetch then 'game_teams.REFETCH' else 'game_teams.GROUP' end as event,\n"
                "      case when change.refetch then jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_teams',\n"
                "        'operation', change.operation, 'count', change.count\n"
                "      ) else jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_teams',\n"
                "        'operation', change.operation,\n"
                "        'records', jsonb_agg(change.record order by change.place)\n"
                "          filter (where change.record is not null and not change.refetch),\n"
                "        'old_records', jsonb_agg(change.old_record order by change.place)\n"
                "          filter (where change.old_record is not null and not change.refetch)\n"
                "      ) end as payload\n"
                "    from (\n"
                "      select\n"
                "        sized.*,\n"
                "        count(*) over by_group as count,\n"
                "        count(*) over by_group > 50\n"
                "          or max(sized.bytes) over by_group > 200000 as refetch,\n"
                "        (sum(sized.bytes) over in_order - 1)\n"
                "          / greatest(200000 - max(sized.bytes) over by_group, 1) as step\n"
                "      from (\n"
                "        select\n"
                "          gathered.*,\n"
                "          coalesce(octet_length(gathered.record::text) + 2, 0)\n"
                "            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes\n"
                "        from unnest(topics, operations, records, old_records) with ordinality\n"
                "          as gathered (topic, operation, record, old_record, place)\n"
                "      ) as sized\n"
                "      window\n"
                "        by_group as (partition by sized.topic, sized.operation),\n"
                "        in_order as (partition by sized.topic, sized.operation order by sized.place)\n"
                "    ) as change\n"
                "    group by change.topic, change.operation, change.count, change.refetch,\n"
                "      case when change.refetch then 0 else change.step end\n"
                "    order by change.topic, change.operation, min(change.place)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__game_teams_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__game_teams_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__game_teams()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:de1595b4ceb99a46f8b2304b1814eb827f31bc7cf41adf81c86090a88cb814d6"
        ),
    )
    op.drop_trigger_function(
        "ped.game_draft__game_team_members",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__game_team_members_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."game_team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."pick_order"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."game_team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."pick_order"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."game_team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."pick_order"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."game_team_id") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                "          row(\n"
                '            after."id", after."game_id", after."game_team_id", after."profile_id",\n'
                '            after."guest_queue_id", after."pick_order"\n'
                "          ) is distinct from row(\n"
                '            before."id", before."game_id", before."game_team_id", before."profile_id",\n'
                '            before."guest_queue_id", before."pick_order"\n'
                "          )\n"
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          case when new.\"id\" is null then 'DELETE' else 'REMOVED' end as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."game_team_id") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                '        (select to_jsonb(kept.*) from (select before."id", before."game_team_id") as kept) as old_record\n'
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."game_team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."pick_order"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(message.payload, message.event, message.topic, true)\n"
                "  from (\n"
                "    select\n"
                "      change.topic,\n"
                "      case when change.refetch then 'game_team_members.REFETCH' else 'game_team_members.GROUP' end as event,\n"
                "      case when change.refetch then jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_team_members',\n"
                "        'operation', change.operation, 'count', change.count\n"
                "      ) else jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_team_members',\n"
                "        'operation', change.operation,\n"
                "        'records', jsonb_agg(change.record order by change.place)\n"
                "          filter (where change.record is not null and not change.refetch),\n"
                "        'old_records', jsonb_agg(change.old_record order by change.place)\n"
                "          filter (where change.old_record is not null and not change.refetch)\n"
                "      ) end as payload\n"
                "    from (\n"
                "      select\n"
                "        sized.*,\n"
                "        count(*) over by_group as count,\n"
                "        count(*) over by_group > 50\n"
                "          or max(sized.bytes) over by_group > 200000 as refetch,\n"
                "        (sum(sized.bytes) over in_order - 1)\n"
                "          / greatest(200000 - max(sized.bytes) over by_group, 1) as step\n"
                "      from (\n"
                "        select\n"
                "          gathered.*,\n"
                "          coalesce(octet_length(gathered.record::text) + 2, 0)\n"
                "            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes\n"
                "        from unnest(topics, operations, records, old_records) with ordinality\n"
                "          as gathered (topic, operation, record, old_record, place)\n"
                "      ) as sized\n"
                "      window\n"
                "        by_group as (partition by sized.topic, sized.operation),\n"
                "        in_order as (partition by sized.topic, sized.operation order by sized.place)\n"
                "    ) as change\n"
                "    group by change.topic, change.operation, change.count, change.refetch,\n"
                "      case when change.refetch then 0 else change.step end\n"
                "    order by change.topic, change.operation, min(change.place)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__game_team_members_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__game_team_members_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__game_team_members()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:5320563d43f6aff2dad3b6073624eb13f39f1355e1107a4009e2565f900a623b"
        ),
    )
    op.drop_trigger_function(
        "ped.game_draft__game_draft_events",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__game_draft_events_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."action", row."created_at",\n'
                "          (coalesce(row.payload -> 'undone' = 'true'::jsonb, false))::boolean as \"undone\"\n"
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."action", row."created_at",\n'
                "          (coalesce(row.payload -> 'undone' = 'true'::jsonb, false))::boolean as \"undone\"\n"
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."id", row."game_id", row."team_id", row."profile_id", row."guest_queue_id",\n'
                '          row."action", row."created_at",\n'
                "          (coalesce(row.payload -> 'undone' = 'true'::jsonb, false))::boolean as \"undone\"\n"
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                '          after."undone" is distinct from before."undone"\n'
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          'REMOVED' as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  insert into realtime.messages (id, topic, event, extension, private, payload)\n"
                "  select\n"
                "    message.id,\n"
                "    message.topic,\n"
                "    'game_draft_events.' || message.operation,\n"
                "    'broadcast',\n"
                "    true,\n"
                "    jsonb_build_object(\n"
                "      'id', message.id, 'schema', 'public', 'table', 'game_draft_events',\n"
                "      'operation', replace(message.operation, 'REMOVED', 'DELETE'),\n"
                "      'record', message.record, 'old_record', message.old_record\n"
                "    )\n"
                "  from (\n"
                "    select gen_random_uuid() as id, change.*\n"
                "    from unnest(topics, operations, records, old_records)\n"
                "      as change (topic, operation, record, old_record)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__game_draft_events_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__game_draft_events_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__game_draft_events()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:aefbb6bdf6dec51ece1555576f84c02bce493d1e54e09981246e7f7781257f01"
        ),
    )
    op.drop_trigger_function(
        "ped.game_draft__game_captain_votes",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_draft__game_captain_votes_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Captain vote', 'Draft room', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."game_id", row."nominee_profile_id"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                "        to_jsonb(before.*) - 'topic' as old_record\n"
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || row.\"game_id\"::text || ':draft' as \"topic\",\n"
                '          row."game_id", row."nominee_profile_id"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(message.payload, message.event, message.topic, true)\n"
                "  from (\n"
                "    select\n"
                "      change.topic,\n"
                "      case when change.refetch then 'game_captain_votes.REFETCH' else 'game_captain_votes.GROUP' end as event,\n"
                "      case when change.refetch then jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_captain_votes',\n"
                "        'operation', change.operation, 'count', change.count\n"
                "      ) else jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_captain_votes',\n"
                "        'operation', change.operation,\n"
                "        'records', jsonb_agg(change.record order by change.place)\n"
                "          filter (where change.record is not null and not change.refetch),\n"
                "        'old_records', jsonb_agg(change.old_record order by change.place)\n"
                "          filter (where change.old_record is not null and not change.refetch)\n"
                "      ) end as payload\n"
                "    from (\n"
                "      select\n"
                "        sized.*,\n"
                "        count(*) over by_group as count,\n"
                "        count(*) over by_group > 50\n"
                "          or max(sized.bytes) over by_group > 200000 as refetch,\n"
                "        (sum(sized.bytes) over in_order - 1)\n"
                "          / greatest(200000 - max(sized.bytes) over by_group, 1) as step\n"
                "      from (\n"
                "        select\n"
                "          gathered.*,\n"
                "          coalesce(octet_length(gathered.record::text) + 2, 0)\n"
                "            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes\n"
                "        from unnest(topics, operations, records, old_records) with ordinality\n"
                "          as gathered (topic, operation, record, old_record, place)\n"
                "      ) as sized\n"
                "      window\n"
                "        by_group as (partition by sized.topic, sized.operation),\n"
                "        in_order as (partition by sized.topic, sized.operation order by sized.place)\n"
                "    ) as change\n"
                "    group by change.topic, change.operation, change.count, change.refetch,\n"
                "      case when change.refetch then 0 else change.step end\n"
                "    order by change.topic, change.operation, min(change.place)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_draft__game_captain_votes_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_draft__game_captain_votes_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_draft__game_captain_votes()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:0850d6a43d5558024d273a2f95b0d9dbb481b86229f7a204676b30923dca3792"
        ),
    )
    op.drop_trigger_function(
        "ped.game_chat__chat_messages",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_chat__chat_messages_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'game:' || substring((substring(row.room from '^chat:draft:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'))::text from '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') || ':chat' as \"topic\",\n"
                '    row."id", row."content", row."created_at", row."profile_id",\n'
                '    ((select p.name from public.profiles as p where p.id = row.profile_id))::text as "name",\n'
                '    ((select p.avatar_url from public.profiles as p where p.id = row.profile_id))::text as "avatar_url"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                "    'game:' || substring((substring(row.room from '^chat:draft:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'))::text from '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') || ':chat' as \"topic\",\n"
                '    row."id", row."content", row."created_at", row."profile_id",\n'
                '    ((select p.name from public.profiles as p where p.id = row.profile_id))::text as "name",\n'
                '    ((select p.avatar_url from public.profiles as p where p.id = row.profile_id))::text as "avatar_url"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Draft overlay')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 1 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", 'chat_messages.DELETE', 'DELETE', 'chat_messages', 'public', null,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'chat_messages.INSERT', 'INSERT', 'chat_messages', 'public', record.*,\n"
                "      null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."content", after."created_at", after."profile_id", after."name",\n'
                '          after."avatar_url"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_chat__chat_messages_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_chat__chat_messages_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_chat__chat_messages()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:9d0b20dcde5f8aad6c3bec2976dcde6362f82936681d8a2261e008142b94bb9b"
        ),
    )
    op.drop_trigger_function(
        "ped.game_chat__chat_message_reactions",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game_chat__chat_message_reactions_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Draft overlay')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 1 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || substring((substring(message.room from '^chat:draft:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'))::text from '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') || ':chat' as \"topic\",\n"
                '          row."message_id", row."profile_id", row."emoji"\n'
                "        from (select new.*) as row\n"
                '        join "public"."chat_messages" as "message" on "message"."id" = row."message_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                "        to_jsonb(before.*) - 'topic' as old_record\n"
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                "          'game:' || substring((substring(message.room from '^chat:draft:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'))::text from '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') || ':chat' as \"topic\",\n"
                '          row."message_id", row."profile_id", row."emoji"\n'
                "        from (select old.*) as row\n"
                '        join "public"."chat_messages" as "message" on "message"."id" = row."message_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  insert into realtime.messages (id, topic, event, extension, private, payload)\n"
                "  select\n"
                "    message.id,\n"
                "    message.topic,\n"
                "    'chat_message_reactions.' || message.operation,\n"
                "    'broadcast',\n"
                "    true,\n"
                "    jsonb_build_object(\n"
                "      'id', message.id, 'schema', 'public', 'table', 'chat_message_reactions',\n"
                "      'operation', replace(message.operation, 'REMOVED', 'DELETE'),\n"
                "      'record', message.record, 'old_record', message.old_record\n"
                "    )\n"
                "  from (\n"
                "    select gen_random_uuid() as id, change.*\n"
                "    from unnest(topics, operations, records, old_records)\n"
                "      as change (topic, operation, record, old_record)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game_chat__chat_message_reactions_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game_chat__chat_message_reactions_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game_chat__chat_message_reactions()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:c22b506295569799109664e998cc900bfde855dcdca07bc838a5ae2d85310e3e"
        ),
    )
    op.drop_trigger_function(
        "ped.game__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'game:\' || row."id"::text as "topic",\n'
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select old.*) as row;\n"
                "  select into after\n"
                '    \'game:\' || row."id"::text as "topic",\n'
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '      after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '      after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '      after."cost_cents", after."capacity", after."cancelled_at",\n'
                '      after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '      after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '      after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."name", before."description",\n'
                '      before."start_time", before."end_time", before."release_at", before."released_at",\n'
                '      before."audience_group_id", before."location_name", before."location_notes",\n'
                '      before."status", before."draft_status", before."cost_cents", before."capacity",\n'
                '      before."cancelled_at", before."confirmation_enabled",\n'
                '      before."join_cutoff_offset_minutes_from_kickoff", before."draft_mode_enabled",\n'
                '      before."draft_style", before."draft_visibility", before."draft_chat_enabled",\n'
                '      before."crunch_time_start_time_local"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Game detail', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 2 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", case tg_op when 'DELETE' then 'games.DELETE' else 'games.REMOVED' end,\n"
                "      'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:801e7d300ecce058d4d2396e0481f450a3a6251892a0658badd41fd16e9875b7"
        ),
    )
    op.drop_trigger_function(
        "ped.game__game_results",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game__game_results_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                '    \'game:\' || row."game_id"::text as "topic",\n'
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score", row."reported_by", row."reported_at"\n'
                "  from (select old.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                '    \'game:\' || row."game_id"::text as "topic",\n'
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score", row."reported_by", row."reported_at"\n'
                "  from (select new.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."game_id", after."status", after."winning_team_id",\n'
                '      after."losing_team_id", after."winner_score", after."loser_score", after."reported_by",\n'
                '      after."reported_at"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."game_id", before."status", before."winning_team_id",\n'
                '      before."losing_team_id", before."winner_score", before."loser_score",\n'
                '      before."reported_by", before."reported_at"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Game detail', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 2 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.UPDATE', 'UPDATE', 'game_results', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score", after."reported_by",\n'
                '          after."reported_at"\n'
                "      ) as record,\n"
                '      (select before."id", before."status") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'game_results.DELETE' else 'game_results.REMOVED' end,\n"
                "      'DELETE', 'game_results', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."status") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.INSERT', 'INSERT', 'game_results', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score", after."reported_by",\n'
                '          after."reported_at"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game__game_results_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game__game_results_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game__game_results()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:c5cd72f2bdfc3dbe25ed81fa83e3158ee9e5cd7c32b87d5c68659d668481b07d"
        ),
    )
    op.drop_trigger_function(
        "ped.game__game_queue",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game__game_queue_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Game detail', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 2 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."status", row."joined_at",\n'
                '          row."promoted_at", row."dropped_at", row."attendance_confirmed_at", row."no_show_at",\n'
                '          row."no_show_by", row."tardy_at", row."tardy_by",\n'
                '          (row.profile_id is null)::boolean as "is_guest"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."status", row."joined_at",\n'
                '          row."promoted_at", row."dropped_at", row."attendance_confirmed_at", row."no_show_at",\n'
                '          row."no_show_by", row."tardy_at", row."tardy_by",\n'
                '          (row.profile_id is null)::boolean as "is_guest"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."status", row."joined_at",\n'
                '          row."promoted_at", row."dropped_at", row."attendance_confirmed_at", row."no_show_at",\n'
                '          row."no_show_by", row."tardy_at", row."tardy_by",\n'
                '          (row.profile_id is null)::boolean as "is_guest"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."status") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                "          row(\n"
                '            after."id", after."game_id", after."profile_id", after."status", after."joined_at",\n'
                '            after."promoted_at", after."dropped_at", after."attendance_confirmed_at",\n'
                '            after."no_show_at", after."no_show_by", after."tardy_at", after."tardy_by",\n'
                '            after."is_guest"\n'
                "          ) is distinct from row(\n"
                '            before."id", before."game_id", before."profile_id", before."status", before."joined_at",\n'
                '            before."promoted_at", before."dropped_at", before."attendance_confirmed_at",\n'
                '            before."no_show_at", before."no_show_by", before."tardy_at", before."tardy_by",\n'
                '            before."is_guest"\n'
                "          )\n"
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          case when new.\"id\" is null then 'DELETE' else 'REMOVED' end as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."game_id", before."status") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                '        (select to_jsonb(kept.*) from (select before."id", before."game_id", before."status") as kept) as old_record\n'
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."status", row."joined_at",\n'
                '          row."promoted_at", row."dropped_at", row."attendance_confirmed_at", row."no_show_at",\n'
                '          row."no_show_by", row."tardy_at", row."tardy_by",\n'
                '          (row.profile_id is null)::boolean as "is_guest"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  insert into realtime.messages (id, topic, event, extension, private, payload)\n"
                "  select\n"
                "    message.id,\n"
                "    message.topic,\n"
                "    'game_queue.' || message.operation,\n"
                "    'broadcast',\n"
                "    true,\n"
                "    jsonb_build_object(\n"
                "      'id', message.id, 'schema', 'public', 'table', 'game_queue',\n"
                "      'operation', replace(message.operation, 'REMOVED', 'DELETE'),\n"
                "      'record', message.record, 'old_record', message.old_record\n"
                "    )\n"
                "  from (\n"
                "    select gen_random_uuid() as id, change.*\n"
                "    from unnest(topics, operations, records, old_records)\n"
                "      as change (topic, operation, record, old_record)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game__game_queue_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game__game_queue_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game__game_queue()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:68b911c0659329d88cdd5f9667e6550d73b1b9dc709ea57bc9f4ae466e217831"
        ),
    )
    op.drop_trigger_function(
        "ped.game__game_captains",
        version=1,
        sql=[
            (
                'create or replace function "ped"."game__game_captains_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  operations text[];\n"
                "  records jsonb[];\n"
                "  old_records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Game detail', 'Result')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 2 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        after."topic" as topic,\n'
                "        'INSERT' as operation,\n"
                "        to_jsonb(after.*) - 'topic' as record,\n"
                "        null::jsonb as old_record\n"
                "      from new_rows as new\n"
                "      cross join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."slot"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                '      order by new."id"\n'
                "    ) as change;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select change.*\n"
                "      from new_rows as new\n"
                '      full join old_rows as old on new."id" = old."id"\n'
                "      left join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."slot"\n'
                "        from (select new.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where new."id" is not null\n'
                "      ) as after on true\n"
                "      left join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."slot"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                '        where old."id" is not null\n'
                "      ) as before on true\n"
                "      cross join lateral (\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'UPDATE' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."profile_id") as kept) as old_record\n'
                '        where after."topic" = before."topic" and (\n'
                "          row(\n"
                '            after."id", after."game_id", after."profile_id", after."slot"\n'
                "          ) is distinct from row(\n"
                '            before."id", before."game_id", before."profile_id", before."slot"\n'
                "          )\n"
                "        )\n"
                "        union all\n"
                "        select\n"
                '          before."topic" as topic,\n'
                "          case when new.\"id\" is null then 'DELETE' else 'REMOVED' end as operation,\n"
                "          null::jsonb as record,\n"
                '          (select to_jsonb(kept.*) from (select before."id", before."profile_id") as kept) as old_record\n'
                '        where before."topic" is not null and before."topic" is distinct from after."topic"\n'
                "        union all\n"
                "        select\n"
                '          after."topic" as topic,\n'
                "          'INSERT' as operation,\n"
                "          to_jsonb(after.*) - 'topic' as record,\n"
                "          null::jsonb as old_record\n"
                '        where after."topic" is not null and after."topic" is distinct from before."topic"\n'
                "      ) as change\n"
                '      order by coalesce(new."id", old."id")\n'
                "    ) as change;\n"
                "  else\n"
                "    select array_agg(change.topic), array_agg(change.operation),\n"
                "      array_agg(change.record), array_agg(change.old_record)\n"
                "    into topics, operations, records, old_records\n"
                "    from (\n"
                "      select\n"
                '        before."topic" as topic,\n'
                "        'DELETE' as operation,\n"
                "        null::jsonb as record,\n"
                '        (select to_jsonb(kept.*) from (select before."id", before."profile_id") as kept) as old_record\n'
                "      from old_rows as old\n"
                "      cross join lateral (\n"
                "        select\n"
                '          \'game:\' || row."game_id"::text as "topic",\n'
                '          row."id", row."game_id", row."profile_id", row."slot"\n'
                "        from (select old.*) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as before\n"
                '      where before."topic" is not null\n'
                '      order by old."id"\n'
                "    ) as change;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(message.payload, message.event, message.topic, true)\n"
                "  from (\n"
                "    select\n"
                "      change.topic,\n"
                "      case when change.refetch then 'game_captains.REFETCH' else 'game_captains.GROUP' end as event,\n"
                "      case when change.refetch then jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_captains',\n"
                "        'operation', change.operation, 'count', change.count\n"
                "      ) else jsonb_build_object(\n"
                "        'schema', 'public', 'table', 'game_captains',\n"
                "        'operation', change.operation,\n"
                "        'records', jsonb_agg(change.record order by change.place)\n"
                "          filter (where change.record is not null and not change.refetch),\n"
                "        'old_records', jsonb_agg(change.old_record order by change.place)\n"
                "          filter (where change.old_record is not null and not change.refetch)\n"
                "      ) end as payload\n"
                "    from (\n"
                "      select\n"
                "        sized.*,\n"
                "        count(*) over by_group as count,\n"
                "        count(*) over by_group > 50\n"
                "          or max(sized.bytes) over by_group > 200000 as refetch,\n"
                "        (sum(sized.bytes) over in_order - 1)\n"
                "          / greatest(200000 - max(sized.bytes) over by_group, 1) as step\n"
                "      from (\n"
                "        select\n"
                "          gathered.*,\n"
                "          coalesce(octet_length(gathered.record::text) + 2, 0)\n"
                "            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes\n"
                "        from unnest(topics, operations, records, old_records) with ordinality\n"
                "          as gathered (topic, operation, record, old_record, place)\n"
                "      ) as sized\n"
                "      window\n"
                "        by_group as (partition by sized.topic, sized.operation),\n"
                "        in_order as (partition by sized.topic, sized.operation order by sized.place)\n"
                "    ) as change\n"
                "    group by change.topic, change.operation, change.count, change.refetch,\n"
                "      case when change.refetch then 0 else change.step end\n"
                "    order by change.topic, change.operation, min(change.place)\n"
                "  ) as message;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.game__game_captains_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."game__game_captains_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.game__game_captains()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:fc4e6a059d6ee1773a89016f508e25f8c7fdedaf42d0d1da16d94366449dc6e7"
        ),
    )
    op.drop_trigger_function(
        "ped.community_stats__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_stats__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "begin\n"
                "  if not coalesce((old.status = 'completed'), false) then\n"
                "    return null;\n"
                "  end if;\n"
                "  select into before\n"
                "    'community:' || row.\"community_id\"::text || ':stats' as \"topic\",\n"
                '    row."id"\n'
                "  from (select old.*) as row;\n"
                '  if before."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Home', 'Leaderboard', 'Profile')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", 'games.DELETE', 'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_stats__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_stats__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_stats__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:d6342481a69ca928948fe274e777893cf4504071c36a56d776c8ab43b7ba1fdd"
        ),
    )
    op.drop_trigger_function(
        "ped.community_stats__game_results",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_stats__game_results_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Home', 'Leaderboard', 'Profile')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."game_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "          left join new_rows as old on false\n"
                "          where (new.status = 'confirmed' or old.status = 'confirmed')\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."game_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."status", new."winning_team_id", new."losing_team_id", new."winner_score",\n'
                '              new."loser_score"\n'
                "            ) is distinct from row(\n"
                '              old."status", old."winning_team_id", old."losing_team_id", old."winner_score",\n'
                '              old."loser_score"\n'
                "            )\n"
                "          )\n"
                "            and (new.status = 'confirmed' or old.status = 'confirmed')\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."game_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "          left join old_rows as new on false\n"
                "          where (new.status = 'confirmed' or old.status = 'confirmed')\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_results', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'stats.RESULT', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_stats__game_results_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_stats__game_results_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_stats__game_results()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:dbb1565f1cc06368bccf9093ae8c610acc1b04bd4216cd905c451f7caa3871f0"
        ),
    )
    op.drop_trigger_function(
        "ped.community_stats__community_ratings",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_stats__community_ratings_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Home', 'Leaderboard', 'Profile')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 3 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || row.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."profile_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            new."community_id", new."profile_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || row.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."profile_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            version."community_id", version."profile_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."community_id", new."profile_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."community_id", old."profile_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."profile_id", new."rating", new."rated_games"\n'
                "            ) is distinct from row(\n"
                '              old."profile_id", old."rating", old."rated_games"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || row.\"community_id\"::text || ':stats' as \"topic\",\n"
                '          row."profile_id"\n'
                "        from (\n"
                "          select distinct\n"
                '            old."community_id", old."profile_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'community_ratings', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'stats.RATING', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_stats__community_ratings_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_stats__community_ratings_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_stats__community_ratings()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:4eaf7dcadb37cf1526876b7ca7ad09304c5afccbff435f2ab7400d98dee63c79"
        ),
    )
    op.drop_trigger_function(
        "ped.community_games__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_games__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'community:' || row.\"community_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT'\n"
                "    and ((row.release_at is null or row.released_at is not null) and row.audience_group_id is null);\n"
                "  select into after\n"
                "    'community:' || row.\"community_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE'\n"
                "    and ((row.release_at is null or row.released_at is not null) and row.audience_group_id is null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '      after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '      after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '      after."cost_cents", after."capacity", after."cancelled_at",\n'
                '      after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '      after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '      after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."name", before."description",\n'
                '      before."start_time", before."end_time", before."release_at", before."released_at",\n'
                '      before."audience_group_id", before."location_name", before."location_notes",\n'
                '      before."status", before."draft_status", before."cost_cents", before."capacity",\n'
                '      before."cancelled_at", before."confirmation_enabled",\n'
                '      before."join_cutoff_offset_minutes_from_kickoff", before."draft_mode_enabled",\n'
                '      before."draft_style", before."draft_visibility", before."draft_chat_enabled",\n'
                '      before."crunch_time_start_time_local"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", case tg_op when 'DELETE' then 'games.DELETE' else 'games.REMOVED' end,\n"
                "      'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_games__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_games__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_games__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:5633b27fdf3b944b13e735c1f46adac9c83ba940f8ba71caadff4eb80195a58b"
        ),
    )
    op.drop_trigger_function(
        "ped.community_games__game_results",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_games__game_results_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score"\n'
                "  from (select old.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'INSERT'\n"
                "    and ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null);\n"
                "  select into after\n"
                "    'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '    row."id", row."game_id", row."status", row."winning_team_id", row."losing_team_id",\n'
                '    row."winner_score", row."loser_score"\n'
                "  from (select new.*) as row\n"
                '  join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "  where tg_op <> 'DELETE'\n"
                "    and ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."game_id", after."status", after."winning_team_id",\n'
                '      after."losing_team_id", after."winner_score", after."loser_score"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."game_id", before."status", before."winning_team_id",\n'
                '      before."losing_team_id", before."winner_score", before."loser_score"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.UPDATE', 'UPDATE', 'game_results', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score"\n'
                "      ) as record,\n"
                '      (select before."id", before."game_id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'game_results.DELETE' else 'game_results.REMOVED' end,\n"
                "      'DELETE', 'game_results', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."game_id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'game_results.INSERT', 'INSERT', 'game_results', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."game_id", after."status", after."winning_team_id",\n'
                '          after."losing_team_id", after."winner_score", after."loser_score"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_games__game_results_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_games__game_results_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_games__game_results()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:16b4b7ef7fd589f61ddfe19f370bd17369ef745063ca0d8c34bb26ca8127e81d"
        ),
    )
    op.drop_trigger_function(
        "ped.community_games__game_queue",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_games__game_queue_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."game_id", new."status", new."attendance_confirmed_at"\n'
                "            ) is distinct from row(\n"
                '              old."game_id", old."status", old."attendance_confirmed_at"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered'))::bigint as \"rostered\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'waitlisted'))::bigint as \"waitlisted\",\n"
                "          ((select count(*) from public.game_queue as q where q.game_id = row.game_id and q.status = 'rostered' and q.attendance_confirmed_at is not null))::bigint as \"confirmed\"\n"
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_queue', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'games.COUNTS', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_games__game_queue_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_games__game_queue_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_games__game_queue()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:450fd3a6a0d4a0911c2116b443e04f08a92a278313e276b343ea2cc13fcf4b29"
        ),
    )
    op.drop_trigger_function(
        "ped.community_games__game_captains",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_games__game_captains_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  topics text[];\n"
                "  records jsonb[];\n"
                "begin\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('History', 'Home', 'Profile', 'Schedule', 'Waitlist')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 5 then\n"
                "    return null;\n"
                "  end if;\n"
                "  if tg_op = 'INSERT' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            new."game_id"\n'
                "          from new_rows as new\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  elsif tg_op = 'UPDATE' then\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            version."game_id"\n'
                "          from new_rows as new\n"
                '          full join old_rows as old on new."id" = old."id"\n'
                "          cross join lateral (\n"
                "            select\n"
                '              new."game_id"\n'
                '            where new."id" is not null\n'
                "            union all\n"
                "            select\n"
                '              old."game_id"\n'
                '            where old."id" is not null\n'
                "          ) as version\n"
                "          where (\n"
                "            row(\n"
                '              new."game_id", new."profile_id", new."slot"\n'
                "            ) is distinct from row(\n"
                '              old."game_id", old."profile_id", old."slot"\n'
                "            )\n"
                "          )\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  else\n"
                "    select array_agg(told.topic), array_agg(told.record)\n"
                "    into topics, records\n"
                "    from (\n"
                "      select distinct after.\"topic\" as topic, to_jsonb(after.*) - 'topic' as record\n"
                "      from (\n"
                "        select\n"
                "          'community:' || game.\"community_id\"::text || ':games' as \"topic\",\n"
                '          row."game_id",\n'
                "          ((select coalesce(array_agg(c.profile_id order by c.slot), '{}') from public.game_captains as c where c.game_id = row.game_id))::uuid[] as \"captain_ids\"\n"
                "        from (\n"
                "          select distinct\n"
                '            old."game_id"\n'
                "          from old_rows as old\n"
                "        ) as row\n"
                '        join "public"."games" as "game" on "game"."id" = row."game_id"\n'
                "        where ((game.release_at is null or game.released_at is not null) and game.audience_group_id is null)\n"
                "      ) as after\n"
                '      where after."topic" is not null\n'
                "    ) as told;\n"
                "  end if;\n"
                "  if topics is null then\n"
                "    return null;\n"
                "  end if;\n"
                "  perform realtime.send(\n"
                "    jsonb_build_object(\n"
                "      'schema', 'public', 'table', 'game_captains', 'operation', 'UPDATE',\n"
                "      'record', told.record, 'old_record', null\n"
                "    ),\n"
                "    'games.CAPTAINS', told.topic, true\n"
                "  )\n"
                "  from unnest(topics, records) as told (topic, record);\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_games__game_captains_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_games__game_captains_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_games__game_captains()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:f2942030b90c7b1e6c52dac901ffd232e8de62f9207d3f227d7ef4be9592062b"
        ),
    )
    op.drop_trigger_function(
        "ped.community_admin__memberships",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_admin__memberships_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'community:' || row.\"community_id\"::text || ':admin' as \"topic\",\n"
                '    row."id", row."profile_id", row."status", row."role", row."requested_at"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT';\n"
                "  select into after\n"
                "    'community:' || row.\"community_id\"::text || ':admin' as \"topic\",\n"
                '    row."id", row."profile_id", row."status", row."role", row."requested_at"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE';\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."profile_id", after."status", after."role", after."requested_at"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."profile_id", before."status", before."role", before."requested_at"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Admin games', 'Approvals', 'Member list', 'Pending badge')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 4 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'memberships.UPDATE', 'UPDATE', 'memberships', 'public', record.*,\n"
                "      old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."profile_id", after."status", after."role", after."requested_at") as record,\n'
                '      (select before."id", before."profile_id", before."status") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                '      before."topic",\n'
                "      case tg_op when 'DELETE' then 'memberships.DELETE' else 'memberships.REMOVED' end,\n"
                "      'DELETE', 'memberships', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id", before."profile_id", before."status") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'memberships.INSERT', 'INSERT', 'memberships', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                '      (select after."id", after."profile_id", after."status", after."role", after."requested_at") as record;\n'
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_admin__memberships_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_admin__memberships_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_admin__memberships()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:7c002bd658f95ad4e5249418e8110e1ed269b6961461d9dd336137c84b23d197"
        ),
    )
    op.drop_trigger_function(
        "ped.community_admin__games",
        version=1,
        sql=[
            (
                'create or replace function "ped"."community_admin__games_v1"()\n'
                "returns trigger\n"
                "language plpgsql\n"
                "security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "set timezone = 'UTC'\n"
                "set datestyle = 'ISO, YMD'\n"
                "set intervalstyle = 'iso_8601'\n"
                "set bytea_output = 'hex'\n"
                "set extra_float_digits = 1\n"
                "set lc_monetary = 'C'\n"
                "set standard_conforming_strings = on\n"
                "as $pedschema$\n"
                "#variable_conflict use_column\n"
                "declare\n"
                "  before record;\n"
                "  after record;\n"
                "begin\n"
                "  select into before\n"
                "    'community:' || row.\"community_id\"::text || ':admin' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select old.*) as row\n"
                "  where tg_op <> 'INSERT'\n"
                "    and ((row.release_at is not null and row.released_at is null) or row.audience_group_id is not null);\n"
                "  select into after\n"
                "    'community:' || row.\"community_id\"::text || ':admin' as \"topic\",\n"
                '    row."id", row."community_id", row."name", row."description", row."start_time",\n'
                '    row."end_time", row."release_at", row."released_at", row."audience_group_id",\n'
                '    row."location_name", row."location_notes", row."status", row."draft_status",\n'
                '    row."cost_cents", row."capacity", row."cancelled_at", row."confirmation_enabled",\n'
                '    row."join_cutoff_offset_minutes_from_kickoff", row."draft_mode_enabled",\n'
                '    row."draft_style", row."draft_visibility", row."draft_chat_enabled",\n'
                '    row."crunch_time_start_time_local"\n'
                "  from (select new.*) as row\n"
                "  where tg_op <> 'DELETE'\n"
                "    and ((row.release_at is not null and row.released_at is null) or row.audience_group_id is not null);\n"
                '  if before."topic" is null and after."topic" is null then\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" and not (\n'
                "    row(\n"
                '      after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '      after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '      after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '      after."cost_cents", after."capacity", after."cancelled_at",\n'
                '      after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '      after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '      after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "    ) is distinct from row(\n"
                '      before."id", before."community_id", before."name", before."description",\n'
                '      before."start_time", before."end_time", before."release_at", before."released_at",\n'
                '      before."audience_group_id", before."location_name", before."location_notes",\n'
                '      before."status", before."draft_status", before."cost_cents", before."capacity",\n'
                '      before."cancelled_at", before."confirmation_enabled",\n'
                '      before."join_cutoff_offset_minutes_from_kickoff", before."draft_mode_enabled",\n'
                '      before."draft_style", before."draft_visibility", before."draft_chat_enabled",\n'
                '      before."crunch_time_start_time_local"\n'
                "    )\n"
                "  ) then\n"
                "    return null;\n"
                "  end if;\n"
                "  if (\n"
                "    select count(*)\n"
                '    from "ped"."surface_switch" as switch\n'
                "    where switch.surface in ('Admin games', 'Approvals', 'Member list', 'Pending badge')\n"
                "      and not switch.enabled\n"
                "      and (switch.until is null or switch.until > now())\n"
                "  ) = 4 then\n"
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" = after."topic" then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.UPDATE', 'UPDATE', 'games', 'public', record.*, old_record.*\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record,\n"
                '      (select before."id") as old_record;\n'
                "    return null;\n"
                "  end if;\n"
                '  if before."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      before.\"topic\", case tg_op when 'DELETE' then 'games.DELETE' else 'games.REMOVED' end,\n"
                "      'DELETE', 'games', 'public', null, old_record.*\n"
                "    )\n"
                "    from\n"
                '      (select before."id") as old_record;\n'
                "  end if;\n"
                '  if after."topic" is not null then\n'
                "    perform realtime.broadcast_changes(\n"
                "      after.\"topic\", 'games.INSERT', 'INSERT', 'games', 'public', record.*, null\n"
                "    )\n"
                "    from\n"
                "      (\n"
                '        select after."id", after."community_id", after."name", after."description", after."start_time",\n'
                '          after."end_time", after."release_at", after."released_at", after."audience_group_id",\n'
                '          after."location_name", after."location_notes", after."status", after."draft_status",\n'
                '          after."cost_cents", after."capacity", after."cancelled_at",\n'
                '          after."confirmation_enabled", after."join_cutoff_offset_minutes_from_kickoff",\n'
                '          after."draft_mode_enabled", after."draft_style", after."draft_visibility",\n'
                '          after."draft_chat_enabled", after."crunch_time_start_time_local"\n'
                "      ) as record;\n"
                "  end if;\n"
                "  return null;\n"
                "exception when others then\n"
                "  raise warning 'WarnSendingBroadcastMessage: %: %', 'ped.community_admin__games_v1', sqlerrm;\n"
                "  return null;\n"
                "end\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."community_admin__games_v1"() from public, anon, authenticated, service_role',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.community_admin__games()\n"
            "RETURNS trigger\n"
            "LANGUAGE plpgsql\n"
            "SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "SET \"TimeZone\" TO 'UTC'\n"
            "SET \"DateStyle\" TO 'ISO, YMD'\n"
            "SET \"IntervalStyle\" TO 'iso_8601'\n"
            "SET bytea_output TO 'hex'\n"
            "SET extra_float_digits TO '1'\n"
            "SET lc_monetary TO 'C'\n"
            "SET standard_conforming_strings TO 'on'\n"
            "owner postgres\n"
            "body sha256:a4d65412ab4e5c72320eaa4e4ff2f7ff137cc38794ad615bb58de8dcf3b1133c"
        ),
    )
    op.drop_rule(
        "ped.chat",
        of="uuid",
        sql=[
            (
                "create or replace function ped.chat(game uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.games as g\n"
                "        where g.id = chat.game\n"
                "            and g.draft_chat_enabled\n"
                "            and ped.see_draft(g.id)\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."chat"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."chat"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.chat(game uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:26063eb0bfc29f12f801ecd4f58b5a56f3b821bbc71775adef9902ace5879c74"
        ),
    )
    op.drop_rule(
        "ped.see_draft",
        of="uuid",
        sql=[
            (
                "create or replace function ped.see_draft(game uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.games as g\n"
                "        where g.id = see_draft.game\n"
                "            and g.draft_mode_enabled\n"
                "            and ped.see_game(g.id)\n"
                "            and (g.draft_visibility = 'public' or ped.admin(g.community_id))\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."see_draft"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."see_draft"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.see_draft(game uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:58637f9a3a5c031fd9e54944d3d27a17cf815d7e0c333ef34d52c0574e152c6f"
        ),
    )
    op.drop_rule(
        "ped.see_game",
        of="uuid",
        sql=[
            (
                "create or replace function ped.see_game(game uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.games as g\n"
                "        where g.id = see_game.game\n"
                "            and (\n"
                "                ped.admin(g.community_id)\n"
                "                or (\n"
                "                    ped.member(g.community_id)\n"
                "                    and (g.release_at is null or g.released_at is not null)\n"
                "                    and (g.audience_group_id is null or ped.in_group(g.audience_group_id))\n"
                "                )\n"
                "            )\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."see_game"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."see_game"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.see_game(game uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:a70f5292f2171dfd71046d70ae4c57195e753a0e57d69df14454990b5c27b1f7"
        ),
    )
    op.drop_rule(
        "ped.in_group",
        of="uuid",
        sql=[
            (
                "create or replace function ped.in_group(community_group uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.community_group_members as gm\n"
                "        join public.community_groups as g on g.id = gm.group_id\n"
                "        where gm.profile_id = (select auth.uid())\n"
                "            and gm.group_id = in_group.community_group\n"
                "            and ped.member(g.community_id)\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."in_group"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."in_group"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.in_group(community_group uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:b349aae30bb09e35556cab3636936af3371bb361153ffb5bffef1f9abf68173d"
        ),
    )
    op.drop_rule(
        "ped.manage_game",
        of="uuid",
        sql=[
            (
                "create or replace function ped.manage_game(game uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.games as g\n"
                "        where g.id = manage_game.game\n"
                "            and ped.admin(g.community_id)\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."manage_game"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."manage_game"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.manage_game(game uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:fa9830e9af11a563b72f40c7e0f5d6c579f9a4be650edd36752876ba3114d238"
        ),
    )
    op.drop_rule(
        "ped.topic_uuid",
        of="text, text",
        sql=[
            (
                'create or replace function "ped"."topic_uuid"(pattern text, part text)\n'
                "returns uuid\n"
                "language sql\n"
                "stable\n"
                "parallel safe\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $pedschema$\n"
                "  select case when bool_and(coalesce(admitted, false))\n"
                "    then (max(actual) filter (where wanted))::uuid end\n"
                "  from (\n"
                "    select actual, wanted,\n"
                "      case\n"
                "        when wanted then actual ~ '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'\n"
                "        when expected like '{%}' then actual <> ''\n"
                "        else actual = expected\n"
                "      end as admitted\n"
                "    from unnest(string_to_array(pattern, ':'), string_to_array(realtime.topic(), ':'))\n"
                "      as parts (expected, actual)\n"
                "    cross join lateral (select expected = '{' || part || '}' as wanted) as named\n"
                "  ) as compared\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."topic_uuid"(text, text) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."topic_uuid"(text, text) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.topic_uuid(pattern text, part text)\n"
            "RETURNS uuid\n"
            "LANGUAGE sql\n"
            "STABLE PARALLEL SAFE\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:b1af17a55495b3771d04395eb2a8407dc881139a3c1231f4c3c8cb22cdc84fcd"
        ),
    )
    op.drop_rule(
        "ped.topic_text",
        of="text, text",
        sql=[
            (
                'create or replace function "ped"."topic_text"(pattern text, part text)\n'
                "returns text\n"
                "language sql\n"
                "stable\n"
                "parallel safe\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $pedschema$\n"
                "  select case when bool_and(coalesce(admitted, false))\n"
                "    then (max(actual) filter (where wanted))::text end\n"
                "  from (\n"
                "    select actual, wanted,\n"
                "      case\n"
                "        when wanted then actual ~ '^(?:[a-z0-9_.-]{1,64})$'\n"
                "        when expected like '{%}' then actual <> ''\n"
                "        else actual = expected\n"
                "      end as admitted\n"
                "    from unnest(string_to_array(pattern, ':'), string_to_array(realtime.topic(), ':'))\n"
                "      as parts (expected, actual)\n"
                "    cross join lateral (select expected = '{' || part || '}' as wanted) as named\n"
                "  ) as compared\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."topic_text"(text, text) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."topic_text"(text, text) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.topic_text(pattern text, part text)\n"
            "RETURNS text\n"
            "LANGUAGE sql\n"
            "STABLE PARALLEL SAFE\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:b5ff6e46193dcc83a076d1a5d19abef3800701f2199a8de2850ca77f2164eb1e"
        ),
    )
    op.drop_rule(
        "ped.topic_bigint",
        of="text, text",
        sql=[
            (
                'create or replace function "ped"."topic_bigint"(pattern text, part text)\n'
                "returns bigint\n"
                "language sql\n"
                "stable\n"
                "parallel safe\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $pedschema$\n"
                "  select case when bool_and(coalesce(admitted, false))\n"
                "    then (max(actual) filter (where wanted))::bigint end\n"
                "  from (\n"
                "    select actual, wanted,\n"
                "      case\n"
                "        when wanted then actual ~ '^(?:0|-?[1-9][0-9]{0,17})$'\n"
                "        when expected like '{%}' then actual <> ''\n"
                "        else actual = expected\n"
                "      end as admitted\n"
                "    from unnest(string_to_array(pattern, ':'), string_to_array(realtime.topic(), ':'))\n"
                "      as parts (expected, actual)\n"
                "    cross join lateral (select expected = '{' || part || '}' as wanted) as named\n"
                "  ) as compared\n"
                "$pedschema$"
            ),
            'revoke all on function "ped"."topic_bigint"(text, text) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."topic_bigint"(text, text) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.topic_bigint(pattern text, part text)\n"
            "RETURNS bigint\n"
            "LANGUAGE sql\n"
            "STABLE PARALLEL SAFE\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:f15f3000b0c41009bf5db825c047f1551a5d43b55129aa60f5eaf8cc09b16e50"
        ),
    )
    op.drop_rule(
        "ped.member",
        of="uuid",
        sql=[
            (
                "create or replace function ped.member(community uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.memberships as m\n"
                "        join public.communities as c on c.id = m.community_id\n"
                "        where m.profile_id = (select auth.uid())\n"
                "            and m.community_id = member.community\n"
                "            and m.status = 'approved'\n"
                "            and (c.archived_at is null or m.role = 'owner')\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."member"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."member"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.member(community uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:3f0627400c889e415f73d9008eb86e3f120833fe213c6ef7fc77c0cf06ac92c5"
        ),
    )
    op.drop_rule(
        "ped.admin",
        of="uuid",
        sql=[
            (
                "create or replace function ped.admin(community uuid) returns boolean\n"
                "language sql stable security definer\n"
                "set search_path = pg_catalog, pg_temp\n"
                "as $$\n"
                "    select exists (\n"
                "        select\n"
                "        from public.memberships as m\n"
                "        join public.communities as c on c.id = m.community_id\n"
                "        where m.profile_id = (select auth.uid())\n"
                "            and m.community_id = admin.community\n"
                "            and m.status = 'approved'\n"
                "            and m.role in ('admin', 'owner')\n"
                "            and (c.archived_at is null or m.role = 'owner')\n"
                "    )\n"
                "$$"
            ),
            'revoke all on function "ped"."admin"(uuid) from public, anon, authenticated, service_role',
            'grant execute on function "ped"."admin"(uuid) to "authenticated"',
        ],
        canonical=(
            "CREATE OR REPLACE FUNCTION ped.admin(community uuid)\n"
            "RETURNS boolean\n"
            "LANGUAGE sql\n"
            "STABLE SECURITY DEFINER\n"
            "SET search_path TO 'pg_catalog', 'pg_temp'\n"
            "owner postgres\n"
            "grant EXECUTE to authenticated\n"
            "body sha256:24943fe9c8142d10425cbbab8df4d86e1a16160005a3ea62f55f24a8cd6a4e0e"
        ),
    )
    op.drop_switch_table(
        "ped.surface_switch",
        sql=[
            (
                'create table if not exists "ped"."surface_switch" (\n'
                "  surface text primary key,\n"
                "  enabled boolean not null default true,\n"
                "  reason text not null default '',\n"
                "  changed_by text not null default current_user,\n"
                "  changed_at timestamp with time zone not null default now(),\n"
                "  until timestamp with time zone\n"
                ")"
            ),
            'alter table "ped"."surface_switch" enable row level security',
            'revoke all on table "ped"."surface_switch" from public, anon, authenticated, service_role',
        ],
        canonical=(
            "table\n"
            "surface text NOT NULL\n"
            "enabled boolean DEFAULT true NOT NULL\n"
            "reason text DEFAULT ''::text NOT NULL\n"
            "changed_by text DEFAULT CURRENT_USER NOT NULL\n"
            "changed_at timestamp with time zone DEFAULT now() NOT NULL\n"
            "until timestamp with time zone\n"
            "CONSTRAINT surface_switch_pkey PRIMARY KEY (surface)\n"
            "row level security\n"
            "owner postgres"
        ),
    )
