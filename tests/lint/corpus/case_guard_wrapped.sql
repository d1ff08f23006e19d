-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and case
            when (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            then exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
            )
            else false
        end
    );
