-- expect: POL022
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and (select realtime.topic()) = 'staff'
        and (select auth.uid()) in (select u.id from auth.users as u where u.is_super_admin)
    );
