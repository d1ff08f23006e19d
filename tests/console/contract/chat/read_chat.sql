create policy rooms_chat_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select rooms.member((select rooms.topic_uuid('room:{room_id}:chat', 'room_id'))))
    );
