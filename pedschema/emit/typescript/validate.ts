/**
 * What a value is: a word, or a word with further values that are admitted,
 * such as null, and with what its parts are.
 */
export type Shape =
  | Word
  | readonly [word: Word | "const", also: Values]
  | readonly [word: "list" | "map" | "or", also: Values, of: Shape]
  | readonly [word: "enum", also: Values, of: readonly string[]]
  | readonly [word: "object", also: Values, of: Fields];

type Word = "bigint" | "boolean" | "integer" | "json" | "number" | "string";
type Values = readonly (string | null)[];

/** Keys with their shapes: pairs, since an object could not hold every key. */
export type Fields = readonly (readonly [key: string, shape: Shape])[];

declare const message: unique symbol;

/** Events, each with its payloads by operation; what clients send has none. */
export type Checks<Message> = readonly (readonly [
  event: string,
  payloads: readonly (readonly [operation: string, ...keys: Fields[]])[],
])[] & { readonly [message]?: Message };

export interface Issue {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

export interface Options {
  /**
   * `strict`, for tests: whatever is not as the contract has it is an issue.
   * `report`, for releases: unknown keys and labels, and keys that a replayed
   * message lacks, are reported and let pass.
   */
  readonly mode?: "strict" | "report";
  readonly onReport?: (issue: Issue) => void;
}

/** A Standard Schema (version 1) of messages. */
export interface Validator<Message> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "pedschema";
    readonly validate: (
      message: unknown,
    ) =>
      | { readonly value: Message; readonly issues?: undefined }
      | { readonly issues: readonly Issue[] };
    readonly types?: { readonly input: Message; readonly output: Message };
  };
}

/** Returns what checks messages; issues name the key, never its value. */
export function validator<Message>(
  checks: Checks<Message>,
  { mode, onReport }: Options = {},
): Validator<Message> {
  const isStrict = mode !== "report";
  return {
    "~standard": {
      version: 1,
      vendor: "pedschema",
      validate: (message) => {
        const issues: Issue[] = [];
        const { event, payload, meta } = Object(message);
        const { operation } = Object(payload);
        const tell = (path: Path, what: string, isTolerated?: unknown) => {
          const told = `${path.join(".")} ${what}; run pedschema gen`;
          const issue = { message: told, path };
          if (isTolerated && !isStrict) onReport?.(issue);
          else issues.push(issue);
        };
        const check = (value: unknown, shape: Shape, path: Path) => {
          const [word, also = [], of] = [shape].flat() as [
            string,
            Values?,
            any?,
          ];
          if (word === "json" || also.includes(value as null)) return;
          if (word === "or") check(value, of, path);
          else if (word === "list" && Array.isArray(value))
            value.forEach((each, at) => check(each, of, [...path, at]));
          else if (word === "map" && isObject(value))
            Object.values(value).forEach((each) => check(each, of, path));
          else if (word === "object" && isObject(value)) {
            const known = new Map<string, Shape>(of);
            known.forEach((below, key) => {
              if (Object.hasOwn(value, key))
                check(value[key], below, [...path, key]);
              // Servers before 2025-11 put no id into payloads.
              else if (isStrict || path[1] || key !== "id")
                tell([...path, key], "is missing", Object(meta).replayed);
            });
            for (const key of Object.keys(value))
              if (!known.has(key)) tell([...path, key], "is unknown", true);
          } else if (word === "enum" && typeof value === "string") {
            if (!of.includes(value)) tell(path, "is an unknown label", true);
          } else if (word === "bigint" && Number.isInteger(value)) {
            if (!Number.isSafeInteger(value))
              tell(path, 'was rounded by JSON.parse: use as = "text"');
          } else if (
            word === "integer"
              ? !Number.isInteger(value)
              : word === "object" || typeof value !== word
          )
            tell(path, `must be ${[word, ...also].map(String).join("|")}`);
        };
        const keys = checks
          .find(([name]) => name === event)?.[1]
          .find(([name]) => !name || name === operation);
        if (!keys) tell(["event"], "is unknown");
        else {
          const [, ...fields] = keys;
          check(payload, ["object", [], fields.flat()], ["payload"]);
        }
        return issues.length ? { issues } : { value: message as Message };
      },
    },
  };
}

type Path = readonly (string | number)[];

function isObject(value: unknown): value is Record<string, unknown> {
  return Object(value) === value && !Array.isArray(value);
}
