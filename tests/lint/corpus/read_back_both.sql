-- expect: nothing
CREATE POLICY rooms_write ON realtime.messages AS PERMISSIVE FOR INSERT TO authenticated
WITH CHECK (((extension = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND ( SELECT app.chat(( SELECT app.topic_uuid('room:{room_id}:live'::text, 'room_id'::text) AS topic_uuid)) AS chat)));
