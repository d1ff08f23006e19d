-- An approved member of the community; an archived community is its owner's alone.
create function ped.member(community uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from public.memberships as m
        join public.communities as c on c.id = m.community_id
        where m.profile_id = (select auth.uid())
            and m.community_id = member.community
            and m.status = 'approved'
            and (c.archived_at is null or m.role = 'owner')
    )
$$;
