-- expect: POL003, POL005
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        (((current_setting('request.jwt.claims'))::json ->> 'email') ~~ '%@example.org')
    );
