-- Names that have to be quoted, a schema that a contract cannot name, a key that is an enum.
create schema "Other";
create schema inner_app;
create type inner_app.state as enum ('open', 'closed');
create table inner_app."Odd Table" (id uuid primary key, "select" text, state inner_app.state not null);
create table "Other".things (id uuid primary key);
create function public.odd() returns trigger language plpgsql security definer as $$
begin
    perform realtime.broadcast_changes(
        'odd:' || new.state::text, 'odd.' || tg_op, tg_op, tg_table_name, tg_table_schema, new, old
    );
    return null;
end $$;
create trigger "Odd ""Trigger""" after insert or update on inner_app."Odd Table"
    for each row execute function public.odd();
create trigger thing after insert on "Other".things for each row execute function public.odd();
create policy "Odd ""policy"", the first of an äpp with a long name" on realtime.messages
    for select to authenticated using (split_part(realtime.topic(), ':', 1) = 'odd');
