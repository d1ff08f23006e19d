import { useEffect, useState } from "preact/hooks";
import { readLines, Refused } from "./api";
import type { Message } from "./types";

export const KEPT = 400;
const AGAIN_MS = 1500;

export interface Stream {
  messages: (Message & { number: number })[];
  connected: boolean;
  /** Why there is nothing to hear, from the last attempt. */
  refused: Refused | null;
  clear: () => void;
}

/** Every message that the server sends, newest first; it goes on while other parts are looked at. */
export function useStream(): Stream {
  const [messages, setMessages] = useState<Stream["messages"]>([]);
  const [connected, setConnected] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let number = 0;
    const take = (line: unknown) => {
      setConnected(true);
      setRefused(null);
      const message = line as Message;
      if (message.topic === undefined) return;
      number += 1;
      const numbered = { ...message, number };
      setMessages((before) => [numbered, ...before].slice(0, KEPT));
    };
    const run = async () => {
      while (!stop.signal.aborted) {
        await readLines("messages", stop.signal, take).catch((error: unknown) => {
          if (error instanceof Refused) setRefused(error);
        });
        setConnected(false);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    };
    void run();
    return () => stop.abort();
  }, []);
  return { messages, connected, refused, clear: () => setMessages([]) };
}
