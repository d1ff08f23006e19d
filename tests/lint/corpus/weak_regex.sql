-- expect: TOP007
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and (select realtime.topic()) ~ '^room:[0-9a-f-]{36}$'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
        )
    );
