-- The same with events that the contract can go on sending.
create function public.messages_changes() returns trigger language plpgsql security definer as $$
begin
    perform realtime.broadcast_changes(
        'room:' || coalesce(new.room_id, old.room_id)::text,
        tg_table_name || '.' || tg_op, tg_op, tg_table_name, tg_table_schema, new, old
    );
    return null;
end;
$$;
create trigger handle_messages_changes
    after insert or update or delete on public.messages
    for each row execute function public.messages_changes();
create function public.is_member(room text) returns boolean language sql stable security definer as $$
    select exists (
        select from public.room_members as m where m.room_id::text = room and m.user_id = auth.uid()
    )
$$;
create policy "members read rooms" on realtime.messages for select to authenticated using (
    realtime.topic() like 'room:%' and public.is_member(split_part(realtime.topic(), ':', 2))
);
