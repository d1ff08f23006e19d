-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and (select auth.uid()) = (select app.topic_uuid('user:{user_id}', 'user_id'))
    );
