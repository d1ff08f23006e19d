-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        exists (
            select user_id
            from rooms_users
            where user_id = (select auth.uid())
                and topic = (select realtime.topic())
                and realtime.messages.extension in ('broadcast')
        )
    );
