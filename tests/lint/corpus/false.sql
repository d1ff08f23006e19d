-- expect: POL004
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        false
    );
