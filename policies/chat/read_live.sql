-- Whoever may chat in a draft sees its reactions and its viewers.
create policy ped_live_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension in ('broadcast', 'presence')
        and messages.topic = (select realtime.topic())
        and (select ped.chat((select ped.topic_uuid('game:{game_id}:live', 'game_id'))))
    );
