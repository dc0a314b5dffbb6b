import { z } from "zod";

/**
 * The whole environment of the backend and the workers, read and checked in one place.
 * Every process calls `readEnv()` at its start; all problems are listed at once and the process exits 1.
 */
const port = z.coerce.number().int().min(1).max(65535);
const secret = z.string().min(16, "must have at least 16 characters");
/** For development and tests only: 32 bytes that read "development-only-household-key-1". */
const DEVELOPMENT_HOUSEHOLD_KEY = "ZGV2ZWxvcG1lbnQtb25seS1ob3VzZWhvbGQta2V5LTE=";
/** "development-only-proof-key-32-by". */
const DEVELOPMENT_PROOF_KEY = "ZGV2ZWxvcG1lbnQtb25seS1wcm9vZi1rZXktMzItYnk=";
const bytesOf = (base64: string): Buffer => Buffer.from(base64, "base64");

const schema = z
  .object({
    /** "dev" is development with the Admin pages as they were built (Medusa bundles them anew in "development"). */
    NODE_ENV: z.enum(["development", "dev", "test", "production"]).default("development"),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// address"),
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//, "must be a redis:// address")
      .optional(),
    HOST: z.string().default("127.0.0.1"),
    PORT: port.default(9000),
    WORKER_PORT: port.default(9100),
    JWT_SECRET: secret,
    COOKIE_SECRET: secret,
    STORE_CORS: z.string().default("http://localhost:3000"),
    ADMIN_CORS: z.string().default("http://localhost:9000"),
    AUTH_CORS: z.string().default("http://localhost:3000,http://localhost:9000"),
    STRIPE_API_KEY: z.string().startsWith("sk_", "must be a secret key (sk_…)"),
    STRIPE_WEBHOOK_SECRET: z.string().startsWith("whsec_", "must be a webhook signing secret (whsec_…)"),
    /** With no real key the SDK talks to the stand-in: host, port and protocol of it. */
    STRIPE_API_HOST: z.string().optional(),
    STRIPE_API_PORT: port.optional(),
    STRIPE_API_PROTOCOL: z.enum(["http", "https"]).optional(),
    CARRIER_API_URL: z.url().default("http://127.0.0.1:9300"),
    CARRIER_WEBHOOK_SECRET: secret,
    /** Where texts to phones are handed on; without it in development they go into a file below FILES_DIR. */
    SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Signs what the mobile network hands us, replies of households, and what we hand it. */
    SMS_WEBHOOK_SECRET: secret.default("development-sms-secret"),
    /** By which the storefront is known to us: only it may say from which address somebody signs in. */
    STOREFRONT_SECRET: secret.default("development-storefront-secret"),
    /** Seals payout accounts and phones of households (AES-256-GCM). Without it they can't be read again: back it up. */
    HOUSEHOLD_KEY: z
      .string()
      .refine((key) => bytesOf(key).length === 32, "must be 32 bytes in base64")
      .default(DEVELOPMENT_HOUSEHOLD_KEY),
    /**
     * Signs proofs of benefit and names households in them. With another one, proofs of before are verified all the same, and those to
     * come name households anew.
     */
    PROOF_KEY: z
      .string()
      .refine((key) => bytesOf(key).length === 32, "must be 32 bytes in base64")
      .default(DEVELOPMENT_PROOF_KEY),
    /** Labels, bank files and exports are written below this folder. */
    FILES_DIR: z.string().min(1),
    /** Base address of the storefront, printed on labels as the trace address. */
    STOREFRONT_URL: z.url().default("http://localhost:3000"),
    /** Where e-mails are handed on, as smtps://user:password@host:465; without it in development they go into a file below FILES_DIR. */
    MAIL_URL: z
      .string()
      .regex(/^smtps?:\/\//, "must be an smtp:// or smtps:// address")
      .optional(),
    /** Whom they are from. */
    MAIL_FROM: z.email().optional(),
    /** Parcels of an order that are written in the transaction that stores its plan; more are written by jobs of their own. */
    PARCELS_AT_ONCE: z.coerce.number().int().min(0).max(10_000).default(1_000),
    /** Parcels that one of those jobs writes, in one transaction. */
    PARCELS_PER_RANGE: z.coerce.number().int().min(1).max(10_000).default(4_000),
    /** Tests only: the process kills itself with SIGKILL at the named point (see lib/kill-point.ts). */
    KILL_AT: z.string().optional(),
  })
  .superRefine((env, ctx) => {
    if (env.MAIL_URL !== undefined && env.MAIL_FROM === undefined)
      ctx.addIssue({ code: "custom", path: ["MAIL_FROM"], message: "is needed with MAIL_URL: whom mails are from" });
    if (env.NODE_ENV !== "production") return;
    const standIn = ["STRIPE_API_HOST", "STRIPE_API_PORT", "STRIPE_API_PROTOCOL", "KILL_AT"] as const;
    for (const key of standIn) {
      if (env[key] !== undefined)
        ctx.addIssue({ code: "custom", path: [key], message: "must not be set in production" });
    }
    for (const key of ["HOUSEHOLD_KEY", "PROOF_KEY"] as const) {
      if (bytesOf(env[key]).toString("latin1").startsWith("development-")) {
        ctx.addIssue({ code: "custom", path: [key], message: "is the development default: set one of your own" });
      }
    }
    for (const key of [
      "JWT_SECRET",
      "COOKIE_SECRET",
      "CARRIER_WEBHOOK_SECRET",
      "SMS_WEBHOOK_SECRET",
      "STOREFRONT_SECRET",
    ] as const) {
      if (env[key].startsWith("development-")) {
        ctx.addIssue({ code: "custom", path: [key], message: "is the development default: set one of your own" });
      }
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
