-- Chat messages and the reactions to them. A room is free text.

create table public.chat_messages (
  id uuid primary key default gen_random_uuid(),
  room text not null,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  content text not null,
  created_at timestamptz not null default now()
);

create index chat_messages_room_created_at_idx on public.chat_messages (room, created_at);

create table public.chat_message_reactions (
  id uuid primary key default gen_random_uuid(),
  message_id uuid not null references public.chat_messages (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  emoji text not null,
  created_at timestamptz not null default timezone('utc', now()),
  unique (message_id, profile_id)
);
