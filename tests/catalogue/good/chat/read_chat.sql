-- Members read.
create policy chat_room_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast' -- never presence
        and (select chat.see_room((select chat.topic_uuid('room:{room_id}:chat', 'room_id'))))
    );
