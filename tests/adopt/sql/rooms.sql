-- Tables of a small app, as every other script of this folder expects them.
create table public.rooms (id uuid primary key, slug text not null);
create table public.room_members (
    room_id uuid references public.rooms on delete cascade, user_id uuid, primary key (room_id, user_id)
);
create table public.messages (
    id bigint generated always as identity primary key,
    room_id uuid not null references public.rooms on delete cascade,
    author_id uuid,
    content text
);
create table public.reactions (
    id uuid primary key default gen_random_uuid(),
    message_id bigint not null references public.messages on delete cascade,
    emoji text
);
create table public.audits (id uuid primary key, note text);
insert into public.rooms values ('11111111-1111-4111-8111-111111111111', 'kitchen');
insert into public.room_members
    values ('11111111-1111-4111-8111-111111111111', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa');
