import { describe, it } from "vitest";
import { checks, runCheck } from "../../up/checks.mjs";

/** The whole tree is read by each: longer than any other test. */
const LIMIT_MS = 240_000;

describe("the house rules hold", () => {
  for (const check of checks) it(check.name, { timeout: LIMIT_MS }, () => runCheck(check));
});
