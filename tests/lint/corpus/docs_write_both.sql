-- expect: nothing
create policy rooms_read on realtime.messages
    for insert
    to authenticated
    with check (
        exists (
            select ru.user_id
            from rooms_users as ru
            where ru.user_id = (select auth.uid())
                and ru.topic = (select realtime.topic())
                and realtime.messages.extension in ('broadcast', 'presence')
        )
    );
