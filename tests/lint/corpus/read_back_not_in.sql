-- expect: TOP006
CREATE POLICY rooms_read ON realtime.messages AS PERMISSIVE FOR SELECT TO authenticated
USING (((extension = 'broadcast'::text) AND (topic <> ALL (ARRAY['staff'::text, 'board'::text]))));
