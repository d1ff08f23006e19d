-- Members of a room join its topic and receive what it tells.
create policy @schema@_room_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select @schema@.is_member((select @schema@.topic_uuid('room:{room_id}', 'room_id'))))
    );
