import { useEffect, useRef } from 'react';
import type { RealtimeChannel } from '@supabase/supabase-js';
import { supabase } from '../supabase';
import { topics } from './topics';
import { useTopic } from './useTopic';

export function useGamesListRealtime(communityId: string, patch: (row: unknown) => void, refetch: () => void) {
  useTopic(topics.communityGames(communityId), (channel) =>
    channel
      .on('broadcast', { event: 'games.UPDATE' }, ({ payload }) => patch(payload.record))
      .on('broadcast', { event: 'games.REMOVED' }, refetch)
      .on('broadcast', { event: 'games.COUNTS' }, refetch)
      .on('broadcast', { event: 'game_results.UPDATE' }, refetch),
  );
}

export function useGameRealtimeSync(gameId: string | undefined, refetch: () => void) {
  useTopic(gameId ? topics.game(gameId) : null, (channel) =>
    channel.on('broadcast', { event: '*' }, refetch),
  );
  useTopic(gameId ? `game:${gameId}:draft` : null, (channel) => {
    for (const table of ['game_teams', 'game_team_members', 'game_captain_votes']) {
      channel.on('broadcast', { event: `${table}.GROUP` }, refetch);
      channel.on('broadcast', { event: `${table}.REFETCH` }, refetch);
    }
    return channel;
  });
}

export function useMemberApprovalsRealtime(communityId: string, refetch: () => void) {
  useTopic(topics.communityAdmin(communityId), (channel) =>
    channel.on('broadcast', { event: 'memberships.INSERT' }, refetch),
  );
}

export function DraftOverlay({ gameId }: { gameId: string }) {
  const live = useRef<RealtimeChannel | null>(null);
  useTopic(topics.chat(gameId), (channel) =>
    channel.on('broadcast', { event: 'chat_messages.INSERT' }, console.log),
  );
  useEffect(() => {
    const channel = supabase.channel(topics.live(gameId), { config: { private: true } });
    channel.on('presence', { event: 'sync' }, console.log);
    channel.on('broadcast', { event: 'live_reaction' }, console.log).subscribe();
    void channel.track({ at: 'draft' });
    live.current = channel;
  }, [gameId]);
  const react = (emoji: string) =>
    live.current?.send({ type: 'broadcast', event: 'live_reaction', payload: { emoji } });
  return <Overlay onReact={react} />;
}
