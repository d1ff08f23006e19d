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
  after record;
begin
  select into after
    'room:' || row."room_id"::text || ':chat' as "topic",
    row."id",
    author.name::text as "author"
  from (select new.*) as row
  join "public"."people" as "author" on "author"."id" = row."author_id";
  if after."topic" is null then
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
  if after."topic" is not null then
    perform realtime.broadcast_changes(
      after."topic", 'messages.INSERT', 'INSERT', 'messages', 'public', record.*, null
    )
    from
      (select after."id", after."author") as record;
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

