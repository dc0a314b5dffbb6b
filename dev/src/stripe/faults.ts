import type { Pool } from "pg";
import { z } from "zod";

/** What may be broken, for which calls, how often. `match` is tried against "POST /v1/refunds". */
const ruleSchema = z.strictObject({
  match: z.string().max(200).refine(isRegex, "not a regular expression").default("."),
  fault: z.enum(["lose_answer", "fail_500", "fail_429", "fail_409", "delay"]),
  /** At most this many calls, then the rule is spent. */
  times: z.int().min(1).optional(),
  /** Let this many matching calls through first. */
  skip: z.int().min(0).optional(),
  /** Of the matching calls, this share; drawn from the seeded generator. */
  probability: z.number().min(0).max(1).optional(),
  /** For `delay`: how long the answer is held back, after the effect. */
  ms: z.int().min(0).max(120_000).optional(),
  /** For `fail_500`: stored under the idempotency key, so that a retry gets the 500 again. */
  sticky: z.boolean().optional(),
});

const share = z.number().min(0).max(1);

export const faultsSchema = z.strictObject({
  seed: z.int().min(0).max(0xffffffff).optional(),
  rules: z.array(ruleSchema).max(100).optional(),
  webhooks: z
    .strictObject({
      repeat: z.int().min(0).max(50).optional(),
      shuffle_ms: z.int().min(0).max(600_000).optional(),
      delay_ms: z.int().min(0).max(600_000).optional(),
      drop: share.optional(),
    })
    .optional(),
  /** Account id -> how a transfer to it is refused; null lifts it. */
  restricted_accounts: z.record(z.string(), z.enum(["transfers_not_allowed", "account_invalid"]).nullable()).optional(),
  /** New charges become available this much later. */
  funds_delay_s: z.int().min(0).optional(),
  charge_fee_bps: z.int().min(0).max(10_000).optional(),
  charge_fee_fixed: z.int().min(0).optional(),
  idempotency_ttl_s: z.int().min(0).optional(),
  /** Disputes of the dispute card, failing refunds, bank debits and payouts happen this much later. */
  settle_delay_ms: z.int().min(0).max(600_000).optional(),
  accounts_start: z.enum(["active", "pending"]).optional(),
  payouts_fail: z.boolean().optional(),
  /** Refuse parameters Stripe would not know (camelCase names). Off: counted in the state, and let pass. */
  strict_parameters: z.boolean().optional(),
});

export type FaultsInput = z.infer<typeof faultsSchema>;
export type Restriction = "transfers_not_allowed" | "account_invalid";
type Rule = z.infer<typeof ruleSchema> & { seen: number; hits: number };

export type FaultsConfig = {
  seed: number;
  /** State of the generator: a restart goes on where the run was. */
  random_state: number;
  rules: Rule[];
  webhooks: { repeat: number; shuffle_ms: number; delay_ms: number; drop: number };
  restricted_accounts: Record<string, Restriction>;
  funds_delay_s: number;
  charge_fee_bps: number;
  charge_fee_fixed: number;
  idempotency_ttl_s: number;
  settle_delay_ms: number;
  accounts_start: "active" | "pending";
  payouts_fail: boolean;
  strict_parameters: boolean;
  unknown_parameters: Record<string, number>;
};

/** Stripe forgets idempotency keys after at least 24 hours. */
const KEY_TTL_S = 86_400;

const initial = (): FaultsConfig => ({
  seed: 1,
  random_state: 1,
  rules: [],
  webhooks: { repeat: 0, shuffle_ms: 0, delay_ms: 0, drop: 0 },
  restricted_accounts: {},
  funds_delay_s: 0,
  charge_fee_bps: 0,
  charge_fee_fixed: 0,
  idempotency_ttl_s: KEY_TTL_S,
  settle_delay_ms: 300,
  accounts_start: "active",
  payouts_fail: false,
  strict_parameters: false,
  unknown_parameters: {},
});

export type CallPlan = {
  fail: { status: 500 | 429 | 409; sticky: boolean } | null;
  delay_ms: number;
  lose: boolean;
};

export class Faults {
  config: FaultsConfig = initial();
  private dirty = false;

  constructor(private readonly pool: Pool) {}

  async load(): Promise<void> {
    const { rows } = await this.pool.query<{ data: Partial<FaultsConfig> }>(
      "select data from stripe_standin.fault_state",
    );
    this.config = { ...initial(), ...rows[0]?.data };
  }

  /** Writes counts and generator state down when they moved, so that a restart goes on with them. */
  async storeIfMoved(): Promise<void> {
    if (this.dirty) await this.store();
  }

  async store(): Promise<void> {
    this.dirty = false;
    await this.pool.query(
      `insert into stripe_standin.fault_state (data) values ($1) on conflict (one) do update set data = excluded.data`,
      [JSON.stringify(this.config)],
    );
  }

  /** Adds rules, replaces the other switches named. A seed restarts the generator. */
  change(input: FaultsInput): void {
    const { rules, webhooks, restricted_accounts, seed, ...scalars } = input;
    const config = this.config;
    Object.assign(config, Object.fromEntries(Object.entries(scalars).filter(([, value]) => value !== undefined)));
    if (seed !== undefined) Object.assign(config, { seed, random_state: seed });
    config.rules.push(...(rules ?? []).map((rule) => ({ ...rule, seen: 0, hits: 0 })));
    Object.assign(config.webhooks, webhooks ?? {});
    for (const [account, restriction] of Object.entries(restricted_accounts ?? {})) {
      if (restriction === null) delete config.restricted_accounts[account];
      else config.restricted_accounts[account] = restriction;
    }
  }

  clear(): void {
    this.config = initial();
  }

  /** Which faults this call meets. Counts and draws happen here, in the order calls arrive. */
  plan(method: string, path: string): CallPlan {
    const plan: CallPlan = { fail: null, delay_ms: 0, lose: false };
    for (const rule of this.config.rules) {
      if (rule.times !== undefined && rule.hits >= rule.times) continue;
      if (!new RegExp(rule.match).test(`${method} ${path}`)) continue;
      rule.seen += 1;
      this.dirty = true;
      if (rule.seen <= (rule.skip ?? 0)) continue;
      if (rule.probability !== undefined && this.random() >= rule.probability) continue;
      rule.hits += 1;
      if (rule.fault === "delay") plan.delay_ms += rule.ms ?? 1_000;
      else if (rule.fault === "lose_answer") plan.lose = true;
      else plan.fail ??= { status: statusOf(rule.fault), sticky: rule.sticky ?? false };
    }
    return plan;
  }

  webhookPlan(): { copies: number; delay_ms: number; drop: boolean } {
    const { repeat, shuffle_ms, delay_ms, drop } = this.config.webhooks;
    return {
      copies: 1 + repeat,
      delay_ms: delay_ms + (shuffle_ms > 0 ? Math.floor(this.random() * shuffle_ms) : 0),
      drop: drop > 0 && this.random() < drop,
    };
  }

  noteUnknown(name: string): void {
    const seen = this.config.unknown_parameters;
    this.dirty = true;
    if (Object.keys(seen).length < 100 || name in seen) seen[name] = (seen[name] ?? 0) + 1;
  }

  /** mulberry32: small, seedable, good enough to choose faults. */
  private random(): number {
    this.dirty = true;
    this.config.random_state = (this.config.random_state + 0x6d2b79f5) >>> 0;
    let t = this.config.random_state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

function statusOf(fault: "fail_500" | "fail_429" | "fail_409"): 500 | 429 | 409 {
  return fault === "fail_500" ? 500 : fault === "fail_429" ? 429 : 409;
}

function isRegex(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
