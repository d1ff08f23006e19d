create schema if not exists "chat";

revoke all on schema "chat" from public, anon;

create table if not exists "chat"."surface_switch" (
  surface text primary key,
  enabled boolean not null default true,
  reason text not null default '',
  changed_by text not null default current_user,
  changed_at timestamp with time zone not null default now(),
  until timestamp with time zone
);

alter table "chat"."surface_switch" enable row level security;

revoke all on table "chat"."surface_switch" from public, anon, authenticated, service_role;

create or replace function "chat"."topic_uuid"(pattern text, part text)
returns uuid
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $pedschema$
  select case when bool_and(coalesce(admitted, false))
    then (max(actual) filter (where wanted))::uuid end
  from (
    select actual, wanted,
      case
        when wanted then actual ~ '^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'
        when expected like '{%}' then actual <> ''
        else actual = expected
      end as admitted
    from unnest(string_to_array(pattern, ':'), string_to_array(realtime.topic(), ':'))
      as parts (expected, actual)
    cross join lateral (select expected = '{' || part || '}' as wanted) as named
  ) as compared
$pedschema$;

revoke all on function "chat"."topic_uuid"(text, text) from public, anon, authenticated, service_role;

grant execute on function "chat"."topic_uuid"(text, text) to "authenticated";

create policy "chat_read"
on realtime.messages
as permissive
for select
to "authenticated"
using (
chat.is_member((select chat.topic_uuid('room:{room_id}:chat', 'room_id')))
);

