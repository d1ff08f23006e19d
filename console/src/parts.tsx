import type { ComponentChildren } from "preact";
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
export function Await<T>(props: {
  of: Loaded<T>;
  what: string;
  children: (value: T) => ComponentChildren;
}) {
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
  const parts = text.split(/(?<=:)(?![^{}]*\})/);
  return (
    <span class="mono topic">
      {parts.map((part, index) => (
        <>
          {index > 0 && <wbr />}
          {part}
        </>
      ))}
    </span>
  );
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
