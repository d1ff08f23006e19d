-- expect: POL016
create policy channels_read on realtime.channels for select to authenticated using (true);
