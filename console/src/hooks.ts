import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, Refused } from "./api";

export interface Loaded<T> {
  value: T | null;
  refused: Refused | null;
  loading: boolean;
  reload: () => void;
  set: (value: T) => void;
}

/** Load a document once, and again on demand or every so often. */
export function useLoaded<T>(path: string, every = 0): Loaded<T> {
  const [value, set] = useState<T | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [loading, setLoading] = useState(true);
  const gone = useRef(false);
  const reload = useCallback(() => {
    setLoading(true);
    get<T>(path)
      .then((found) => {
        if (gone.current) return;
        set(found);
        setRefused(null);
      })
      .catch((error: unknown) => {
        if (!gone.current) setRefused(asRefused(error));
      })
      .finally(() => !gone.current && setLoading(false));
  }, [path]);
  useEffect(() => {
    gone.current = false;
    reload();
    const timer = every ? setInterval(reload, every) : undefined;
    return () => {
      gone.current = true;
      clearInterval(timer);
    };
  }, [reload, every]);
  return { value, refused, loading, reload, set };
}

export function asRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  const what = error instanceof Error ? error.message : String(error);
  return new Refused(0, [{ where: "console", what, fix: "reload the page", id: "console-failed" }]);
}

/** The part of the address behind `#/`. */
export function useRoute(): string {
  const now = () => location.hash.replace(/^#\//, "") || "contract";
  const [route, setRoute] = useState(now);
  useEffect(() => {
    const follow = () => setRoute(now());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}
