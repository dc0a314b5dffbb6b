import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startHouse, type House } from "../../dev/src/testing/house.js";

/** The way of a message from the outbox through the queue, on both backends of BullMQ: same promises, same tests. */
describe.each([
  { backend: "postgres", redis: false },
  { backend: "redis", redis: true },
])("messages on $backend", ({ backend, redis }) => {
  let house: House;

  beforeAll(async () => {
    house = await startHouse({ workers: 2, redis });
  });
  afterAll(async () => {
    await house?.stop();
  });

  async function send(job: string, payload: object, due = "now()"): Promise<string> {
    const id = `out_${randomUUID().replaceAll("-", "")}`;
    await house.db.query(`insert into outbox_message (id, job, payload, due_at) values ($1, $2, $3, ${due})`, [
      id,
      job,
      JSON.stringify(payload),
    ]);
    return id;
  }
  async function state(id: string): Promise<string> {
    const found = await house.db.query<{ state: string }>(
      `select case when done_at is not null then 'done' when dead_at is not null then 'dead: ' || last_error else 'open' end as state
       from outbox_message where id = $1`,
      [id],
    );
    return found.rows[0]?.state ?? "missing";
  }
  const ends = (id: string, how: RegExp | string) =>
    eventually(async () => (typeof how === "string" ? (await state(id)) === how : how.test(await state(id))), {
      message: `message ${id} should end as ${how}`,
      timeout_ms: 40_000,
    });

  it("uses the backend it says", async () => {
    const ready = (await (await fetch(`${house.workerUrls[0]}/ready`)).json()) as { queue: string };
    expect(ready.queue).toBe(backend);
  });

  it("a malformed message is a dead letter with its reason, and the others are done", async () => {
    const malformed = await send("reconcile", { cart: "wrong key" });
    const unknown = await send("no-such-job", {});
    const good = await Promise.all(Array.from({ length: 20 }, () => send("reconcile", { cart_id: "cart_nobody" })));
    await ends(malformed, /^dead: /);
    await ends(unknown, /^dead: .*no job named/i);
    for (const id of good) await ends(id, "done");
  });

  it("a job that can't succeed is dead at once, and not tried again", async () => {
    const id = await send("notify", { notice_id: "notice_missing" });
    await ends(id, /^dead: .*no notice/);
  });

  it("a message due later waits for its time", async () => {
    const id = await send("reconcile", { cart_id: "cart_later" }, "now() + interval '1 hour'");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await state(id)).toBe("open");
    await house.db.query(`update outbox_message set due_at = now() where id = $1`, [id]);
    await ends(id, "done");
  });

  it("a worker killed with its messages is replaced by the other", async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => send("reconcile", { cart_id: "cart_nobody" })));
    await house.kill("worker-1");
    for (const id of ids) await ends(id, "done");
    await house.restart("worker-1");
  });

  it("a queue that is lost loses nothing: the outbox hands its messages over again", async () => {
    await house.kill("worker-1", "SIGTERM");
    await house.kill("worker-2", "SIGTERM");
    const id = await send("reconcile", { cart_id: "cart_nobody" });
    // As if a relay had handed it over a minute ago to a queue that is gone since.
    await house.db.query(`update outbox_message set enqueued_at = now() - interval '1 minute' where id = $1`, [id]);
    await house.restart("worker-1");
    await house.restart("worker-2");
    await ends(id, "done");
  });

  it("told to stop, a worker ends by itself with exit code 0", async () => {
    const began = Date.now();
    const gone = house.waitExit("worker-2");
    await house.kill("worker-2", "SIGTERM");
    expect(await gone).toMatchObject({ code: 0 });
    expect(Date.now() - began).toBeLessThan(30_000);
    await house.restart("worker-2");
  });

  it("shows its queues and its figures on its own port", async () => {
    const board = await fetch(`${house.workerUrls[0]}/queues`);
    expect(board.status).toBe(200);
    const metrics = await (await fetch(`${house.workerUrls[0]}/metrics`)).text();
    expect(metrics).toMatch(/commonlot_jobs_total\{job="reconcile",outcome="done"\} \d+/);
    expect(metrics).toMatch(/commonlot_outbox_messages\{state="dead"\} \d+/);
  });
});
