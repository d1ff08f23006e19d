-- People: profiles, communities, memberships and groups.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  avatar_url text,
  name text,
  about text,
  role public.profile_role not null default 'member',
  first_name text,
  last_name text,
  phone text,
  address text,
  birth_date date,
  jersey_number smallint,
  position text,
  email text,
  approval_status public.profile_approval_status not null default 'draft',
  nationality text,
  deactivated_at timestamptz,
  deleted_at timestamptz,
  favorite_community_id uuid,
  city text,
  state text,
  created_community_id uuid
);

create table public.communities (
  id uuid primary key default gen_random_uuid(),
  community_timezone text not null default 'UTC',
  confirmation_window_hours_before_kickoff integer not null default 24,
  confirmation_reminders_local_times time[] not null default '{}',
  crunch_time_enabled boolean not null default false,
  crunch_time_start_time_local time not null default '17:00',
  game_notification_times_local time[] not null default '{}',
  created_at timestamptz not null default timezone('utc', now()),
  community_priority_enabled boolean not null default false,
  banner_url text,
  logo_url text,
  primary_color text,
  name text not null,
  city text,
  sport text,
  description text,
  state text,
  contact_email text,
  contact_phone text,
  website_url text,
  facebook_url text,
  instagram_url text,
  x_url text,
  youtube_url text,
  sports text[],
  name_normalized text not null,
  archived_at timestamptz
);

create table public.memberships (
  id uuid primary key default gen_random_uuid(),
  community_id uuid not null references public.communities (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  created_at timestamptz not null default timezone('utc', now()),
  status public.membership_status not null default 'pending',
  role public.membership_role not null default 'member',
  requested_at timestamptz not null default timezone('utc', now()),
  unique (community_id, profile_id)
);

create table public.community_groups (
  id uuid primary key default gen_random_uuid(),
  community_id uuid not null references public.communities (id) on delete cascade,
  name text not null,
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default timezone('utc', now())
);

create table public.community_group_members (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references public.community_groups (id) on delete cascade,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  created_at timestamptz not null default timezone('utc', now()),
  unique (group_id, profile_id)
);

-- Profiles and communities point at each other.
alter table public.profiles
  add constraint profiles_favorite_community_id_fkey
    foreign key (favorite_community_id) references public.communities (id),
  add constraint profiles_created_community_id_fkey
    foreign key (created_community_id) references public.communities (id);
