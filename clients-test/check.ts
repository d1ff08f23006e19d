/** What validators say of the messages in a file, as JSON. */
import { readFileSync } from "node:fs";
import * as topics from "./checks";
import { validator } from "./realtime/validate";
import type { Checks, Options } from "./realtime/validate";

interface Case {
  topic: string;
  mode: NonNullable<Options["mode"]>;
  message: unknown;
}

const all: Record<string, Checks<unknown>> = topics;
const cases: Case[] = JSON.parse(readFileSync(process.argv[2]!, "utf8"));
const answers = cases.map(({ topic, mode, message }) => {
  const reports: string[] = [];
  const onReport = (issue: { message: string }) => reports.push(issue.message);
  const schema = validator(all[topic]!, { mode, onReport });
  const { issues = [] } = schema["~standard"].validate(message);
  return { issues: issues.map((issue) => issue.message), reports };
});
console.log(JSON.stringify(answers));
