-- Whoever may see a draft follows it.
create policy ped_draft_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select ped.see_draft((select ped.topic_uuid('game:{game_id}:draft', 'game_id'))))
    );
