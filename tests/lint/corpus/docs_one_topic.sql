-- expect: POL003, POL006
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        (select realtime.topic()) = 'room-1'
    );
