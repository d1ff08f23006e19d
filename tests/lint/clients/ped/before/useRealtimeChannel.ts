import { useEffect } from 'react';
import type { RealtimeChannel } from '@supabase/supabase-js';
import { supabase } from '../supabase';

type Options = {
  channelName: string | null;
  enabled?: boolean;
  config?: Record<string, unknown>;
  bind: (channel: RealtimeChannel) => RealtimeChannel;
  onError?: () => void;
};

export function useRealtimeChannel({ channelName, enabled = true, config, bind, onError }: Options) {
  useEffect(() => {
    if (!channelName || !enabled) return undefined;
    const channel = supabase.channel(channelName, { config: { broadcast: { self: false } } });
    bind(channel).subscribe((status) => {
      if (status === 'CHANNEL_ERROR' || status === 'TIMED_OUT' || status === 'CLOSED') onError?.();
    });
    return () => {
      void supabase.removeChannel(channel);
    };
  }, [channelName, enabled]);
}
