import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { dataDir } from "./paths.mjs";
import { keepPort, nextFreePort } from "./ports.mjs";

/** Where each process of the demo would like to listen; the next free port is taken when that one is busy. */
const WANTED_PORTS = { storefront: 3000, backend: 9000, worker: 9100, stripe: 9200, carrier: 9300, postgres: 54320 };

const word = (bytes = 24) => randomBytes(bytes).toString("base64url");
/** Made once for this machine; what the caller's environment sets is used instead. */
const NEW_SECRETS = {
  POSTGRES_PASSWORD: () => word(),
  JWT_SECRET: () => word(),
  COOKIE_SECRET: () => word(),
  SESSION_SECRET: () => word(),
  STRIPE_WEBHOOK_SECRET: () => `whsec_${word()}`,
  CARRIER_WEBHOOK_SECRET: () => word(),
  STOREFRONT_SECRET: () => word(),
  SMS_WEBHOOK_SECRET: () => word(),
  HOUSEHOLD_KEY: () => randomBytes(32).toString("base64"),
  PROOF_KEY: () => randomBytes(32).toString("base64"),
};

/** The secrets of this checkout, kept in .data/secrets.json (0600): payout accounts can't be read without the same key. */
export async function secrets() {
  await mkdir(dataDir, { recursive: true });
  const file = path.join(dataDir, "secrets.json");
  const kept = JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
  const missing = Object.keys(NEW_SECRETS).filter((name) => !kept[name]);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = NEW_SECRETS[name]();
    await writeWhole(file, JSON.stringify(kept, null, 2));
  }
  return kept;
}

/**
 * The ports of last time where they are free, so that an open browser tab still works; else the next free ones. Each is kept
 * until its process starts: a second house on this machine finds it busy.
 */
export async function ports({ workers = 1, say = () => undefined } = {}) {
  const file = path.join(dataDir, "ports.json");
  const kept = JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
  const chosen = {};
  const names = [
    ...Object.keys(WANTED_PORTS).filter((name) => name !== "worker"),
    ...Array.from({ length: workers }, (_, index) => `worker-${index + 1}`),
  ];
  for (const name of names) {
    const wanted = kept[name] ?? WANTED_PORTS[name.replace(/-\d+$/, "")];
    chosen[name] = await nextFreePort(wanted);
    await keepPort(chosen[name]);
    if (chosen[name] !== wanted) say(`Port ${wanted} is busy: ${name} takes ${chosen[name]}.`);
  }
  await writeWhole(file, JSON.stringify(chosen, null, 2));
  return chosen;
}

async function writeWhole(file, text) {
  await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
}

/**
 * The environment all processes share. What the caller sets stands; without a Stripe key the SDK talks to the
 * stand-in, without a carrier's address to the carrier's stand-in.
 */
export function environment({ given = process.env, secrets, ports, databaseUrl }) {
  const local = (name) => `http://127.0.0.1:${ports[name]}`;
  const shop = `http://localhost:${ports.storefront}`;
  const admin = `http://localhost:${ports.backend}`;
  const standIns = { stripe: !given.STRIPE_API_KEY, carrier: !given.CARRIER_API_URL };
  const { POSTGRES_PASSWORD: _, ...ours } = secrets;
  const env = {
    ...ours,
    STORE_CORS: shop,
    ADMIN_CORS: admin,
    AUTH_CORS: `${shop},${admin}`,
    STOREFRONT_URL: shop,
    BACKEND_URL: local("backend"),
    FILES_DIR: path.join(dataDir, "files"),
    SEED_FILE: path.join(dataDir, "seed.json"),
    MEDUSA_DISABLE_TELEMETRY: "true",
    LANG: "C.UTF-8",
    ...withoutEmpty(given),
    // `medusa start` would take production for granted, where stand-ins are refused.
    NODE_ENV: "development",
    DATABASE_URL: databaseUrl,
    ...(standIns.stripe && {
      STRIPE_API_KEY: "sk_test_standin",
      STRIPE_API_HOST: "127.0.0.1",
      STRIPE_API_PORT: String(ports.stripe),
      STRIPE_API_PROTOCOL: "http",
    }),
    ...(standIns.carrier && { CARRIER_API_URL: local("carrier") }),
  };
  // The secret of Stripe's real webhooks only Stripe can tell: left out, env.ts asks for it.
  if (!standIns.stripe && !given.STRIPE_WEBHOOK_SECRET) delete env.STRIPE_WEBHOOK_SECRET;
  // npm's own settings, of no use to the processes, and long.
  for (const name of Object.keys(env)) if (/^npm_/i.test(name)) delete env[name];
  return {
    env,
    standIns,
    urls: { storefront: shop, backend: local("backend"), stripe: local("stripe"), carrier: local("carrier") },
  };
}

const withoutEmpty = (source) => Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
