import { describe, it } from "vitest";
import { checks, runCheck } from "../../up/checks.mjs";
import { patient } from "../../up/patience.mjs";

/** The whole tree is read by each, with its types: longer than any other test, on a busy machine much longer. */
const LIMIT_MS = patient(600_000);

describe("the house rules hold", () => {
  for (const check of checks) it(check.name, { timeout: LIMIT_MS }, () => runCheck(check));
});
