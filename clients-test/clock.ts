/** Time that passes when a test says so, and a page that can be hidden. */
import { afterEach, beforeEach, mock } from "node:test";

beforeEach(() =>
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }),
);
afterEach(() => {
  mock.timers.reset();
  Reflect.deleteProperty(globalThis, "document");
});

/** Lets time pass, in steps that leave room for promises. */
export async function pass(ms: number): Promise<void> {
  for (let left = ms; left >= 0; left -= 10) {
    mock.timers.tick(Math.min(left, 10));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function showPage(): EventTarget & { hidden: boolean } {
  const page = Object.assign(new EventTarget(), { hidden: false });
  globalThis.document = page as unknown as Document;
  return page;
}
