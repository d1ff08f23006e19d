CREATE POLICY rooms_live_write ON realtime.messages FOR INSERT TO authenticated
WITH CHECK (
  messages.extension IN ('broadcast', 'presence')
  AND rooms.is_member(rooms.topic_uuid('room:{room_id}:live', 'room_id'))
);
