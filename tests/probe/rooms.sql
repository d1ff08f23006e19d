CREATE TABLE public.room_members (room_id uuid, person_id uuid, topic text);
INSERT INTO public.room_members VALUES
    ('aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', 'first'),
    ('aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002', 'first'),
    ('aaaaaaaa-0000-4000-8000-000000000002', 'bbbbbbbb-0000-4000-8000-000000000002', 'second');
CREATE TABLE public.vault (room_id uuid);
REVOKE ALL ON public.vault FROM authenticated;
CREATE TABLE public.mirror (room_id uuid);
ALTER TABLE public.mirror ENABLE ROW LEVEL SECURITY;
CREATE POLICY mirror_read ON public.mirror FOR SELECT
    USING (EXISTS (SELECT FROM public.mirror AS other WHERE other.room_id = mirror.room_id));

CREATE SCHEMA chat;
GRANT USAGE ON SCHEMA chat TO authenticated;
-- The key of a topic `room:…` with this ending; NULL for any other topic.
CREATE FUNCTION chat.room_of(topic text, ending text) RETURNS uuid
    LANGUAGE sql IMMUTABLE SET search_path = ''
    RETURN CASE
        WHEN topic ~ ('^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}' || ending || '$')
        THEN split_part(topic, ':', 2)::uuid
    END;
CREATE FUNCTION chat.enters(room uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    RETURN EXISTS (SELECT FROM public.room_members WHERE room_id = room AND person_id = auth.uid());

CREATE POLICY chat_room ON realtime.messages FOR SELECT TO authenticated
    USING (extension = 'broadcast' AND chat.enters(chat.room_of(topic, '')));
CREATE POLICY chat_person ON realtime.messages FOR SELECT TO authenticated
    USING (extension = 'broadcast' AND topic = 'person:' || auth.uid());
CREATE POLICY chat_lounge ON realtime.messages FOR SELECT TO authenticated
    USING (extension IN ('broadcast', 'presence') AND chat.enters(chat.room_of(topic, ':lounge')));
CREATE POLICY chat_lounge_send ON realtime.messages FOR INSERT TO authenticated
    WITH CHECK (extension IN ('broadcast', 'presence') AND chat.enters(chat.room_of(topic, ':lounge')));
