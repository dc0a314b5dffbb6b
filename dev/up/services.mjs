import { createRequire } from "node:module";
import { at, builtBackend } from "./paths.mjs";

/**
 * The Medusa CLI's own file: run by node directly, so that the pid we know is the process that works. Not its cli.js:
 * that loads the TypeScript compiler first, 75 MB a process, and a build needs none.
 */
function medusaCli() {
  return createRequire(at("backend", "package.json")).resolve("@medusajs/cli/dist/index.js");
}

/** Arguments of node to run a command of Medusa's CLI with the built backend. */
export const medusa = (...args) => [medusaCli(), ...args];

const own = (port) => ({ PORT: String(port), HOST: "127.0.0.1" });
const base = (port) => `http://127.0.0.1:${port}`;

/**
 * How each process of the house is started from its build: arguments of node, folder, environment, and where it says
 * that it is ready. `env` is the shared environment (environment.mjs); the port becomes that process's own.
 */
export const services = {
  stripe: (port, env) => ({
    args: [at("dev/dist/stripe/server.js")],
    cwd: at("dev"),
    env: {
      ...env,
      ...own(port),
      STRIPE_STANDIN_WEBHOOK_URLS: env.BACKEND_URL ? `${env.BACKEND_URL}/hooks/stripe` : "",
      STRIPE_STANDIN_RETURN_ORIGINS: env.STOREFRONT_URL ?? "",
    },
    base: base(port),
    ready: ["/_standin/health"],
  }),
  carrier: (port, env) => ({
    args: [at("dev/dist/carrier/server.js")],
    cwd: at("dev"),
    env: { ...env, ...own(port), CARRIER_WEBHOOK_URL: `${env.BACKEND_URL}/hooks/carrier` },
    base: base(port),
    ready: ["/_standin/health", "/health"],
  }),
  backend: (port, env) => ({
    args: medusa("start", "--host", "127.0.0.1", "--port", String(port)),
    cwd: builtBackend,
    env: { ...env, ...own(port), NODE_ENV: servingAdmin(env) },
    base: base(port),
    ready: ["/ready", "/health"],
  }),
  worker: (port, env) => ({
    args: medusa("exec", at("workers/dist/main.js")),
    cwd: builtBackend,
    env: { ...env, HOST: "127.0.0.1", WORKER_PORT: String(port) },
    base: base(port),
    // Not /ready: that waits until the work that has piled up is done.
    ready: ["/health"],
  }),
  storefront: (port, env) => ({
    args: [at("storefront/server.js")],
    cwd: at("storefront"),
    env: { ...own(port), ...storefrontEnv(env) },
    base: base(port),
    ready: ["/health", "/"],
  }),
};

/**
 * In "development" Medusa bundles its Admin pages anew, from sources that the build does not have: our own pages would be missing. By
 * any other name it serves what was built.
 */
function servingAdmin({ NODE_ENV, MEDUSA_ADMIN_DISABLED }) {
  return NODE_ENV === "development" && MEDUSA_ADMIN_DISABLED !== "true" ? "dev" : NODE_ENV;
}

/** A list of what it may know: the storefront speaks to the backend only, and gets no database and no secret key. */
function storefrontEnv(env) {
  const {
    PATH,
    HOME,
    LANG,
    TZ,
    BACKEND_URL,
    BACKEND_WAIT_MS,
    STOREFRONT_URL,
    PUBLISHABLE_KEY,
    SEED_FILE,
    SESSION_SECRET,
    STOREFRONT_SECRET,
  } = env;
  const standIn = env.STRIPE_API_HOST
    ? `${env.STRIPE_API_PROTOCOL ?? "https"}://${env.STRIPE_API_HOST}:${env.STRIPE_API_PORT}`
    : undefined;
  const wanted = {
    PATH,
    HOME,
    LANG,
    TZ,
    NODE_ENV: "production",
    BACKEND_URL,
    BACKEND_WAIT_MS,
    STOREFRONT_URL,
    PUBLISHABLE_KEY,
    SEED_FILE,
    SESSION_SECRET,
    STOREFRONT_SECRET,
    STRIPE_PUBLISHABLE_KEY: env.STRIPE_PUBLISHABLE_KEY,
    STRIPE_JS_URL: standIn ? `${standIn}/stripe.js` : undefined,
    STRIPE_HOSTED_PAY_URL: standIn ? `${standIn}/pay` : undefined,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
