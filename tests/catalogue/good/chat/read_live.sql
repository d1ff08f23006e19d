create policy chat_live_read on realtime.messages for select to authenticated, anon
using (
    realtime.messages.extension in ('broadcast', 'presence')
    and exists (
        select from public.members
        where room_id = chat.topic_uuid('room:{room_id}:live', 'room_id') and members.profile_id = auth.uid()
    )
);
