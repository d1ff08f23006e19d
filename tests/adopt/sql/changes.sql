-- Database changes as broadcasts: one function with the names of operations as events, and a policy with EXISTS.
create function public.messages_changes() returns trigger language plpgsql security definer as $$
begin
    perform realtime.broadcast_changes(
        'room:' || coalesce(new.room_id, old.room_id)::text,
        tg_op, tg_op, tg_table_name, tg_table_schema, new, old
    );
    return null;
end;
$$;
create trigger handle_messages_changes
    after insert or update or delete on public.messages
    for each row execute function public.messages_changes();
create policy "members can read rooms" on realtime.messages for select to authenticated using (
    exists (
        select from public.room_members as m
        where m.user_id = (select auth.uid()) and 'room:' || m.room_id::text = (select realtime.topic())
    )
    and extension = 'broadcast'
);
