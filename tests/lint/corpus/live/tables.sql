-- What the policies of the corpus name, with one person in one room of their own and another in room 2.
create schema app;
grant usage on schema app to anon, authenticated;
create table public.room_members (user_id uuid, room_id uuid, room_topic text, role text, joined_at timestamptz);
create table public.rooms (id uuid, topic text, is_open boolean, owner_id uuid, guest_id uuid);
create table public.rooms_users (user_id uuid, room_topic text, topic text, name text);
create table public.room_users (user_id uuid, topic text);
create table public.bans (user_id uuid, room_topic text);
create table public.moderators (user_id uuid);
create table public.seats (user_id uuid, number integer);
create table public.posts (id uuid);
create schema chat;
create table chat.messages (event text, private boolean);
grant select on all tables in schema public to anon, authenticated;

create function app.member(room uuid) returns boolean language sql stable security definer as $$
    select exists (
        select from public.room_members as m where m.room_id = member.room and m.user_id = (select auth.uid())
    )
$$;
create function app.chat(room uuid) returns boolean language sql stable as $$ select app.member(room) $$;
create function app.may_read(topic text) returns boolean language sql stable security definer as $$
    select exists (
        select from public.room_members as m
        where m.room_topic = may_read.topic and m.user_id = (select auth.uid())
    )
$$;
create function app.safe_uuid(value text) returns uuid language sql stable as $$
    select case when value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then value::uuid end
$$;
create function app.topic_uuid(pattern text, part text) returns uuid language sql stable as $$
    select case
        when realtime.topic() like split_part(pattern, '{', 1) || '%' and realtime.topic() not like '%:%:%'
        then app.safe_uuid(split_part(realtime.topic(), ':', 2))
    end
$$;

insert into public.room_members (user_id, room_id, room_topic) values
    ('11111111-1111-4111-8111-111111111111', '44444444-4444-4444-8444-444444444444', 'room:own'),
    ('22222222-2222-4222-8222-222222222222', '33333333-3333-4333-8333-333333333333', 'room:2');
insert into public.room_users select m.user_id, m.room_topic from public.room_members as m;
insert into public.rooms_users select m.user_id, m.room_topic, m.room_topic, m.room_topic from public.room_members as m;
insert into public.moderators values ('11111111-1111-4111-8111-111111111111');
insert into public.seats values ('11111111-1111-4111-8111-111111111111', 7);
