import type { Mistake } from "./types";

/** A refusal of the server, or of the network, in three parts. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly mistakes: Mistake[],
  ) {
    super(mistakes[0]?.what ?? "refused");
  }
}

const KEY = "pedschema-console-token";

/** Keep the token that the URL's fragment brings, and take it out of sight; return whether there was one. */
export function adoptToken(): boolean {
  const found = /^#token=(.+)$/.exec(location.hash);
  if (!found?.[1]) return false;
  keepToken(decode(found[1]));
  history.replaceState(null, "", `${location.pathname}#/contract`);
  return true;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token.trim());
}

function read(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${sessionStorage.getItem(KEY) ?? ""}`);
  return fetch(`api/${path}`, { ...init, headers });
}

async function open(path: string, init?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await read(path, init);
  } catch {
    const fix = "see whether `pedschema dev` still runs, then try again";
    throw new Refused(0, [
      { where: location.host, what: "the server does not answer", fix, id: "console-offline" },
    ]);
  }
  if (answer.ok) return answer;
  const told: { mistakes?: Mistake[] } = await answer.json().catch(() => ({}));
  const what = `the server answers ${answer.status}`;
  const unknown = { where: path, what, fix: "look at what `pedschema dev` prints", id: "console-status" };
  throw new Refused(answer.status, told.mistakes ?? [unknown]);
}

export async function get<T>(path: string, params: Record<string, string> = {}): Promise<T> {
  const query = new URLSearchParams(params).toString();
  return (await open(query ? `${path}?${query}` : path)).json();
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json" };
  return (await open(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

/** Call back with each line of an endless answer; returns when it ends. */
export async function readLines(
  path: string,
  signal: AbortSignal,
  take: (line: unknown) => void,
): Promise<void> {
  const answer = await open(path, { signal });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) take(JSON.parse(line));
  }
}
