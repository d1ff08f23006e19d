-- expect: nothing
create policy rooms_write on realtime.messages
    for insert
    to authenticated
    with check (
        messages.extension = 'broadcast'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_topic = (select realtime.topic())
        )
    );
