-- Somebody of the group who is still a member of the group's community.
create function ped.in_group(community_group uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from public.community_group_members as gm
        join public.community_groups as g on g.id = gm.group_id
        where gm.profile_id = (select auth.uid())
            and gm.group_id = in_group.community_group
            and ped.member(g.community_id)
    )
$$;
