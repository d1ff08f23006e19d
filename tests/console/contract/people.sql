insert into public.profiles (id, name) values
    ('b0000000-0000-4000-8000-000000000001', 'Ada'),
    ('b0000000-0000-4000-8000-000000000002', 'Ben'),
    ('b0000000-0000-4000-8000-000000000003', 'Cleo'),
    ('b0000000-0000-4000-8000-000000000004', 'Dora');
insert into public.rooms (id, name, topic) values
    ('a0000000-0000-4000-8000-000000000001', 'Garden', 'What grows, and what does not'),
    ('a0000000-0000-4000-8000-000000000002', 'Library', null);
insert into public.members (room_id, profile_id, role) values
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'keeper'),
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002', 'member'),
    ('a0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000002', 'member'),
    ('a0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000004', 'keeper');
insert into public.invitations (room_id, profile_id) values
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000003');
insert into public.messages (room_id, profile_id, content, mood) values
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'The beans are up', 'glad'),
    ('a0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000004', 'Quiet, please', 'cross');
create policy write_own on public.messages to authenticated
    using (rooms.member(room_id))
    with check (rooms.member(room_id) and profile_id = (select auth.uid()));
