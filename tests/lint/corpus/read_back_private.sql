-- expect: POL006, POL008
CREATE POLICY rooms_read ON realtime.messages AS PERMISSIVE FOR SELECT TO authenticated
USING (((private IS TRUE) AND (extension = 'broadcast'::text) AND (topic = 'lobby'::text)));
