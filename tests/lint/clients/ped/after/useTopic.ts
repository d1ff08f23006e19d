import { useEffect } from 'react';
import type { RealtimeChannel } from '@supabase/supabase-js';
import { supabase } from '../supabase';

export function useTopic(topic: string | null, bind: (channel: RealtimeChannel) => RealtimeChannel) {
  useEffect(() => {
    if (!topic) return undefined;
    const channel = supabase.channel(topic, {
      config: { private: true, broadcast: { replication_ready: true } },
    });
    bind(channel).on('system', {}, () => undefined).subscribe();
    return () => {
      void supabase.removeChannel(channel);
    };
  }, [topic]);
}
