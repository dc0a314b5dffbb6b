import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { at } from "./paths.mjs";

/** TypeScript 7: the same rules in a fifth of the time. Building and eslint need the library of TypeScript 5 beside it. */
const TSC = ["typescript-native", "bin/tsc"];
/** It checks with four threads by default, each of which works out Medusa's types anew: one costs half the CPU, and is as quick on two cores. */
const ONE_THREAD = ["--checkers", "1"];
const rooms = ["domain", "backend", "workers", "dev", "storefront"];

/** The checks every change must pass, besides the tests. Each is a program of node_modules and its arguments. */
export const checks = [
  { name: "format (prettier)", program: ["prettier", "bin/prettier.cjs"], args: ["--check", "--log-level=warn", "."] },
  { name: "lint, with types (oxlint)", program: ["oxlint", "bin/oxlint"], args: ["--deny-warnings"] },
  {
    name: "Medusa's rules, and a pure domain (eslint)",
    program: ["eslint", "bin/eslint.js"],
    args: ["backend", "domain", "--max-warnings=0"],
  },
  {
    name: "who may speak to whom (dependency-cruiser)",
    program: ["dependency-cruiser", "bin/dependency-cruise.mjs"],
    args: ["--config", ".dependency-cruiser.cjs", ...rooms.filter((room) => room !== "dev"), "dev/src", "dev/up"],
  },
  ...rooms
    .filter((room) => existsSync(at(room, "tsconfig.json")))
    .map((room) => ({
      name: `types of ${room} (tsc)`,
      program: TSC,
      args: ["-p", `${room}/tsconfig.json`, "--noEmit", ...ONE_THREAD],
    })),
  { name: "types of the tests (tsc)", program: TSC, args: ["-p", "tsconfig.tests.json", ...ONE_THREAD] },
];

/** Runs one check; its whole output is the message when it does not hold. */
export function runCheck({ name, program: [pkg, file], args }) {
  const main = at("node_modules", pkg, file);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: at(), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${name} does not hold:\n${output}`));
    });
  });
}
