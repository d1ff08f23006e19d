insert into public.rooms (id, title) values
    ('11111111-1111-4111-8111-111111111111', 'Kitchen'),
    ('22222222-2222-4222-8222-222222222222', 'Garden');

insert into public.room_members (room_id, user_id) values
    ('11111111-1111-4111-8111-111111111111', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa');
