-- expect: TOP001, TOP002, TOP010, PRF001
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_id = split_part(realtime.topic(), ':', 2)::uuid
        )
    );
