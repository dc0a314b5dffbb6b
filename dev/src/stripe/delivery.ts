import { createHmac } from "node:crypto";
import type Stripe from "stripe";
import type { DueKind, EventBody } from "./events.js";
import { plainCtx, type Surroundings } from "./http.js";
import { settleAsync } from "./payment-flow.js";
import { openDispute } from "./resources/disputes.js";
import { settlePayout } from "./resources/payouts.js";
import { failRefund } from "./resources/refunds.js";
import { inTransaction } from "./transaction.js";
import type { Ctx } from "./types.js";

/** How often the loop looks when nobody wakes it. */
const POLL_MS = 200;
const POST_TIMEOUT_MS = 10_000;
/** A claimed delivery is free again after this long: the process that held it is dead. */
const LEASE_MS = POST_TIMEOUT_MS + 5_000;
const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 60_000;
/** Stripe tries for up to three days. */
const GIVE_UP_AFTER = "3 days";
const BATCH = 20;

type Due = { seq: string; event: EventBody; endpoint: Stripe.WebhookEndpoint; copies: number; attempts: number };

/** Posts signed events and performs what Stripe would do by itself. All its state is in Postgres. */
export class DeliveryLoop {
  private running: Promise<void> | null = null;
  private stopping = false;
  private woken = false;
  private wakeUp: () => void = () => undefined;

  constructor(
    private readonly around: Surroundings,
    private readonly backoffFirstMs = BACKOFF_FIRST_MS,
  ) {}

  start(): void {
    this.stopping = false;
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp();
    await this.running;
    this.running = null;
  }

  wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  /** Frees what a killed process had claimed. Should another one still run, a webhook comes twice, as it may at Stripe. */
  async takeOver(): Promise<void> {
    await this.around.pool.query(
      `update stripe_standin.delivery set next_at = clock_timestamp()
       where ended is null and attempts > 0 and next_at > clock_timestamp()`,
    );
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.woken = false;
      try {
        while (!this.stopping && (await this.performDue())) continue;
        while (!this.stopping && (await this.deliverBatch()) === BATCH) continue;
        await this.around.faults.storeIfMoved();
      } catch (error) {
        this.around.log({ level: "error", loop: "delivery", error: String(error) });
      }
      await this.sleep();
    }
  }

  private sleep(): Promise<void> {
    if (this.woken || this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One due action in one transaction; false when none is due. */
  private async performDue(): Promise<boolean> {
    return inTransaction(this.around.pool, async (db) => {
      const { rows } = await db.query<{ kind: DueKind; account: string; object_id: string }>(
        `delete from stripe_standin.due_action where seq =
           (select seq from stripe_standin.due_action where due_at <= clock_timestamp()
            order by due_at, seq limit 1 for update skip locked)
         returning kind, account, object_id`,
      );
      const due = rows[0];
      if (!due) return false;
      const ctx: Ctx = { ...plainCtx(this.around, null, db, {}), account: due.account };
      await db.query("savepoint due");
      try {
        await perform(ctx, due.kind, due.object_id);
      } catch (error) {
        // A refund made meanwhile, a row reset away: the action is moot.
        await db.query("rollback to savepoint due");
        this.around.log({ level: "warn", due: due.kind, object: due.object_id, error: String(error) });
      }
      return true;
    });
  }

  private async deliverBatch(): Promise<number> {
    const { rows } = await this.around.pool.query<Due>(
      `with due as (
         select seq from stripe_standin.delivery where ended is null and next_at <= clock_timestamp()
         order by next_at, seq limit ${BATCH} for update skip locked
       ), claimed as (
         update stripe_standin.delivery d set attempts = attempts + 1,
           next_at = clock_timestamp() + interval '${LEASE_MS} milliseconds'
         from due where d.seq = due.seq returning d.*
       )
       select c.seq, e.body as event, w.body as endpoint, c.copies, c.attempts
       from claimed c join stripe_standin.event e on e.id = c.event_id
       join stripe_standin.webhook_endpoint w on w.id = c.endpoint_id order by c.first_due, c.seq`,
    );
    const byEndpoint = groupBy(rows, (row) => row.endpoint.id);
    // In order per endpoint, endpoints side by side: a dead endpoint delays only itself.
    await Promise.all(
      [...byEndpoint.values()].map(async (queue) => {
        for (const due of queue) await this.deliver(due);
      }),
    );
    return rows.length;
  }

  private async deliver(due: Due): Promise<void> {
    let status = "";
    for (let copy = 0; copy < due.copies; copy += 1) {
      status = await postSigned(due.endpoint, due.event);
      if (!status.startsWith("2")) break;
    }
    const wait = Math.min(this.backoffFirstMs * 2 ** (due.attempts - 1), BACKOFF_MAX_MS);
    await this.around.pool.query(
      `update stripe_standin.delivery set last_status = $2,
         ended = case when $3 then 'delivered' when first_due < clock_timestamp() - interval '${GIVE_UP_AFTER}' then 'given_up' end,
         next_at = clock_timestamp() + $4 * interval '1 millisecond'
       where seq = $1`,
      [due.seq, status, status.startsWith("2"), wait],
    );
  }
}

function perform(ctx: Ctx, kind: DueKind, id: string): Promise<unknown> {
  switch (kind) {
    case "dispute":
      return openDispute(ctx, id, null, "fraudulent");
    case "payout":
      return settlePayout(ctx, id);
    case "refund_fails":
      return failRefund(ctx, id);
    case "settle":
      return settleAsync(ctx, id, null);
  }
}

/** The HTTP status as text, or the name of what went wrong. */
async function postSigned(endpoint: Stripe.WebhookEndpoint, event: EventBody): Promise<string> {
  const payload = JSON.stringify(event, null, 2);
  try {
    const response = await fetch(endpoint.url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (stand-in)",
        "stripe-signature": signatureHeader(payload, endpoint.secret ?? "", Math.floor(Date.now() / 1000)),
      },
      body: payload,
      redirect: "manual",
      signal: AbortSignal.timeout(POST_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return String(response.status);
  } catch (error) {
    return error instanceof Error ? error.name : "error";
  }
}

/** Scheme v1 of Stripe: HMAC-SHA-256 over "timestamp.payload". */
export function signatureHeader(payload: string, secret: string, timestamp: number): string {
  const v1 = createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
  return `t=${timestamp},v1=${v1}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
