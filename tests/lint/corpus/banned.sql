-- expect: TOP006
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and not exists (
            select from public.bans as b
            where b.user_id = (select auth.uid()) and b.room_topic = messages.topic
        )
    );
