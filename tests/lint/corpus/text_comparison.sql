-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and split_part(messages.topic, ':', 1) = 'room'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_id::text = split_part((select realtime.topic()), ':', 2)
        )
    );
