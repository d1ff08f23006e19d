create policy rooms_lobby_read on realtime.messages for select to authenticated
using (messages.extension = 'broadcast' and (select realtime.topic()) = 'lobby');
