-- Results, reviews, player statistics, and the ratings with their ledger.

create table public.game_results (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null unique references public.games (id) on delete cascade,
  winning_team_id uuid references public.game_teams (id),
  losing_team_id uuid references public.game_teams (id),
  winner_score smallint,
  loser_score smallint,
  reported_by uuid references public.profiles (id),
  reported_at timestamptz not null default timezone('utc', now()),
  status text not null default 'pending' check (status in ('pending', 'confirmed'))
);

create table public.game_reviews (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null references public.games (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  rating smallint not null check (rating between 1 and 5),
  comment text,
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default timezone('utc', now()),
  unique (game_id, profile_id)
);

create table public.game_player_stats (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null references public.games (id) on delete cascade,
  team_id uuid not null references public.game_teams (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  result text not null check (result in ('win', 'loss')),
  pick_order smallint,
  recorded_at timestamptz not null default timezone('utc', now()),
  unique (game_id, profile_id)
);

create table public.community_ratings (
  id uuid primary key default gen_random_uuid(),
  community_id uuid not null references public.communities (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  rating double precision not null default 1500,
  rated_games integer not null default 0,
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default timezone('utc', now()),
  unique (community_id, profile_id)
);

create table public.community_game_ratings (
  id uuid primary key default gen_random_uuid(),
  community_id uuid not null references public.communities (id) on delete cascade,
  game_id uuid not null references public.games (id) on delete cascade,
  winning_team_id uuid references public.game_teams (id) on delete cascade,
  losing_team_id uuid references public.game_teams (id) on delete cascade,
  winning_team_rating double precision not null,
  losing_team_rating double precision not null,
  expected_score double precision not null,
  k_factor double precision not null,
  rated_at timestamptz not null default timezone('utc', now()),
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default timezone('utc', now())
);

create table public.community_game_rating_players (
  id uuid primary key default gen_random_uuid(),
  community_game_rating_id uuid not null references public.community_game_ratings (id) on delete cascade,
  community_id uuid not null references public.communities (id) on delete cascade,
  game_id uuid not null references public.games (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  team_id uuid references public.game_teams (id) on delete cascade,
  is_winner boolean not null,
  rating_before double precision not null,
  rating_after double precision not null,
  rating_delta double precision not null,
  rated_games_before integer not null default 0,
  created_at timestamptz not null default timezone('utc', now())
);

create table public.community_rating_events (
  id uuid primary key default gen_random_uuid(),
  community_id uuid not null references public.communities (id) on delete cascade,
  game_id uuid references public.games (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  reason text not null,
  rating_delta double precision not null,
  rating_after double precision not null,
  created_at timestamptz not null default timezone('utc', now())
);
