-- expect: nothing
CREATE POLICY rooms_read ON realtime.messages AS PERMISSIVE FOR SELECT TO authenticated
USING (((extension = 'broadcast'::text) AND (EXISTS ( SELECT 1
   FROM public.room_members m
  WHERE ((m.user_id = ( SELECT auth.uid() AS uid)) AND (m.room_topic = ( SELECT realtime.topic() AS topic)))))));
