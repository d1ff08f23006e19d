create policy rooms_admin_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select rooms.keeper((select rooms.topic_uuid('room:{room_id}:admin', 'room_id'))))
    );
