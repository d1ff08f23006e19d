-- Row level security of the app's tables as production has it, with its weaknesses. A table that has it on
-- and no policy for a command leaves that command to the service role; nine tables have it off.

-- people

alter table public.profiles enable row level security;
create policy profiles_select_all on public.profiles for select using (true);
create policy profiles_insert_own on public.profiles for insert with check (id = auth.uid());
-- No column is excepted, so everyone may set his own role.
create policy profiles_update_own on public.profiles for update using (id = auth.uid());
create policy profiles_update_admin on public.profiles for update
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.communities enable row level security;
create policy communities_select_authenticated on public.communities for select to authenticated using (true);

alter table public.memberships enable row level security;
create policy memberships_select_own on public.memberships for select to authenticated
  using (profile_id = auth.uid());

alter table public.community_groups enable row level security;
create policy community_groups_all_admin on public.community_groups for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.community_group_members enable row level security;
create policy community_group_members_select_own on public.community_group_members for select to authenticated
  using (profile_id = auth.uid());
create policy community_group_members_all_admin on public.community_group_members for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

-- games

alter table public.games enable row level security;
create policy games_select_authenticated on public.games for select to authenticated using (true);
-- The community is compared with itself: an admin of any community passes for every game.
create policy games_insert_admin on public.games for insert to authenticated
  with check (
    created_by = auth.uid()
    and exists (
      select 1 from public.memberships
      where memberships.community_id = memberships.community_id
        and memberships.profile_id = auth.uid()
        and memberships.status = 'approved'
        and memberships.role in ('admin', 'owner')
    )
  );
create policy games_update_admin on public.games for update to authenticated
  using (
    exists (
      select 1 from public.memberships
      where memberships.community_id = memberships.community_id
        and memberships.profile_id = auth.uid()
        and memberships.status = 'approved'
        and memberships.role in ('admin', 'owner')
    )
  );
create policy games_delete_admin on public.games for delete to authenticated
  using (
    exists (
      select 1 from public.memberships
      where memberships.community_id = memberships.community_id
        and memberships.profile_id = auth.uid()
        and memberships.status = 'approved'
        and memberships.role in ('admin', 'owner')
    )
  );

alter table public.game_queue enable row level security;
create policy game_queue_select_authenticated on public.game_queue for select to authenticated using (true);
create policy game_queue_all_own on public.game_queue for all to authenticated
  using (profile_id = auth.uid());

alter table public.game_captains enable row level security;
create policy game_captains_select_authenticated on public.game_captains for select to authenticated
  using (true);
create policy game_captains_all_admin on public.game_captains for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.game_captain_votes enable row level security;
create policy game_captain_votes_select_authenticated on public.game_captain_votes for select to authenticated
  using (true);
create policy game_captain_votes_insert_own on public.game_captain_votes for insert to authenticated
  with check (voter_profile_id = auth.uid());
create policy game_captain_votes_delete_own on public.game_captain_votes for delete to authenticated
  using (voter_profile_id = auth.uid());

alter table public.game_teams enable row level security;
create policy game_teams_select_authenticated on public.game_teams for select to authenticated using (true);
create policy game_teams_all_admin on public.game_teams for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.game_team_members enable row level security;
create policy game_team_members_select_authenticated on public.game_team_members for select to authenticated
  using (true);

alter table public.game_draft_events enable row level security;
create policy game_draft_events_select_authenticated on public.game_draft_events for select to authenticated
  using (true);
create policy game_draft_events_all_admin on public.game_draft_events for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

-- results and ratings

alter table public.game_results enable row level security;
create policy game_results_select_authenticated on public.game_results for select to authenticated
  using (true);

alter table public.game_reviews enable row level security;
create policy game_reviews_select_admin on public.game_reviews for select to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.game_player_stats enable row level security;
create policy game_player_stats_select_own on public.game_player_stats for select to authenticated
  using (profile_id = auth.uid());
create policy game_player_stats_all_admin on public.game_player_stats for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.community_ratings enable row level security;
create policy community_ratings_select_own on public.community_ratings for select to authenticated
  using (profile_id = auth.uid());
create policy community_ratings_all_admin on public.community_ratings for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.community_game_ratings enable row level security;
create policy community_game_ratings_all_admin on public.community_game_ratings for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.community_game_rating_players enable row level security;
create policy community_game_rating_players_all_admin on public.community_game_rating_players for all
  to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.community_rating_events enable row level security;
create policy community_rating_events_all_admin on public.community_rating_events for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

-- chat

alter table public.chat_messages enable row level security;
create policy chat_messages_select_authenticated on public.chat_messages for select to authenticated
  using (true);
create policy chat_messages_insert_own on public.chat_messages for insert to authenticated
  with check (profile_id = auth.uid());
create policy chat_messages_delete_admin on public.chat_messages for delete to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role in ('admin', 'owner')));

alter table public.chat_message_reactions enable row level security;
create policy chat_message_reactions_select_authenticated on public.chat_message_reactions for select
  to authenticated using (true);
create policy chat_message_reactions_all_own on public.chat_message_reactions for all to authenticated
  using (profile_id = auth.uid());

-- devices

alter table public.user_devices enable row level security;
create policy user_devices_all_own on public.user_devices for all to authenticated
  using (profile_id = auth.uid());
