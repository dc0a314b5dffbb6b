import { readFileSync } from "node:fs";
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65535);

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
    HOST: z.string().default("127.0.0.1"),
    PORT: port.default(3000),
    BACKEND_URL: z.url().default("http://127.0.0.1:9000"),
    /** A page waits this long for one call of it. */
    BACKEND_WAIT_MS: z.coerce.number().int().min(100).max(120_000).default(5_000),
    /** Medusa's publishable key; or SEED_FILE, a JSON file with `publishable_key`, written by the seed. */
    PUBLISHABLE_KEY: z.string().startsWith("pk_").optional(),
    SEED_FILE: z.string().optional(),
    STRIPE_PUBLISHABLE_KEY: z.string().startsWith("pk_").default("pk_test_standin"),
    /** Where the browser gets Stripe's script; the stand-in's `/stripe.js` when there is no real key. */
    STRIPE_JS_URL: z.url().default("https://js.stripe.com/clover/stripe.js"),
    /** The stand-in's `/pay` page, for buyers without script. Unset: paying needs script. */
    STRIPE_HOSTED_PAY_URL: z
      .string()
      .regex(/^https?:\/\//, "must be a web address")
      .optional(),
    SESSION_SECRET: z.string().min(16, "must have at least 16 characters").default("development-session-secret"),
    /** By which the backend knows us: it then believes from which address somebody signs in. */
    STOREFRONT_SECRET: z.string().min(16, "must have at least 16 characters").default("development-storefront-secret"),
    /** Proxies whose X-Forwarded-For is believed, as Express names them; nobody else's is. */
    TRUST_PROXY: z.string().default("loopback"),
    /** Memory for pages that are the same for everybody; 0: each is rendered for who asks. */
    PAGE_CACHE_MB: z.coerce.number().min(0).max(4_096).default(64),
    /** Public address; cookies are marked Secure when it is https. */
    STOREFRONT_URL: z.url().optional(),
  })
  .superRefine((env, ctx) => {
    if (env.PUBLISHABLE_KEY === undefined && env.SEED_FILE === undefined) {
      ctx.addIssue({ code: "custom", path: ["PUBLISHABLE_KEY"], message: "is missing (or give SEED_FILE)" });
    }
    if (env.NODE_ENV === "production" && env.SESSION_SECRET.startsWith("development-")) {
      ctx.addIssue({
        code: "custom",
        path: ["SESSION_SECRET"],
        message: "is the development default: set one of your own",
      });
    }
  });

export type Env = z.infer<typeof schema>;

/** Checks `source` and returns the environment, or every problem found, one line each. */
export function parseEnv(source: NodeJS.ProcessEnv): { ok: true; env: Env } | { ok: false; problems: string[] } {
  const known = Object.fromEntries(
    Object.keys(schema.shape).map((key) => [key, source[key] === "" ? undefined : source[key]]),
  );
  const parsed = schema.safeParse(known);
  if (parsed.success) return { ok: true, env: parsed.data };
  return { ok: false, problems: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) };
}

let cached: Env | undefined;

/** The environment of this process. Exits 1 with every problem listed when it is not right. */
export function readEnv(): Env {
  if (cached) return cached;
  const parsed = parseEnv(process.env);
  if (!parsed.ok) {
    process.stderr.write(`The environment is not right:\n${parsed.problems.map((p) => `  ${p}\n`).join("")}`);
    process.exit(1);
  }
  cached = parsed.env;
  return cached;
}

let publishableKey: string | undefined;

/** The publishable key, or undefined while the seed has not written it yet. */
export function readPublishableKey(env: Env): string | undefined {
  if (publishableKey !== undefined) return publishableKey;
  publishableKey = env.PUBLISHABLE_KEY ?? keyFromSeed(env.SEED_FILE);
  return publishableKey;
}

function keyFromSeed(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    const seed: unknown = JSON.parse(readFileSync(file, "utf8"));
    return z.object({ publishable_key: z.string() }).parse(seed).publishable_key;
  } catch {
    // Not there yet, or half written: /ready says so, and the next request reads again.
    return undefined;
  }
}
