create policy rooms_live_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension in ('broadcast', 'presence')
        and messages.topic = (select realtime.topic())
        and (select rooms.member((select rooms.topic_uuid('room:{room_id}:live', 'room_id'))))
    );
