-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        exists (
            select ru.user_id
            from rooms_users as ru
            where ru.user_id = (select auth.uid())
                and ru.room_topic = (select realtime.topic())
                and realtime.messages.extension in ('broadcast', 'presence')
        )
    );

create policy rooms_write on realtime.messages
    for insert
    to authenticated
    with check (
        exists (
            select ru.user_id
            from rooms_users as ru
            where ru.user_id = (select auth.uid())
                and ru.room_topic = (select realtime.topic())
                and realtime.messages.extension in ('broadcast')
        )
    );
