import { useRealtimeChannel } from './useRealtimeChannel';

const changes = 'postgres_changes' as const;

export function useTeamsState(gameId: string, teamIds: string[], refetch: () => void) {
  useRealtimeChannel({
    channelName: `game:${gameId}:draft-meta`,
    bind: (channel) =>
      channel.on(changes, { event: '*', schema: 'public', table: 'games', filter: `id=eq.${gameId}` }, refetch),
  });
  useRealtimeChannel({
    channelName: teamIds.length ? `game:${gameId}:team-members` : null,
    bind: (channel) =>
      channel.on(
        changes,
        {
          event: '*',
          schema: 'public',
          table: 'game_team_members',
          filter: `game_team_id=in.(${teamIds.join(',')})`,
        },
        refetch,
      ),
  });
}

export function useStatsRealtime(communityId: string, refetch: () => void) {
  useRealtimeChannel({
    channelName: 'games:results',
    bind: (channel) => channel.on(changes, { event: '*', schema: 'public', table: 'community_ratings' }, refetch),
  });
  useRealtimeChannel({
    channelName: `memberships:pending-approvals:${communityId}`,
    bind: (channel) => channel.on(changes, { event: '*', schema: 'public', table: 'memberships' }, refetch),
  });
}

export function usePostQuery(refetch: () => void) {
  useRealtimeChannel({
    channelName: 'posts:feed',
    bind: (channel) => channel.on(changes, { event: '*', schema: 'public', table: 'posts' }, refetch),
  });
}

export function useGameReviewsRealtime(gameId: string, refetch: () => void) {
  useRealtimeChannel({
    channelName: `game:${gameId}:reviews`,
    bind: (channel) => channel.on(changes, { event: '*', schema: 'public', table: 'game_reviews' }, refetch),
  });
}
