-- An approved admin or owner of the community, by membership and never by profiles.role, which users set themselves.
create function ped.admin(community uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from public.memberships as m
        join public.communities as c on c.id = m.community_id
        where m.profile_id = (select auth.uid())
            and m.community_id = admin.community
            and m.status = 'approved'
            and m.role in ('admin', 'owner')
            and (c.archived_at is null or m.role = 'owner')
    )
$$;
