-- The realtime objects of the app's own migrations, as production has them: one trigger function without a
-- search_path, its three triggers, and two policies that open every private topic to every signed-in user.

create function public.broadcast_table_changes() returns trigger
  language plpgsql security definer
as $$
begin
  perform realtime.broadcast_changes(
    tg_table_schema || '.' || tg_table_name, tg_op, tg_op, tg_table_name, tg_table_schema, new, old
  );
  return null;
end
$$;

create trigger games_broadcast_trigger
  after update of draft_status, draft_turn, draft_direction on public.games
  for each row
  when (
    old.draft_status is distinct from new.draft_status
    or old.draft_turn is distinct from new.draft_turn
    or old.draft_direction is distinct from new.draft_direction
  )
  execute function public.broadcast_table_changes();

create trigger game_teams_broadcast_trigger
  after insert or update or delete on public.game_teams
  for each row execute function public.broadcast_table_changes();

create trigger game_team_members_broadcast_trigger
  after insert or delete on public.game_team_members
  for each row execute function public.broadcast_table_changes();

create policy allow_auth_select_broadcasts on realtime.messages for select to authenticated using (true);
create policy allow_auth_insert_broadcasts on realtime.messages for insert to authenticated with check (true);
