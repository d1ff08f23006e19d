-- expect: POL007
create policy rooms_read on realtime.messages
    for insert
    to authenticated
    with check (
        messages.extension = 'broadcast'
        and messages.event = 'user_event'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_topic = (select realtime.topic())
        )
    );
