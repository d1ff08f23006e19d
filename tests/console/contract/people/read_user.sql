create policy rooms_user_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select rooms.topic_uuid('user:{user_id}', 'user_id')) = (select auth.uid())
    );
