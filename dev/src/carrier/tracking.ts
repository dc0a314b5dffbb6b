import { randomInt, randomUUID } from "node:crypto";
import type pg from "pg";
import type { Faults } from "./faults.js";
import { signature } from "./sign.js";

/** Tracking events in one webhook: a thousand parcels at a step are one request, not a thousand. */
const EVENTS_PER_WEBHOOK = 1_000;
/** How often the journeys move on. */
const TICK_MS = 250;
/** Webhooks under way at once. */
const SENDERS = 4;
/** Waiting before the next try: doubled each time, up to this. */
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;
const ANSWER_MS = 15_000;

interface DueStep {
  seq: string;
  reference: string;
  tracking_number: string;
  state: string;
  place: string;
  due_at: Date;
}

/** Moves shipments on as time passes, and tells the house by signed webhooks until it answers 2xx. */
export class Tracking {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly faults: Faults,
    private readonly webhook: { url: string | undefined; secret: string },
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running = this.running
        .then(() => this.tick())
        .catch((error: unknown) => console.error(`tick failed: ${String(error)}`));
    }, TICK_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** One beat: due steps become webhooks, due webhooks are sent. */
  async tick(): Promise<void> {
    if (this.stopped) return;
    while (await this.emit()) if (this.stopped) return;
    await this.deliverDue();
  }

  /** Turns up to a thousand due steps into one webhook, in one transaction. */
  private async emit(): Promise<boolean> {
    const faults = await this.faults.config();
    const client = await this.pool.connect();
    try {
      await client.query("begin");
      const { rows } = await client.query<DueStep>(
        `select s.seq, h.reference, h.tracking_number, s.state, s.place, s.due_at
         from carrier_standin.step s join carrier_standin.shipment h on h.id = s.shipment_id
         where s.sent_at is null and s.due_at <= now() and h.state <> 'cancelled'
         order by s.due_at, s.seq limit ${EVENTS_PER_WEBHOOK} for update of s skip locked`,
      );
      if (rows.length > 0)
        await this.write(
          client,
          rows,
          faults.delay_ms + (faults.shuffle_ms > 0 ? randomInt(faults.shuffle_ms) : 0),
          1 + faults.repeat,
        );
      await client.query("commit");
      return rows.length === EVENTS_PER_WEBHOOK;
    } catch (error) {
      await client.query("rollback");
      throw error;
    } finally {
      client.release();
    }
  }

  private async write(
    client: pg.PoolClient,
    steps: readonly DueStep[],
    wait_ms: number,
    copies: number,
  ): Promise<void> {
    const id = `cb_${randomUUID().replaceAll("-", "")}`;
    const body = JSON.stringify({
      id,
      type: "tracking",
      created: Math.floor(Date.now() / 1000),
      events: steps.map((step) => ({
        id: `ce_${step.seq}`,
        reference: step.reference,
        tracking_number: step.tracking_number,
        state: step.state,
        at: step.due_at.toISOString(),
        place: step.place,
      })),
    });
    const seqs = steps.map((step) => step.seq);
    await client.query(
      `update carrier_standin.shipment h set state = last.state
       from (select distinct on (shipment_id) shipment_id, state from carrier_standin.step where seq = any($1) order by shipment_id, due_at desc) last
       where h.id = last.shipment_id`,
      [seqs],
    );
    await client.query("update carrier_standin.step set sent_at = now() where seq = any($1)", [seqs]);
    await client.query(
      `insert into carrier_standin.delivery (id, body, events, copies, next_at) values ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
      [id, body, steps.length, copies, wait_ms / 1_000],
    );
  }

  private async deliverDue(): Promise<void> {
    if (this.webhook.url === undefined) return;
    const { rows } = await this.pool.query<{ id: string; body: string; attempts: number }>(
      `select id, body, attempts from carrier_standin.delivery where copies > 0 and next_at <= now() order by next_at limit 100`,
    );
    const queue = [...rows];
    await Promise.all(
      Array.from({ length: SENDERS }, async () => {
        for (let next = queue.shift(); next && !this.stopped; next = queue.shift()) await this.deliver(next);
      }),
    );
  }

  private async deliver(due: { id: string; body: string; attempts: number }): Promise<void> {
    const said = await this.post(due.body);
    if (said.ok) {
      await this.pool.query(
        `update carrier_standin.delivery set copies = copies - 1, attempts = attempts + 1, last_status = $2, delivered_at = now() where id = $1`,
        [due.id, said.status],
      );
      return;
    }
    const wait_ms = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(due.attempts, 10));
    await this.pool.query(
      `update carrier_standin.delivery set attempts = attempts + 1, last_status = $2, next_at = now() + make_interval(secs => $3) where id = $1`,
      [due.id, said.status, wait_ms / 1_000],
    );
  }

  private async post(body: string): Promise<{ ok: boolean; status: string }> {
    try {
      const answer = await fetch(this.webhook.url ?? "", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-carrier-signature": signature(this.webhook.secret, body, Math.floor(Date.now() / 1_000)),
        },
        body,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      await answer.arrayBuffer();
      return { ok: answer.ok, status: String(answer.status) };
    } catch (error) {
      return { ok: false, status: error instanceof Error ? error.message.slice(0, 200) : "no answer" };
    }
  }
}
