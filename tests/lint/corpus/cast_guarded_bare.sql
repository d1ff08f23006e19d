-- expect: TOP002, PRF001
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and realtime.topic() ~ '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_id = split_part(realtime.topic(), ':', 2)::uuid
        )
    );
