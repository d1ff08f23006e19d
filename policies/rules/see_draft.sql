-- Whoever sees the game sees its draft, unless the draft is off or for admins only.
create function ped.see_draft(game uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from public.games as g
        where g.id = see_draft.game
            and g.draft_mode_enabled
            and ped.see_game(g.id)
            and (g.draft_visibility = 'public' or ped.admin(g.community_id))
    )
$$;
