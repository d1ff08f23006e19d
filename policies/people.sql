-- Communities a (with a group), b, and archived; their people; games of every visibility.
insert into auth.users (id, email)
select ('10000000-0000-4000-8000-0000000000' || n)::uuid, 'player' || n || '@example.org'
from unnest(array[
    '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12',
    '21', '31', '32', '33', '34', '35', '36', '37', '38', '39', '40'
]) as n;

update public.profiles
set name = 'Player ' || right(id::text, 2);

-- Anybody can do this to the own row: the column has no rule of its own.
update public.profiles
set role = 'admin'
where id = '10000000-0000-4000-8000-000000000037';

insert into public.communities (id, name, name_normalized, archived_at)
values
    ('c0000000-0000-4000-8000-00000000000a', 'Alpha', 'alpha', null),
    ('c0000000-0000-4000-8000-00000000000b', 'Beta', 'beta', null),
    ('c0000000-0000-4000-8000-00000000000c', 'Gone', 'gone', '2026-01-01 00:00:00+00');

insert into public.memberships (community_id, profile_id, status, role)
select 'c0000000-0000-4000-8000-00000000000a', ('10000000-0000-4000-8000-0000000000' || n)::uuid, 'approved', 'member'
from unnest(array['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '21']) as n;

insert into public.memberships (community_id, profile_id, status, role)
values
    ('c0000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000031', 'approved', 'admin'),
    ('c0000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000032', 'approved', 'owner'),
    ('c0000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000033', 'pending', 'member'),
    ('c0000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000034', 'rejected', 'member'),
    ('c0000000-0000-4000-8000-00000000000b', '10000000-0000-4000-8000-000000000035', 'approved', 'member'),
    ('c0000000-0000-4000-8000-00000000000b', '10000000-0000-4000-8000-000000000036', 'approved', 'admin'),
    ('c0000000-0000-4000-8000-00000000000c', '10000000-0000-4000-8000-000000000038', 'approved', 'member'),
    ('c0000000-0000-4000-8000-00000000000c', '10000000-0000-4000-8000-000000000039', 'approved', 'owner');

insert into public.community_groups (id, community_id, name, created_by)
values (
    '60000000-0000-4000-8000-00000000000a', 'c0000000-0000-4000-8000-00000000000a', 'Late shift',
    '10000000-0000-4000-8000-000000000032'
);

-- The rejected member still stands in the group: the membership decides, not the group's list.
insert into public.community_group_members (group_id, profile_id)
values
    ('60000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000021'),
    ('60000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000034');

insert into public.games (
    id, name, start_time, capacity, created_by, community_id, release_at, released_at, audience_group_id,
    draft_mode_enabled, draft_visibility, draft_chat_enabled
)
select
    ('90000000-0000-4000-8000-0000000000' || g.n)::uuid, g.name, '2030-06-01 18:00:00+00', 12,
    '10000000-0000-4000-8000-000000000032', ('c0000000-0000-4000-8000-00000000000' || g.community)::uuid,
    g.release_at::timestamptz, null, g.audience::uuid, g.draft, g.visibility::public.draft_visibility, g.chat
from (
    values
        ('01', 'Open', 'a', null, null, true, 'public', true),
        ('02', 'Not out yet', 'a', '2030-05-01 18:00:00+00', null, true, 'public', true),
        ('03', 'For a group', 'a', null, '60000000-0000-4000-8000-00000000000a', true, 'public', true),
        ('04', 'Admins draft', 'a', null, null, true, 'admin_only', true),
        ('05', 'Without draft', 'a', null, null, false, 'public', true),
        ('06', 'Silent draft', 'a', null, null, true, 'public', false),
        ('07', 'Elsewhere', 'b', null, null, true, 'public', true),
        ('08', 'Long ago', 'c', null, null, true, 'public', true)
) as g (n, name, community, release_at, audience, draft, visibility, chat);

insert into public.game_queue (game_id, profile_id, status)
select '90000000-0000-4000-8000-000000000001', ('10000000-0000-4000-8000-0000000000' || n)::uuid, 'rostered'
from unnest(array['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']) as n;
