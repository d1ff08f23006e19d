-- The app's own trigger functions and triggers: a profile for every new user, updated_at, the game of a team
-- member, and the archiving of communities without members.

create function public.handle_new_user() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.profiles (id, email) values (new.id, new.email);
  return new;
end
$$;

create trigger on_auth_user_created
  after insert on auth.users
  for each row execute function public.handle_new_user();

create function public.set_updated_at() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  new.updated_at := timezone('utc', now());
  return new;
end
$$;

create trigger set_games_updated_at
  before update on public.games
  for each row execute function public.set_updated_at();

create trigger set_game_reviews_updated_at
  before update on public.game_reviews
  for each row execute function public.set_updated_at();

create trigger set_community_ratings_updated_at
  before update on public.community_ratings
  for each row execute function public.set_updated_at();

create trigger set_community_game_ratings_updated_at
  before update on public.community_game_ratings
  for each row execute function public.set_updated_at();

create function public.set_game_team_member_game_id() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  new.game_id := (select t.game_id from public.game_teams t where t.id = new.game_team_id);
  return new;
end
$$;

create trigger set_game_id
  before insert or update of game_team_id on public.game_team_members
  for each row execute function public.set_game_team_member_game_id();

create function public.archive_community_if_empty() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  update public.communities c
  set archived_at = timezone('utc', now())
  where c.id = old.community_id
    and c.archived_at is null
    and not exists (
      select 1 from public.memberships m where m.community_id = c.id and m.status = 'approved'
    );
  return null;
end
$$;

create trigger archive_community_if_empty
  after update of status or delete on public.memberships
  for each row execute function public.archive_community_if_empty();
