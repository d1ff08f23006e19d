-- Games, who plays in them, and their draft.

create table public.games (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  description text,
  start_time timestamptz not null,
  end_time timestamptz,
  location_name text,
  location_notes text,
  cost_cents integer not null default 0,
  capacity smallint not null check (capacity > 0),
  waitlist_capacity smallint,
  status public.game_status not null default 'scheduled',
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default timezone('utc', now()),
  cancelled_at timestamptz,
  draft_status public.draft_status not null default 'pending',
  draft_turn smallint,
  draft_direction smallint not null default 1 check (draft_direction in (1, -1)),
  community_id uuid not null references public.communities (id),
  confirmation_enabled boolean not null default true,
  join_cutoff_offset_minutes_from_kickoff integer not null default 0,
  draft_mode_enabled boolean not null default true,
  crunch_time_start_time_local time,
  crunch_time_notice_sent_at timestamptz,
  draft_visibility public.draft_visibility not null default 'public',
  release_at timestamptz,
  released_at timestamptz,
  audience_group_id uuid references public.community_groups (id) on delete set null,
  draft_chat_enabled boolean not null default true,
  draft_style public.draft_style default 'snake',
  constraint games_release_before_start_check check (release_at <= start_time)
);

-- A row is a member (profile_id) or a guest (guest_name).
create table public.game_queue (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null references public.games (id) on delete cascade,
  profile_id uuid references public.profiles (id) on delete cascade,
  status public.game_queue_status not null default 'waitlisted',
  joined_at timestamptz not null default timezone('utc', now()),
  promoted_at timestamptz,
  dropped_at timestamptz,
  attendance_confirmed_at timestamptz,
  guest_name text,
  guest_phone text,
  guest_notes text,
  added_by_profile_id uuid references public.profiles (id) on delete set null,
  no_show_at timestamptz,
  no_show_by uuid references public.profiles (id) on delete set null,
  tardy_at timestamptz,
  tardy_by uuid references public.profiles (id) on delete set null,
  guest_rating integer check (guest_rating between 1 and 5),
  unique (game_id, profile_id),
  constraint game_queue_member_xor_guest_check check (num_nonnulls(profile_id, guest_name) = 1),
  constraint game_queue_no_show_xor_tardy_check check (no_show_at is null or tardy_at is null)
);

create table public.game_captains (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null references public.games (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  slot smallint not null check (slot > 0),
  created_at timestamptz not null default timezone('utc', now()),
  unique (game_id, slot),
  unique (game_id, profile_id)
);

create table public.game_captain_votes (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null references public.games (id) on delete cascade,
  voter_profile_id uuid not null references public.profiles (id) on delete cascade,
  nominee_profile_id uuid not null references public.profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  unique (game_id, voter_profile_id, nominee_profile_id),
  constraint game_captain_votes_no_self_vote_check check (voter_profile_id <> nominee_profile_id)
);

create table public.game_teams (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null references public.games (id) on delete cascade,
  name text not null,
  draft_order smallint not null,
  captain_profile_id uuid references public.profiles (id),
  created_at timestamptz not null default timezone('utc', now()),
  unique (game_id, draft_order)
);

-- A row is a member (profile_id) or a guest (guest_queue_id).
create table public.game_team_members (
  id uuid primary key default gen_random_uuid(),
  game_team_id uuid not null references public.game_teams (id) on delete cascade,
  profile_id uuid references public.profiles (id) on delete cascade,
  assigned_by uuid references public.profiles (id),
  assigned_at timestamptz not null default timezone('utc', now()),
  pick_order smallint,
  game_id uuid not null references public.games (id) on delete cascade,
  guest_queue_id uuid references public.game_queue (id) on delete cascade,
  unique (game_team_id, profile_id),
  unique (game_team_id, guest_queue_id),
  unique (game_id, profile_id),
  unique (game_id, guest_queue_id),
  constraint game_team_members_member_xor_guest_check check (num_nonnulls(profile_id, guest_queue_id) = 1)
);

create table public.game_draft_events (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null references public.games (id) on delete cascade,
  team_id uuid references public.game_teams (id) on delete set null,
  profile_id uuid references public.profiles (id) on delete set null,
  action text not null check (action in ('pick', 'undo', 'reset', 'start', 'finalize')),
  payload jsonb not null default '{}',
  created_by uuid references public.profiles (id) on delete set null,
  created_at timestamptz not null default timezone('utc', now()),
  guest_queue_id uuid references public.game_queue (id) on delete set null
);
