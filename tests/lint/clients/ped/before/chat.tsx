import { useCallback, useEffect, useRef } from 'react';
import type { RealtimeChannel } from '@supabase/supabase-js';
import { supabase } from '../supabase';

export const LOBBY = 'chat:community:lobby';
export const getDraftChatRoomName = (gameId: string) => `chat:draft:${gameId}`;

export function useRealtimeChatRoom(roomId: string, append: (payload: unknown) => void) {
  const channelRef = useRef<RealtimeChannel | null>(null);

  const broadcast = useCallback(
    (message: { id: string }) =>
      channelRef.current?.send({ type: 'broadcast', event: 'message', payload: message }),
    [],
  );

  useEffect(() => {
    const channel = supabase.channel(roomId, { config: { broadcast: { self: false } } });
    channel
      .on('broadcast', { event: 'message' }, ({ payload }) => append(payload))
      .on('broadcast', { event: 'delete' }, ({ payload }) => append(payload))
      .subscribe();
    channelRef.current = channel;
    return () => {
      void supabase.removeChannel(channel);
    };
  }, [append, roomId]);

  return { broadcast };
}

export function CommunityScreen() {
  useRealtimeChatRoom(LOBBY, console.log);
  return <Screen title="Community" />;
}

export function DraftOverlay({ gameId }: { gameId: string }) {
  useRealtimeChatRoom(getDraftChatRoomName(gameId), console.log);
  return <Overlay onClose={() => undefined} />;
}
