#!/usr/bin/env node
// The one command of this house. Plain JavaScript without dependencies: it runs before anything is installed,
// and its first lines in any Node, so that an old one hears a sentence and not a syntax error.
import { refusal } from "./up/node-version.mjs";

const refused = refusal(process.versions.node);
if (refused) {
  console.error(refused);
  process.exitCode = 1;
} else {
  import("./up/main.mjs").then(({ main }) => main(process.argv.slice(2)));
}
