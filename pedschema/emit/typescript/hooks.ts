import { useEffect, useMemo, useRef, useState } from "react";
import type { TypedChannel } from "../typescript/channel";
import type { Status } from "../typescript/status";
import type { Subscription } from "../typescript/subscription";
import type { Surface, SurfaceOptions } from "../typescript/surface";

const IDLE: Status = { state: "idle" };

/** What a component brings to a surface; without parts there is no surface yet. */
export type HookOptions<Parts> = Omit<SurfaceOptions<Parts>, "parts"> & {
  readonly parts: Parts | undefined;
};

/**
 * Has a surface while the component is shown; returns it with its status.
 *
 * It is another one when the client or a part is another. `prepare` adds listeners to each before it subscribes, and
 * sees what its own render saw: `useShown` has the latest. `read` is that of the latest render.
 */
export function useSurface<Parts, Opened extends Surface<Parts>>(
  Kind: new (options: SurfaceOptions<Parts>) => Opened,
  options: HookOptions<Parts>,
  prepare?: (surface: Opened) => void,
): { readonly surface: Opened | undefined; readonly status: Status } {
  const { client, parts } = options;
  const latest = useLatest({ options, prepare });
  const [shown, setShown] = useState<{ surface?: Opened; status: Status }>({
    status: IDLE,
  });
  useEffect(() => {
    if (parts === undefined) return undefined;
    const read = () => latest.current.options.read();
    const surface = new Kind({ ...latest.current.options, parts, read });
    latest.current.prepare?.(surface);
    const off = surface.onStatus((status) => setShown({ surface, status }));
    setShown({ surface, status: surface.status });
    surface.subscribe();
    return () => {
      off();
      surface.release();
      setShown({ status: IDLE });
    };
  }, [Kind, client, JSON.stringify(parts)]);
  return { surface: shown.surface, status: shown.status };
}

/** State whose latest value listeners can read: `get` and `show` of `keepList` and `keepDetail`. */
export interface Shown<Value> {
  readonly value: Value;
  readonly get: () => Value;
  readonly show: (value: Value) => void;
}

/** Returns state for what messages and reads show; `get` and `show` are the same in every render. */
export function useShown<Value>(initial: Value): Shown<Value> {
  const latest = useRef(initial);
  const [value, setValue] = useState(initial);
  const ways = useMemo(
    () => ({
      get: () => latest.current,
      show: (next: Value) => {
        latest.current = next;
        setValue(() => next);
      },
    }),
    [],
  );
  return { value, ...ways };
}

/** Has a topic's channel while the component is shown; returns its status. `open` runs again with other `keys`. */
export function useChannel(
  open: () => TypedChannel<any, Subscription>,
  keys: readonly (string | number | boolean | null | undefined)[],
): Status {
  const latest = useLatest(open);
  const [status, setStatus] = useState(IDLE);
  useEffect(() => {
    const { raw } = latest.current();
    const off = raw.onStatus(setStatus);
    raw.subscribe();
    return () => {
      off();
      raw.release();
      setStatus(IDLE);
    };
  }, [JSON.stringify(keys)]);
  return status;
}

/** Returns who is present on a topic that the component has, by key. */
export function usePresence(
  subscription: Subscription | undefined,
): Readonly<Record<string, unknown>> {
  const [present, setPresent] = useState<Record<string, unknown>>({});
  useEffect(() => {
    setPresent({ ...subscription?.presenceState() });
    return subscription?.onPresence((state) => setPresent({ ...state }));
  }, [subscription]);
  return present;
}

function useLatest<Value>(value: Value): { readonly current: Value } {
  const latest = useRef(value);
  latest.current = value;
  return latest;
}
