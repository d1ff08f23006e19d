drop table public.messages, public.room_members, public.rooms;
