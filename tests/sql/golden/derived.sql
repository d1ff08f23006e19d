create or replace function "chat"."room__messages_v1"()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
set intervalstyle = 'iso_8601'
set bytea_output = 'hex'
set extra_float_digits = 1
set lc_monetary = 'C'
set standard_conforming_strings = on
as $pedschema$
#variable_conflict use_column
declare
  topics text[];
  records jsonb[];
begin
  if (
    select count(*)
    from "chat"."surface_switch" as switch
    where switch.surface in ('Chat')
      and not switch.enabled
      and (switch.until is null or switch.until > now())
  ) = 1 then
    return null;
  end if;
  if tg_op = 'INSERT' then
    select array_agg(told.topic), array_agg(told.record)
    into topics, records
    from (
      select distinct after."topic" as topic, to_jsonb(after.*) - 'topic' as record
      from (
        select
          'room:' || row."room_id"::text || ':chat' as "topic",
          row."room_id",
          ((select count(*) from public.messages as m where m.room_id = row.room_id))::integer as "count"
        from (
          select distinct
            new."room_id"
          from new_rows as new
        ) as row
      ) as after
      where after."topic" is not null
    ) as told;
  else
    select array_agg(told.topic), array_agg(told.record)
    into topics, records
    from (
      select distinct after."topic" as topic, to_jsonb(after.*) - 'topic' as record
      from (
        select
          'room:' || row."room_id"::text || ':chat' as "topic",
          row."room_id",
          ((select count(*) from public.messages as m where m.room_id = row.room_id))::integer as "count"
        from (
          select distinct
            old."room_id"
          from old_rows as old
        ) as row
      ) as after
      where after."topic" is not null
    ) as told;
  end if;
  if topics is null then
    return null;
  end if;
  perform realtime.send(
    jsonb_build_object(
      'schema', 'public', 'table', 'messages', 'operation', 'UPDATE',
      'record', told.record, 'old_record', null
    ),
    'room.summary', told.topic, true
  )
  from unnest(topics, records) as told (topic, record);
  return null;
exception when others then
  raise warning 'WarnSendingBroadcastMessage: %: %', 'chat.room__messages_v1', sqlerrm;
  return null;
end
$pedschema$;

revoke all on function "chat"."room__messages_v1"() from public, anon, authenticated, service_role;

create or replace trigger "chat_room__messages_insert"
after insert on "public"."messages"
referencing new table as new_rows
for each statement
execute function "chat"."room__messages_v1"();

create or replace trigger "chat_room__messages_delete"
after delete on "public"."messages"
referencing old table as old_rows
for each statement
execute function "chat"."room__messages_v1"();

