-- expect: TOP001, TOP010
create policy rooms_read on realtime.messages
    for insert
    to authenticated
    with check (
        case messages.extension
            when 'presence' then split_part(messages.topic, ':', 2)::uuid = (select auth.uid())
            else messages.topic = 'user:' || (select auth.uid())::text
        end
    );
