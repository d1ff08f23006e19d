-- expect: nothing
CREATE POLICY rooms_read ON realtime.messages AS PERMISSIVE FOR SELECT TO authenticated
USING (((extension = 'broadcast'::text) AND
CASE
    WHEN (( SELECT realtime.topic() AS topic) ~ '^room:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'::text) THEN (EXISTS ( SELECT 1
       FROM public.room_members m
      WHERE ((m.user_id = ( SELECT auth.uid() AS uid)) AND (m.room_id = (split_part(( SELECT realtime.topic() AS topic), ':'::text, 2))::uuid))))
    ELSE false
END));
