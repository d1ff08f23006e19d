"""Policies of the realtime contract, in place of the two that let everybody read and write everything."""

from __future__ import annotations

from alembic import op

revision = "realtime_policies"
down_revision = "realtime_contract"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.retire_policy("allow_auth_select_broadcasts")
    op.retire_policy("allow_auth_insert_broadcasts")
    op.create_realtime_policy(
        "ped_admin_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_admin_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.admin((select ped.topic_uuid('community:{community_id}:admin', 'community_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_admin_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.admin(( SELECT ped.topic_uuid('community:{community_id}:admin'::text, 'community_id'::text) AS topic_uuid)) AS admin)))"
        ),
    )
    op.create_realtime_policy(
        "ped_chat_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_chat_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.chat((select ped.topic_uuid('game:{game_id}:chat', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_chat_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.chat(( SELECT ped.topic_uuid('game:{game_id}:chat'::text, 'game_id'::text) AS topic_uuid)) AS chat)))"
        ),
    )
    op.create_realtime_policy(
        "ped_community_games_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_community_games_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.member((select ped.topic_uuid('community:{community_id}:games', 'community_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_community_games_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.member(( SELECT ped.topic_uuid('community:{community_id}:games'::text, 'community_id'::text) AS topic_uuid)) AS member)))"
        ),
    )
    op.create_realtime_policy(
        "ped_draft_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_draft_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.see_draft((select ped.topic_uuid('game:{game_id}:draft', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_draft_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.see_draft(( SELECT ped.topic_uuid('game:{game_id}:draft'::text, 'game_id'::text) AS topic_uuid)) AS see_draft)))"
        ),
    )
    op.create_realtime_policy(
        "ped_game_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_game_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.see_game((select ped.topic_uuid('game:{game_id}', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_game_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.see_game(( SELECT ped.topic_uuid('game:{game_id}'::text, 'game_id'::text) AS topic_uuid)) AS see_game)))"
        ),
    )
    op.create_realtime_policy(
        "ped_group_games_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_group_games_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.in_group((select ped.topic_uuid('group:{group_id}:games', 'group_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_group_games_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.in_group(( SELECT ped.topic_uuid('group:{group_id}:games'::text, 'group_id'::text) AS topic_uuid)) AS in_group)))"
        ),
    )
    op.create_realtime_policy(
        "ped_live_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_live_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension in ('broadcast', 'presence')\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.chat((select ped.topic_uuid('game:{game_id}:live', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_live_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.chat(( SELECT ped.topic_uuid('game:{game_id}:live'::text, 'game_id'::text) AS topic_uuid)) AS chat)))"
        ),
    )
    op.create_realtime_policy(
        "ped_live_write",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_live_write"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for insert\n"
                'to "authenticated"\n'
                "with check (\n"
                "messages.extension in ('broadcast', 'presence')\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.chat((select ped.topic_uuid('game:{game_id}:live', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_live_write" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR INSERT\n"
            "TO authenticated\n"
            "WITH CHECK (((extension = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.chat(( SELECT ped.topic_uuid('game:{game_id}:live'::text, 'game_id'::text) AS topic_uuid)) AS chat)))"
        ),
    )
    op.create_realtime_policy(
        "ped_reviews_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_reviews_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.manage_game((select ped.topic_uuid('game:{game_id}:reviews', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_reviews_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.manage_game(( SELECT ped.topic_uuid('game:{game_id}:reviews'::text, 'game_id'::text) AS topic_uuid)) AS manage_game)))"
        ),
    )
    op.create_realtime_policy(
        "ped_stats_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_stats_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.member((select ped.topic_uuid('community:{community_id}:stats', 'community_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_stats_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.member(( SELECT ped.topic_uuid('community:{community_id}:stats'::text, 'community_id'::text) AS topic_uuid)) AS member)))"
        ),
    )
    op.create_realtime_policy(
        "ped_user_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_user_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select auth.uid()) = (select ped.topic_uuid('user:{user_id}', 'user_id'))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_user_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND (( SELECT auth.uid() AS uid) = ( SELECT ped.topic_uuid('user:{user_id}'::text, 'user_id'::text) AS topic_uuid))))"
        ),
    )


