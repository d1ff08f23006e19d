-- expect: TOP004
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic like 'chat_room:%'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_topic = (select realtime.topic())
        )
    );
