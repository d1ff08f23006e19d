-- expect: TOP001
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
        )
        and messages.extension = 'broadcast'
        and (select realtime.topic()) ~ '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
    );
