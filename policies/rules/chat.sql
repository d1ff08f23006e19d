-- Whoever sees the draft chats in it, unless its chat is off.
create function ped.chat(game uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from public.games as g
        where g.id = chat.game
            and g.draft_chat_enabled
            and ped.see_draft(g.id)
    )
$$;
