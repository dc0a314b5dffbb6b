import medusa from "@medusajs/eslint-plugin";
import tseslint from "typescript-eslint";

/**
 * What oxlint does not know (.oxlintrc.json has all other rules, also those that need types): Medusa's own rules, and that domain is pure.
 */

/** The rules of the trade see no clock, no chance, no machine: time and ids come in as arguments. */
const PURE = {
  "no-restricted-globals": [
    "error",
    ...[
      "process",
      "setTimeout",
      "setInterval",
      "setImmediate",
      "fetch",
      "crypto",
      "performance",
      "console",
      "require",
      "Buffer",
    ].map((name) => ({ name, message: "domain is pure" })),
  ],
  "no-restricted-properties": [
    "error",
    { object: "Date", property: "now", message: "domain is pure: take the time as an argument" },
    { object: "Math", property: "random", message: "domain is pure: take randomness as an argument" },
  ],
  "no-restricted-syntax": [
    "error",
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: "domain is pure: take the time as an argument",
    },
    { selector: "CallExpression[callee.name='Date']", message: "domain is pure: take the time as an argument" },
  ],
  "no-restricted-imports": [
    "error",
    {
      paths: ["fs", "path", "os", "crypto", "http", "https", "net", "child_process", "process", "timers"].map(
        (name) => ({ name, message: "domain is pure" }),
      ),
      patterns: [{ group: ["node:*"], message: "domain is pure" }],
    },
  ],
};

/** Medusa's rules, for the backend's files only: their patterns name folders that other rooms have as well. */
function inBackend({ files, ...config }) {
  return files ? { ...config, files: files.map((pattern) => `backend/${pattern}`) } : config;
}

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "**/dist/",
      "**/build/",
      "**/.medusa/",
      "**/.react-router/",
      "**/coverage/",
      ".data/",
      "**/*.d.mts",
      "**/vite*.config.ts",
      "**/react-router.config.ts",
    ],
  },
  {
    files: ["**/*.{ts,tsx,mjs}"],
    extends: [tseslint.configs.base],
    linterOptions: { reportUnusedDisableDirectives: "error" },
  },
  { files: ["domain/src/**/*.ts"], ignores: ["**/*.spec.ts"], rules: PURE },
  ...medusa.configs.recommended.map(inBackend),
  {
    files: ["backend/**/*.ts"],
    rules: {
      // zod is pinned to Medusa's own version, and domain's schemas are used as they are (docs/architecture.md).
      "@medusajs/zod-import-source": "off",
      // What can't happen, and what a person did wrong, are told apart: the first is an Error, the second a refusal that
      // one mapper turns into HTTP (src/api).
      "@medusajs/use-medusa-error-not-generic-error": "off",
      // One write = one module = one transaction: a route calls one service, a workflow only where several are needed.
      "@medusajs/no-service-mutations-in-api-route": "off",
      // Ids are stored and logged: they say what is done, where a variable's short name would say nothing.
      "@medusajs/step-id-kebab-case": "off",
      "@medusajs/workflow-id-matches-export-or-filename": "off",
      // tsc sees what a method returns; many hand on the promise of a function in queries.ts.
      "@medusajs/service-methods-must-be-async": "off",
    },
  },
  {
    // Only the class behind Medusa's provider can be given another Stripe SDK and address, or guarded; it has no public entry.
    files: ["backend/src/providers/stripe/service.ts", "backend/src/providers/auth-buyer-password/service.ts"],
    rules: { "@medusajs/import-from-framework-not-internal": "off" },
  },
);
