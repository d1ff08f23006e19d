create type public.mood as enum ('sad', 'happy');
create table public.rooms (id uuid primary key, name text not null, is_open boolean not null default true);
create table public.profiles (id uuid primary key, name text);
create table public.members (
    room_id uuid not null, profile_id uuid not null, seat smallint, primary key (room_id, profile_id)
);
create table public.messages (
    id uuid primary key, room_id uuid not null, profile_id uuid, content text not null, marks integer[],
    mood public.mood, extra jsonb, total bigint not null, price numeric, weight numeric, hidden_at timestamptz
);
insert into public.profiles values ('00000000-0000-4000-8000-000000000001', 'Ann');
