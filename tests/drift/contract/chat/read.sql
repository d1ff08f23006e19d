CREATE POLICY rooms_chat_read ON realtime.messages FOR SELECT TO authenticated
USING (
  messages.extension = 'broadcast'
  AND rooms.is_member(rooms.topic_uuid('room:{room_id}:chat', 'room_id'))
);
