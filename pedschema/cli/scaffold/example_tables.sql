-- Tables of the example. An app's own migrations make its tables; these stand here so that an empty database
-- has something to tell of. Replace them, or drop them together with the topic in policies/chat.

create table public.rooms (
    id uuid primary key default gen_random_uuid(),
    title text not null
);

create table public.room_members (
    room_id uuid not null references public.rooms on delete cascade,
    user_id uuid not null,
    primary key (room_id, user_id)
);

create table public.messages (
    id uuid primary key default gen_random_uuid(),
    room_id uuid not null references public.rooms on delete cascade,
    author_id uuid not null,
    content text not null,
    sent_at timestamp with time zone not null default now()
);

create index messages_room_id on public.messages (room_id);

alter table public.rooms enable row level security;
alter table public.room_members enable row level security;
alter table public.messages enable row level security;
