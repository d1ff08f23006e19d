-- expect: nothing
create policy rooms_read on realtime.messages for select using (true);
drop policy rooms_read on realtime.messages;
