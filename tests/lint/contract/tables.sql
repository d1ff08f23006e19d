CREATE TABLE public.members (room_id uuid, user_id uuid, PRIMARY KEY (user_id, room_id));
CREATE TABLE public.messages (id uuid PRIMARY KEY, room_id uuid, content text);
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY members_read ON public.members FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
INSERT INTO public.members (room_id, user_id)
    VALUES ('aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001');
