CREATE POLICY rooms_live_read ON realtime.messages FOR SELECT TO authenticated
USING (
  messages.extension IN ('broadcast', 'presence')
  AND rooms.is_member(rooms.topic_uuid('room:{room_id}:live', 'room_id'))
);