def downgrade() -> None:
    op.drop_realtime_policy(
        "ped_user_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_user_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select auth.uid()) = (select ped.topic_uuid('user:{user_id}', 'user_id'))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_user_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND (( SELECT auth.uid() AS uid) = ( SELECT ped.topic_uuid('user:{user_id}'::text, 'user_id'::text) AS topic_uuid))))"
        ),
    )
    op.drop_realtime_policy(
        "ped_stats_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_stats_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.member((select ped.topic_uuid('community:{community_id}:stats', 'community_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_stats_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.member(( SELECT ped.topic_uuid('community:{community_id}:stats'::text, 'community_id'::text) AS topic_uuid)) AS member)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_reviews_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_reviews_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.manage_game((select ped.topic_uuid('game:{game_id}:reviews', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_reviews_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.manage_game(( SELECT ped.topic_uuid('game:{game_id}:reviews'::text, 'game_id'::text) AS topic_uuid)) AS manage_game)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_live_write",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_live_write"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for insert\n"
                'to "authenticated"\n'
                "with check (\n"
                "messages.extension in ('broadcast', 'presence')\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.chat((select ped.topic_uuid('game:{game_id}:live', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_live_write" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR INSERT\n"
            "TO authenticated\n"
            "WITH CHECK (((extension = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.chat(( SELECT ped.topic_uuid('game:{game_id}:live'::text, 'game_id'::text) AS topic_uuid)) AS chat)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_live_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_live_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension in ('broadcast', 'presence')\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.chat((select ped.topic_uuid('game:{game_id}:live', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_live_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.chat(( SELECT ped.topic_uuid('game:{game_id}:live'::text, 'game_id'::text) AS topic_uuid)) AS chat)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_group_games_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_group_games_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.in_group((select ped.topic_uuid('group:{group_id}:games', 'group_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_group_games_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.in_group(( SELECT ped.topic_uuid('group:{group_id}:games'::text, 'group_id'::text) AS topic_uuid)) AS in_group)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_game_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_game_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.see_game((select ped.topic_uuid('game:{game_id}', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_game_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.see_game(( SELECT ped.topic_uuid('game:{game_id}'::text, 'game_id'::text) AS topic_uuid)) AS see_game)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_draft_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_draft_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.see_draft((select ped.topic_uuid('game:{game_id}:draft', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_draft_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.see_draft(( SELECT ped.topic_uuid('game:{game_id}:draft'::text, 'game_id'::text) AS topic_uuid)) AS see_draft)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_community_games_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_community_games_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.member((select ped.topic_uuid('community:{community_id}:games', 'community_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_community_games_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.member(( SELECT ped.topic_uuid('community:{community_id}:games'::text, 'community_id'::text) AS topic_uuid)) AS member)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_chat_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_chat_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.chat((select ped.topic_uuid('game:{game_id}:chat', 'game_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_chat_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.chat(( SELECT ped.topic_uuid('game:{game_id}:chat'::text, 'game_id'::text) AS topic_uuid)) AS chat)))"
        ),
    )
    op.drop_realtime_policy(
        "ped_admin_read",
        of="realtime.messages",
        sql=[
            (
                'create policy "ped_admin_read"\n'
                "on realtime.messages\n"
                "as permissive\n"
                "for select\n"
                'to "authenticated"\n'
                "using (\n"
                "messages.extension = 'broadcast'\n"
                "        and messages.topic = (select realtime.topic())\n"
                "        and (select ped.admin((select ped.topic_uuid('community:{community_id}:admin', 'community_id'))))\n"
                ")"
            ),
        ],
        canonical=(
            'CREATE POLICY "ped_admin_read" ON "realtime"."messages"\n'
            "AS PERMISSIVE\n"
            "FOR SELECT\n"
            "TO authenticated\n"
            "USING (((extension = 'broadcast'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT ped.admin(( SELECT ped.topic_uuid('community:{community_id}:admin'::text, 'community_id'::text) AS topic_uuid)) AS admin)))"
        ),
    )
    op.restore_policy("allow_auth_insert_broadcasts")
    op.restore_policy("allow_auth_select_broadcasts")
