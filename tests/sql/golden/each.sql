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
  operations text[];
  records jsonb[];
  old_records jsonb[];
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
    select array_agg(change.topic), array_agg(change.operation),
      array_agg(change.record), array_agg(change.old_record)
    into topics, operations, records, old_records
    from (
      select
        after."topic" as topic,
        'INSERT' as operation,
        to_jsonb(after.*) - 'topic' as record,
        null::jsonb as old_record
      from new_rows as new
      cross join lateral (
        select
          'room:' || row."room_id"::text || ':chat' as "topic",
          row."id", row."room_id", row."content"
        from (select new.*) as row
      ) as after
      where after."topic" is not null
      order by new."id"
    ) as change;
  else
    select array_agg(change.topic), array_agg(change.operation),
      array_agg(change.record), array_agg(change.old_record)
    into topics, operations, records, old_records
    from (
      select change.*
      from new_rows as new
      full join old_rows as old on new."id" = old."id"
      left join lateral (
        select
          'room:' || row."room_id"::text || ':chat' as "topic",
          row."id", row."room_id", row."content"
        from (select new.*) as row
        where new."id" is not null
      ) as after on true
      left join lateral (
        select
          'room:' || row."room_id"::text || ':chat' as "topic",
          row."id", row."room_id", row."content"
        from (select old.*) as row
        where old."id" is not null
      ) as before on true
      cross join lateral (
        select
          after."topic" as topic,
          'UPDATE' as operation,
          to_jsonb(after.*) - 'topic' as record,
          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record
        where after."topic" = before."topic" and (
          row(
            after."id", after."room_id", after."content"
          ) is distinct from row(
            before."id", before."room_id", before."content"
          )
        )
        union all
        select
          before."topic" as topic,
          'REMOVED' as operation,
          null::jsonb as record,
          (select to_jsonb(kept.*) from (select before."id") as kept) as old_record
        where before."topic" is not null and before."topic" is distinct from after."topic"
        union all
        select
          after."topic" as topic,
          'INSERT' as operation,
          to_jsonb(after.*) - 'topic' as record,
          null::jsonb as old_record
        where after."topic" is not null and after."topic" is distinct from before."topic"
      ) as change
      order by coalesce(new."id", old."id")
    ) as change;
  end if;
  if topics is null then
    return null;
  end if;
  insert into realtime.messages (id, topic, event, extension, private, payload)
  select
    message.id,
    message.topic,
    'messages.' || message.operation,
    'broadcast',
    true,
    jsonb_build_object(
      'id', message.id, 'schema', 'public', 'table', 'messages',
      'operation', replace(message.operation, 'REMOVED', 'DELETE'),
      'record', message.record, 'old_record', message.old_record
    )
  from (
    select gen_random_uuid() as id, change.*
    from unnest(topics, operations, records, old_records)
      as change (topic, operation, record, old_record)
  ) as message;
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

create or replace trigger "chat_room__messages_update"
after update on "public"."messages"
referencing old table as old_rows new table as new_rows
for each statement
execute function "chat"."room__messages_v1"();

