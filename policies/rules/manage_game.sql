-- An admin of the game's community.
create function ped.manage_game(game uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from public.games as g
        where g.id = manage_game.game
            and ped.admin(g.community_id)
    )
$$;
