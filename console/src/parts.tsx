import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Refused } from "./api";
import type { Loaded } from "./hooks";
import type { Why } from "./types";

/** What was refused, where, and what to do. */
export function Refusal({ refused, retry }: { refused: Refused; retry?: () => void }) {
  return (
    <div class="refusal" role="alert">
      {refused.mistakes.map((mistake) => (
        <dl key={mistake.id + mistake.where}>
          <dt>What</dt>
          <dd>{mistake.what}</dd>
          <dt>Where</dt>
          <dd class="mono">{mistake.where}</dd>
          <dt>Help</dt>
          <dd>{mistake.fix}</dd>
        </dl>
      ))}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** A document, or the words for its absence. */
export function Await<T>(props: { of: Loaded<T>; what: string; children: (value: T) => ComponentChildren }) {
  const { value, refused, reload } = props.of;
  return (
    <>
      {refused && <Refusal refused={refused} retry={reload} />}
      {value ? props.children(value) : !refused && <p class="empty">Loading {props.what}…</p>}
    </>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** A word with a mark, so that colour is never alone. */
export function State({ is, children }: { is: "yes" | "no" | "warn" | "off"; children: ComponentChildren }) {
  return <span class={`state ${is}`}>{children}</span>;
}

export function Json({ value }: { value: unknown }) {
  return <pre class="json">{JSON.stringify(value, null, 2)}</pre>;
}

/** Topics break at their colons when there is no room. */
export function TopicName({ text }: { text: string }) {
  return <span class="mono topic">{breakable(text.split(/(?<=:)(?![^{}]*\})/))}</span>;
}

/** Names of database objects break at their underscores and dots. */
export function Name({ text }: { text: string }) {
  return <span>{breakable(text.split(/(?<=[_.])/))}</span>;
}

const breakable = (parts: string[]) =>
  parts.flatMap((part, index) => (index > 0 ? [<wbr key={index} />, part] : [part]));

/** What somebody looks at more closely; Escape and the button close it. */
export function Aside(props: {
  label: string;
  title: ComponentChildren;
  close: () => void;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), [props.label]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => event.key === "Escape" && props.close();
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [props.close]);
  return (
    <aside class="panel details" aria-label={props.label} ref={box}>
      <header>
        <h2>{props.title}</h2>
        <button type="button" onClick={props.close}>
          Close
        </button>
      </header>
      {props.children}
    </aside>
  );
}

/** Give the focus back to what had been chosen. */
export function refocus(): void {
  document.querySelector<HTMLElement>('main [aria-pressed="true"][data-id]')?.focus();
}

export function Rights({ why }: { why: Why }) {
  return (
    <div class="rights">
      {why.sees && (
        <p>
          The client is told: <q>{why.sees}</q>
        </p>
      )}
      <ul class="plain">
        {why.rights.map((right) => (
          <li key={right.name}>
            <State is={right.allowed ? "yes" : "no"}>{right.name}</State>
            {right.reasons.length + right.others > 0 && (
              <ul class="reasons">
                {right.reasons.map((reason) => (
                  <li key={reason.text}>
                    {reason.text}
                    {reason.where && <span class="mono quiet"> {reason.where}</span>}
                  </li>
                ))}
                {right.others > 0 && (
                  <li class="quiet">
                    {right.others} other {right.others === 1 ? "policy" : "policies"}, about other topics: no
                  </li>
                )}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {!why.declared && <p class="quiet">The contract declares no topic like this.</p>}
      <p class="quiet">Asked in {why.elapsed_ms} ms.</p>
    </div>
  );
}
