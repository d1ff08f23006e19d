import { useRealtimeChannel } from './useRealtimeChannel';

const all = (table: string) => ({ event: '*', schema: 'public', table }) as const;
const ofGame = (table: string, gameId: string) => ({ ...all(table), filter: `game_id=eq.${gameId}` });

export function useGamesListRealtime(enabled: boolean, patch: (row: unknown) => void, refetch: () => void) {
  useRealtimeChannel({
    channelName: 'games:list',
    enabled,
    bind: (channel) =>
      channel
        .on('postgres_changes', { event: 'UPDATE', schema: 'public', table: 'games' }, ({ new: row }) => patch(row))
        .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'games' }, refetch)
        .on('postgres_changes', all('game_queue'), refetch)
        .on('postgres_changes', all('game_results'), refetch),
    onError: refetch,
  });
}

export function useGameRealtimeSync(gameId: string | undefined, refetch: () => void) {
  useRealtimeChannel({
    channelName: gameId ? `games:${gameId}:detail` : null,
    bind: (channel) => {
      for (const table of ['game_results', 'game_teams', 'game_team_members', 'game_captains']) {
        channel.on(
          'postgres_changes',
          { event: '*', schema: 'public', table, filter: `game_id=eq.${gameId}` },
          refetch,
        );
      }
      return channel;
    },
  });
  useRealtimeChannel({
    channelName: gameId ? `games:${gameId}:queue` : null,
    bind: (channel) =>
      channel.on(
        'postgres_changes',
        { event: '*', schema: 'public', table: 'game_queue', filter: `game_id=eq.${gameId}` },
        refetch,
      ),
  });
}
