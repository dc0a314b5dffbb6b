import { existsSync } from "node:fs";
import medusa from "@medusajs/eslint-plugin";
import tseslint from "typescript-eslint";

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

/**
 * Two programs know the types of all files: what is spoken to through `domain` alone is read together, once. A program for each
 * room would read Medusa's types and the backend's sources four times over. Whether each room's own settings hold, tsc says.
 */
const projects = ["tsconfig.lint.json", "storefront/tsconfig.json"].filter((file) =>
  existsSync(new URL(file, import.meta.url)),
);

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
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: projects,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/ban-ts-comment": "error",
      "no-console": ["error", { allow: ["error", "warn"] }],
      // `== null` means both null and undefined, on purpose.
      eqeqeq: ["error", "always", { null: "ignore" }],
      // Ids from Stripe and Medusa arrive as `unknown` or "id or object"; String() of them is what we mean.
      "@typescript-eslint/no-base-to-string": "off",
      // React Router's way to answer from a loader is to throw a Response.
      "@typescript-eslint/only-throw-error": ["error", { allow: [{ from: "lib", name: "Response" }] }],
      // A method may be asynchronous for its contract's sake.
      "@typescript-eslint/require-await": "off",
    },
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
      // MedusaService's constructor takes what it is given.
      "prefer-rest-params": "off",
    },
  },
  {
    // Only the class behind Medusa's provider can be given another Stripe SDK and address, or guarded; it has no public entry.
    files: ["backend/src/providers/stripe/service.ts", "backend/src/providers/auth-buyer-password/service.ts"],
    rules: { "@medusajs/import-from-framework-not-internal": "off" },
  },
  // What the stand-ins say on their own output is their way to be ready.
  { files: ["dev/src/**/*.ts"], rules: { "no-console": "off" } },
  {
    // React Router's loaders answer early by throwing a Response: a redirect, 404, "unavailable".
    files: ["storefront/app/**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/only-throw-error": [
        "error",
        {
          allow: [
            { from: "lib", name: "Response" },
            { from: "file", name: "Unavailable" },
          ],
          allowRethrowing: true,
        },
      ],
    },
  },
  {
    files: ["**/*.spec.{ts,tsx}", "**/tests/**/*.ts", "**/e2e/**/*.ts"],
    rules: {
      // expect() takes methods as values.
      "@typescript-eslint/unbound-method": "off",
      // The body of an answer is looked at field by field, and each field is expected.
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  {
    files: ["**/*.{mjs,js,cjs}"],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { project: null } },
    rules: {
      eqeqeq: "error",
      "no-undef": "off",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
);
