-- expect: POL005, POL012
CREATE POLICY rooms_read ON realtime.messages AS PERMISSIVE FOR SELECT TO authenticated
USING (((extension = 'broadcast'::text) AND (EXISTS ( SELECT 1
   FROM public.room_users
  WHERE ((room_users.topic = room_users.topic) AND (room_users.user_id = ( SELECT auth.uid() AS uid)))))));
