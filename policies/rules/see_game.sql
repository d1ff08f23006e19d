-- Admins see every game of their community; members see released games that are for everybody or for a group of theirs.
create function ped.see_game(game uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from public.games as g
        where g.id = see_game.game
            and (
                ped.admin(g.community_id)
                or (
                    ped.member(g.community_id)
                    and (g.release_at is null or g.released_at is not null)
                    and (g.audience_group_id is null or ped.in_group(g.audience_group_id))
                )
            )
    )
$$;
