-- Members follow the statistics of their community.
create policy ped_stats_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select ped.member((select ped.topic_uuid('community:{community_id}:stats', 'community_id'))))
    );
