-- A row of one of the tables that the contract publishes.
\set table random(0, 247)
INSERT INTO public.t_:table (id, room_id, title) VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'a');
