/** A client of the library that does as it is told. */
import type { ChannelConfig } from "./realtime/channel";

export class Fake {
  readonly shown: unknown[] = [];
  readonly tokens: (string | null | undefined)[] = [];
  readonly configs: ChannelConfig[] = [];
  readonly made: {
    end(status: string, error?: Error): void;
    hear(message: object): void;
    say(told: { status: string; message: string; extension?: string }): void;
  }[] = [];
  readonly realtime = {
    setAuth: async (token?: string | null) => void this.tokens.push(token),
  };
  channel(_: string, { config }: { config: ChannelConfig }) {
    this.configs.push(config);
    let isJoined = false;
    let tell: (status: string, error?: Error) => void = () => undefined;
    let take: (message: object) => void = () => undefined;
    const push = async (payload: unknown) => {
      if (!isJoined) throw new Error("tried to push before joining");
      this.shown.push(payload);
    };
    let hear: (payload: object) => void = () => undefined;
    this.made.push({
      end: (status, error) => tell(status, error),
      hear: (message) => take(message),
      say: (told) => hear(told),
    });
    return {
      on: (type: string, _: object, callback: (payload: any) => void) => {
        if (type === "system") hear = callback;
        if (type === "broadcast") take = callback;
      },
      subscribe: (callback: (status: string) => void) => {
        tell = callback;
        setTimeout(() => {
          isJoined = true;
          callback("SUBSCRIBED");
        }, 50);
      },
      send: async () => "ok",
      track: push,
      untrack: () => push(null),
      presenceState: () => ({}),
    };
  }
  removeChannel = async () => "ok";
}

export const presence = (enabled: boolean, isFed = false) => ({
  config: {
    private: true as const,
    broadcast: { self: false, ack: false, replication_ready: isFed },
    presence: { enabled },
  },
});
