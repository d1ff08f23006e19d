-- expect: POL003
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_topic = (select realtime.topic())
        )
    );
