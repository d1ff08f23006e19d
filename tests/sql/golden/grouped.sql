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
  select array_agg(change.topic), array_agg(change.operation),
    array_agg(change.record), array_agg(change.old_record)
  into topics, operations, records, old_records
  from (
    select
      before."topic" as topic,
      'DELETE' as operation,
      null::jsonb as record,
      (select to_jsonb(kept.*) from (select before."id") as kept) as old_record
    from old_rows as old
    left join old_rows as new on false
    cross join lateral (
      select
        'room:' || row."room_id"::text || ':chat' as "topic",
        row."id", row."room_id", row."content"
      from (select old.*) as row
    ) as before
    where before."topic" is not null
      and (old.status = 'open')
    order by old."id"
  ) as change;
  if topics is null then
    return null;
  end if;
  perform realtime.send(message.payload, message.event, message.topic, true)
  from (
    select
      change.topic,
      case when change.refetch then 'messages.REFETCH' else 'messages.GROUP' end as event,
      case when change.refetch then jsonb_build_object(
        'schema', 'public', 'table', 'messages',
        'operation', change.operation, 'count', change.count
      ) else jsonb_build_object(
        'schema', 'public', 'table', 'messages',
        'operation', change.operation,
        'records', jsonb_agg(change.record order by change.place)
          filter (where change.record is not null and not change.refetch),
        'old_records', jsonb_agg(change.old_record order by change.place)
          filter (where change.old_record is not null and not change.refetch)
      ) end as payload
    from (
      select
        sized.*,
        count(*) over by_group as count,
        count(*) over by_group > 50
          or max(sized.bytes) over by_group > 200000 as refetch,
        (sum(sized.bytes) over in_order - 1)
          / greatest(200000 - max(sized.bytes) over by_group, 1) as step
      from (
        select
          gathered.*,
          coalesce(octet_length(gathered.record::text) + 2, 0)
            + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes
        from unnest(topics, operations, records, old_records) with ordinality
          as gathered (topic, operation, record, old_record, place)
      ) as sized
      window
        by_group as (partition by sized.topic, sized.operation),
        in_order as (partition by sized.topic, sized.operation order by sized.place)
    ) as change
    group by change.topic, change.operation, change.count, change.refetch,
      case when change.refetch then 0 else change.step end
    order by change.topic, change.operation, min(change.place)
  ) as message;
  return null;
exception when others then
  raise warning 'WarnSendingBroadcastMessage: %: %', 'chat.room__messages_v1', sqlerrm;
  return null;
end
$pedschema$;

revoke all on function "chat"."room__messages_v1"() from public, anon, authenticated, service_role;

create or replace trigger "chat_room__messages_delete"
after delete on "public"."messages"
referencing old table as old_rows
for each statement
execute function "chat"."room__messages_v1"();

