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
  before record;
  after record;
begin
  select into before
    'room:' || row."room_id"::text || ':chat' as "topic",
    row."id", row."room_id", row."content"
  from (select old.*) as row
  where tg_op <> 'INSERT'
    and (not row.hidden);
  select into after
    'room:' || row."room_id"::text || ':chat' as "topic",
    row."id", row."room_id", row."content"
  from (select new.*) as row
  where tg_op <> 'DELETE'
    and (not row.hidden);
  if before."topic" is null and after."topic" is null then
    return null;
  end if;
  if before."topic" = after."topic" and not (
    row(
      after."id", after."room_id", after."content"
    ) is distinct from row(
      before."id", before."room_id", before."content"
    )
  ) then
    return null;
  end if;
  if (
    select count(*)
    from "chat"."surface_switch" as switch
    where switch.surface in ('Chat')
      and not switch.enabled
      and (switch.until is null or switch.until > now())
  ) = 1 then
    return null;
  end if;
  if before."topic" = after."topic" then
    perform realtime.broadcast_changes(
      after."topic", 'messages.UPDATE', 'UPDATE', 'messages', 'public', record.*, old_record.*
    )
    from
      (select after."id", after."room_id", after."content") as record,
      (select before."id") as old_record;
    return null;
  end if;
  if before."topic" is not null then
    perform realtime.broadcast_changes(
      before."topic",
      case tg_op when 'DELETE' then 'messages.DELETE' else 'messages.REMOVED' end, 'DELETE',
      'messages', 'public', null, old_record.*
    )
    from
      (select before."id") as old_record;
  end if;
  if after."topic" is not null then
    perform realtime.broadcast_changes(
      after."topic", 'messages.INSERT', 'INSERT', 'messages', 'public', record.*, null
    )
    from
      (select after."id", after."room_id", after."content") as record;
  end if;
  return null;
exception when others then
  raise warning 'WarnSendingBroadcastMessage: %: %', 'chat.room__messages_v1', sqlerrm;
  return null;
end
$pedschema$;

revoke all on function "chat"."room__messages_v1"() from public, anon, authenticated, service_role;

create or replace trigger "chat_room__messages_insert"
after insert on "public"."messages"
for each row
execute function "chat"."room__messages_v1"();

create or replace trigger "chat_room__messages_update"
after update on "public"."messages"
for each row
when (
  row(
    old."room_id", old."content", old."hidden"
  ) is distinct from row(
    new."room_id", new."content", new."hidden"
  )
)
execute function "chat"."room__messages_v1"();

create or replace trigger "chat_room__messages_delete"
after delete on "public"."messages"
for each row
execute function "chat"."room__messages_v1"();

