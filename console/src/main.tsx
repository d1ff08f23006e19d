import "./notices";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { AccessView } from "./access";
import { adoptToken, keepToken, Refused } from "./api";
import { ContractView } from "./contract";
import { HealthView } from "./health";
import { useLoaded, useRoute } from "./hooks";
import { LiveView } from "./live";
import { Refusal } from "./parts";
import { PlayView } from "./play";
import { useStream } from "./stream";
import { SwitchesView } from "./switches";
import type { Contract } from "./types";

const PARTS = {
  contract: "Contract",
  live: "Live",
  access: "Access",
  playground: "Playground",
  switches: "Switches",
  health: "Health",
} as const;

function App() {
  const loaded = useLoaded<Contract>("contract");
  const { value: contract, refused, reload } = loaded;
  if (refused?.status === 401) return <Gate refused={refused} enter={reload} />;
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      {contract ? (
        <Shell contract={contract} />
      ) : (
        <main id="main" tabIndex={-1}>
          {refused ? (
            <Refusal refused={refused} retry={reload} />
          ) : (
            <p class="empty">Loading the contract…</p>
          )}
        </main>
      )}
    </>
  );
}

function Shell({ contract }: { contract: Contract }) {
  const route = useRoute();
  const stream = useStream();
  useEffect(() => {
    document.title = `${PARTS[route as keyof typeof PARTS] ?? PARTS.contract} · ${contract.name}`;
  }, [route, contract.name]);
  const wrong = stream.messages.filter((message) => message.errors.length > 0).length;
  return (
    <>
      <header class="top">
        <p class="brand">
          <b>{contract.name}</b> <span class="quiet">pedschema console</span>
        </p>
        <nav aria-label="Parts">
          {Object.entries(PARTS).map(([path, title]) => (
            <a key={path} href={`#/${path}`} aria-current={route === path ? "page" : undefined}>
              {title}
              {path === "live" && stream.messages.length > 0 && (
                <span class={wrong ? "count wrong" : "count"}>
                  {stream.messages.length}
                  {wrong > 0 && <span class="visually-hidden"> of them {wrong} with type errors</span>}
                </span>
              )}
            </a>
          ))}
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {route === "live" ? (
          <LiveView stream={stream} contract={contract} />
        ) : route === "access" ? (
          <AccessView contract={contract} />
        ) : route === "switches" ? (
          <SwitchesView />
        ) : route === "health" ? (
          <HealthView />
        ) : route === "playground" ? null : (
          <ContractView contract={contract} />
        )}
        {/* The playground keeps its channels while other parts are looked at. */}
        <div hidden={route !== "playground"}>
          <PlayView contract={contract} />
        </div>
      </main>
      <footer class="quiet">For development and CI. Production runs on the hosted service.</footer>
    </>
  );
}

/** The token is missing or old: the page asks for it. */
function Gate({ refused, enter }: { refused: Refused; enter: () => void }) {
  const [token, setToken] = useState("");
  return (
    <main id="main" class="gate">
      <h1>pedschema console</h1>
      <Refusal refused={refused} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keepToken(token);
          enter();
        }}
      >
        <label class="field">
          <span>Admin token</span>
          <input
            type="password"
            autocomplete="off"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Open
        </button>
      </form>
    </main>
  );
}

/** The address holds the part that is shown, so the link moves the focus and leaves the address. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

adoptToken();
// The URL of another run, opened in the tab of the last one, loads no page by itself.
addEventListener("hashchange", () => adoptToken() && location.reload());
const root = document.getElementById("console")!;
root.replaceChildren();
render(<App />, root);
