-- Drops what the baseline files create and nothing else: an object of someone else that depends on a table or
-- a type stops it.

-- One statement, since profiles and communities point at each other.
drop table
  public.user_stats,
  public.referrals,
  public.achievements,
  public.projects,
  public.events,
  public.posts,
  public.categories,
  public.installs,
  public.game_notification_logs,
  public.user_devices,
  public.chat_message_reactions,
  public.chat_messages,
  public.community_rating_events,
  public.community_game_rating_players,
  public.community_game_ratings,
  public.community_ratings,
  public.game_player_stats,
  public.game_reviews,
  public.game_results,
  public.game_draft_events,
  public.game_team_members,
  public.game_teams,
  public.game_captain_votes,
  public.game_captains,
  public.game_queue,
  public.games,
  public.community_group_members,
  public.community_groups,
  public.memberships,
  public.communities,
  public.profiles;

drop function public.archive_community_if_empty();
drop function public.set_game_team_member_game_id();
drop function public.set_updated_at();

-- Takes its trigger along, since postgres does not own auth.users.
drop function public.handle_new_user() cascade;

drop type public.profile_approval_status;
drop type public.profile_role;
drop type public.membership_role;
drop type public.membership_status;
drop type public.draft_visibility;
drop type public.draft_style;
drop type public.draft_status;
drop type public.game_queue_status;
drop type public.game_status;
