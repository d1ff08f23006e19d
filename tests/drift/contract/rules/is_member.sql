CREATE FUNCTION rooms.is_member(room uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $rule$
  SELECT EXISTS (SELECT FROM public.members WHERE room_id = room AND user_id = auth.uid())
$rule$;
