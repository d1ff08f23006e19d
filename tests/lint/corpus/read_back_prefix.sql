-- expect: nothing
CREATE POLICY rooms_read ON realtime.messages AS PERMISSIVE FOR SELECT TO authenticated
USING (((extension = 'broadcast'::text) AND (topic ~~ 'room:%'::text) AND (EXISTS ( SELECT 1
   FROM public.rooms_users ru
  WHERE ((ru.user_id = ( SELECT auth.uid() AS uid)) AND ((ru.topic)::text = messages.topic))))));
