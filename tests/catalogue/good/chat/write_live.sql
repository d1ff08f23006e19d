create policy chat_live_write on realtime.messages for insert to authenticated
with check (
    messages.extension = any (array['broadcast', 'presence'])
    and (select chat.member(chat.topic_uuid('room:{room_id}:live', 'room_id')))
);
