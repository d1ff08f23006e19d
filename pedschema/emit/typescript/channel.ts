import { spellings } from "./contract";
import type { Meta } from "./types";

declare const pattern: unique symbol;

/** The topic of a channel: a string that remembers which pattern it is of. */
export type Topic<Name extends string> = string & { readonly [pattern]?: Name };

/** What a topic is, apart from its payloads. */
export interface TopicDefinition<Events, Name extends string> {
  /** The pattern, as the contract writes it. */
  readonly name: Name;
  readonly parts: readonly (
    string | readonly [name: string, type: keyof typeof spellings]
  )[];
  readonly events: readonly (keyof Events & string)[];
  /** Whether tables feed it. */
  readonly fed: boolean;
  readonly presence: boolean;
  /** How many messages of the time away are asked for when the channel comes back. */
  readonly replay?: number;
  /** Roles that policies may admit as readers. */
  readonly readers: readonly string[];
  /** Roles whose clients may broadcast. */
  readonly writers: readonly string[];
  readonly surfaces: readonly string[];
  /** Hooks of the app that the topic makes superfluous. */
  readonly replaces: readonly string[];
  /** Events that end, with their last day. */
  readonly sunsets: readonly (readonly [
    event: keyof Events & string,
    day: string,
  ])[];
  readonly budget: {
    /** Within which a client merges refetches. */
    readonly refetchMs: number;
    /** The longest that a steady stream may put a refetch off. */
    readonly maxWaitMs: number;
    /** Refetches or renders of one client. */
    readonly perSecond: number;
    /** Messages that one action may send to one topic. */
    readonly burst: number;
    readonly subscribers: number;
  };
}

/** A message of one of the events: `switch (message.event)` narrows it. */
export type MessageOf<Events> = {
  [Event in keyof Events & string]: {
    type: "broadcast";
    event: Event;
    payload: Events[Event];
    meta?: Meta;
  };
}[keyof Events & string];

/** What is needed of the client library's channel. */
export interface ChannelLike {
  on(
    type: "broadcast",
    filter: { event: string },
    callback: (message: any) => void,
  ): unknown;
  send(message: {
    type: "broadcast";
    event: string;
    payload: unknown;
  }): Promise<unknown>;
}

/** What the client library gets told of a channel. */
export interface ChannelConfig {
  private: true;
  broadcast: {
    self: boolean;
    ack: boolean;
    replication_ready: boolean;
    replay?: { since: number; limit?: number };
  };
  presence: { enabled: boolean; key?: string };
}

/** What is needed of the client library's client. */
export interface ClientLike<Raw> {
  channel(topic: string, options: { config: ChannelConfig }): Raw;
}

/** A Standard Schema that answers at once, such as a validator. */
export interface MessageSchema {
  readonly "~standard": {
    readonly validate: (message: unknown) => {
      readonly issues?: readonly { readonly message: string }[] | undefined;
    };
  };
}

export interface ChannelOptions {
  /** What a message must pass before listeners get it. */
  readonly schema?: MessageSchema;
  /** Gets what is wrong with a message that listeners do not get. */
  readonly onRefuse?: (
    issues: readonly { readonly message: string }[],
    event: string,
  ) => void;
  /** Whether the server confirms what is sent. */
  readonly ack?: boolean;
  /** Under which key presence is tracked. */
  readonly presenceKey?: string;
  /** Messages of the past, since milliseconds of the epoch; by default as many of the time away as the contract has. */
  readonly replay?: { since: number; limit?: number };
}

/** A channel whose events and payloads are known. */
export class TypedChannel<Events, Raw extends ChannelLike> {
  /** The client library's channel: subscribe, presence, unsubscribe. */
  readonly raw: Raw;
  private readonly events: readonly string[];
  private readonly options: ChannelOptions;

  constructor(
    client: ClientLike<Raw>,
    definition: TopicDefinition<Events, string>,
    topic: string,
    options: ChannelOptions = {},
  ) {
    const { ack = false, presenceKey } = options;
    const limit = definition.replay;
    const replay =
      options.replay ?? (limit ? { since: Date.now(), limit } : undefined);
    this.events = definition.events;
    this.options = options;
    this.raw = client.channel(topic, {
      config: {
        private: true,
        broadcast: {
          self: false,
          ack,
          replication_ready: definition.fed,
          ...(replay && { replay }),
        },
        presence: {
          enabled: definition.presence,
          ...(presenceKey !== undefined && { key: presenceKey }),
        },
      },
    });
  }

  /** Calls back for one event. */
  on<Event extends keyof Events & string>(
    event: Event,
    listener: (payload: Events[Event], meta: Meta) => void,
  ): this {
    return this.listen(event, (message) => {
      const { payload, meta } = message as MessageOf<Pick<Events, Event>>;
      listener(payload, meta ?? {});
    });
  }

  /** Calls back for every event of the topic, and for no other. */
  onAny(listener: (message: MessageOf<Events>) => void): this {
    return this.listen("*", listener as (message: unknown) => void);
  }

  private listen(event: string, listener: (message: unknown) => void): this {
    this.raw.on("broadcast", { event }, (message: { event: string }) => {
      // The client library compares events without regard to case.
      const isMeant =
        event === "*"
          ? this.events.includes(message.event)
          : message.event === event;
      if (isMeant && this.accepts(message)) listener(message);
    });
    return this;
  }

  private accepts(message: { event: string }): boolean {
    const { schema, onRefuse } = this.options;
    const issues = schema?.["~standard"].validate(message).issues;
    if (issues) onRefuse?.(issues, message.event);
    return !issues;
  }
}

/** A channel that clients may send to. */
export class WritableChannel<
  Events,
  Sends,
  Raw extends ChannelLike,
> extends TypedChannel<Events, Raw> {
  /** Broadcasts an event to the others; resolves to what the client library says. */
  send<Event extends keyof Sends & string>(
    event: Event,
    payload: Sends[Event],
  ): ReturnType<Raw["send"]> {
    const sent = this.raw.send({ type: "broadcast", event, payload });
    return sent as ReturnType<Raw["send"]>;
  }
}

/** Returns the topic with these parts; throws a RangeError for one that no topic has. */
export function fillTopic<Events, Name extends string>(
  definition: TopicDefinition<Events, Name>,
  parts: object,
): Topic<Name> {
  const values = new Map<string, unknown>(Object.entries(parts));
  const filled = definition.parts.map((part) => {
    if (typeof part === "string") return part;
    const [name, type] = part;
    const value = values.get(name);
    if (typeof value === "string" && matches(value, spellings[type]))
      return value;
    throw new RangeError(
      `${name} is no ${type} as topics have it (${definition.name})`,
    );
  });
  return filled.join(":");
}

function matches(value: string, spelling: string): boolean {
  return new RegExp(`^(?:${spelling})$`).test(value);
}
