-- expect: POL002
create policy rooms_write on realtime.messages
    for insert
    to authenticated
    with check (
        true
    );
