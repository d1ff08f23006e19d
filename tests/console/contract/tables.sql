create type public.room_status as enum ('open', 'locked', 'closed');
create type public.mood as enum ('calm', 'glad', 'cross');

create table public.profiles (id uuid primary key default gen_random_uuid(), name text not null);

create table public.rooms (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    status public.room_status not null default 'open',
    topic text
);

create table public.members (
    room_id uuid not null references public.rooms on delete cascade,
    profile_id uuid not null references public.profiles on delete cascade,
    role text not null default 'member',
    primary key (room_id, profile_id)
);

create table public.invitations (
    id bigint generated always as identity primary key,
    room_id uuid not null references public.rooms on delete cascade,
    profile_id uuid not null references public.profiles on delete cascade,
    answer boolean
);

create table public.messages (
    id bigint generated always as identity primary key,
    room_id uuid not null references public.rooms on delete cascade,
    profile_id uuid not null references public.profiles on delete cascade,
    content text not null check (content <> ''),
    mood public.mood,
    pinned boolean not null default false
);

create table public.reactions (
    message_id bigint references public.messages on delete cascade,
    room_id uuid not null references public.rooms on delete cascade,
    emoji text not null,
    primary key (message_id, emoji)
);

alter table public.messages enable row level security;
grant select, insert, update, delete on public.messages to authenticated, service_role;
grant select on public.rooms, public.members to authenticated;
grant all on all tables in schema public to service_role;
