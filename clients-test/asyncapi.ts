/** Ends with an error for a document that the parser of AsyncAPI has something to say about. */
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf8");
  const { document, diagnostics } = await new Parser().parse(text);
  for (const { message, path: place } of diagnostics)
    console.log(`${path}: ${place.join(".")}: ${message}`);
  if (!document || diagnostics.length > 0) process.exitCode = 1;
}
