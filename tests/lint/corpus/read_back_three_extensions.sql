-- expect: POL004
CREATE POLICY rooms_read ON realtime.messages AS PERMISSIVE FOR SELECT TO authenticated
USING (((extension = ANY ('{broadcast,presence,system}'::text[])) AND (topic = (( SELECT auth.uid() AS uid))::text)));
