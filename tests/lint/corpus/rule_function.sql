-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and (select app.member((select app.topic_uuid('room:{room_id}', 'room_id'))))
    );
