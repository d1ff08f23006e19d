-- Whoever may chat in a draft sends reactions and shows up as a viewer.
create policy ped_live_write on realtime.messages
    for insert
    to authenticated
    with check (
        messages.extension in ('broadcast', 'presence')
        and messages.topic = (select realtime.topic())
        and (select ped.chat((select ped.topic_uuid('game:{game_id}:live', 'game_id'))))
    );
