-- expect: POL003, POL005, POL021
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        (select auth.role()) = 'authenticated'
    );
