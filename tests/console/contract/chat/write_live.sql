create policy rooms_live_write on realtime.messages
    for insert
    to authenticated
    with check (
        messages.extension in ('broadcast', 'presence')
        and messages.topic = (select realtime.topic())
        and (select rooms.member((select rooms.topic_uuid('room:{room_id}:live', 'room_id'))))
    );
