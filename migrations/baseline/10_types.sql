-- The enum types of the app. game_player_stats.result, game_draft_events.action and game_results.status
-- are text with a check instead.

create type public.game_status as enum ('scheduled', 'completed', 'cancelled');
create type public.game_queue_status as enum ('rostered', 'waitlisted', 'dropped');
create type public.draft_status as enum ('pending', 'ready', 'in_progress', 'completed');
create type public.draft_style as enum ('snake', 'original', 'auction');
create type public.draft_visibility as enum ('public', 'admin_only');
create type public.membership_status as enum ('pending', 'approved', 'rejected');
create type public.membership_role as enum ('owner', 'admin', 'member');
create type public.profile_role as enum ('member', 'captain', 'owner', 'admin');
create type public.profile_approval_status as enum ('pending', 'approved', 'draft', 'rejected');
