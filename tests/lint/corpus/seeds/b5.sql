-- expect: TOP003
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and (select realtime.topic()) like '%' || m.room_id::text || '%'
        )
    );
