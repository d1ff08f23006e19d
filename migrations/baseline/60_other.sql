-- Push tokens, notification logs, and the tables the starter kit left behind.

create table public.user_devices (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null references public.profiles (id) on delete cascade,
  push_token text not null,
  platform text,
  device_name text,
  last_seen_at timestamptz,
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default timezone('utc', now())
);

create table public.game_notification_logs (
  id uuid primary key default gen_random_uuid(),
  game_id uuid not null references public.games (id) on delete cascade,
  profile_id uuid references public.profiles (id) on delete cascade,
  kind text not null,
  sent_at timestamptz not null default timezone('utc', now())
);

create table public.installs (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid references public.profiles (id),
  platform text,
  app_version text,
  created_at timestamptz not null default timezone('utc', now())
);

create table public.categories (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default timezone('utc', now())
);

create table public.posts (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid references public.profiles (id),
  category_id uuid references public.categories (id),
  title text not null,
  content text,
  image_url text,
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default timezone('utc', now())
);

create table public.events (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid references public.profiles (id),
  name text not null,
  description text,
  status text,
  start_time timestamptz,
  end_time timestamptz,
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default timezone('utc', now())
);

create table public.projects (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid references public.profiles (id),
  name text not null,
  description text,
  created_at timestamptz not null default timezone('utc', now())
);

create table public.achievements (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid references public.profiles (id),
  title text not null,
  progress integer not null default 0,
  goal integer,
  created_at timestamptz not null default timezone('utc', now())
);

create table public.referrals (
  id uuid primary key default gen_random_uuid(),
  referrer_id uuid references public.profiles (id),
  referred_id uuid references public.profiles (id),
  created_at timestamptz not null default timezone('utc', now())
);

create table public.user_stats (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid references public.profiles (id),
  name text not null,
  value numeric not null default 0,
  created_at timestamptz not null default timezone('utc', now())
);
