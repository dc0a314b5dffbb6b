import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { invariantsOf, operatorToken, type House } from "./operator.js";
import { askAs, deskToken, eventually, timePasses } from "./support.js";

export interface ShortCrashKit {
  house: () => House;
  /** Buys two packs: cart, payment and order. */
  buy: () => Promise<{ order_id: string }>;
  /** Buys packs for so many addressees, as many for each as is said. */
  buyFor: (packs: readonly number[]) => Promise<{ order_id: string }>;
  /** The process dies with SIGKILL at its next pass of this point, and is started again. */
  diesAt: (who: "backend" | "worker", point: string, act: () => Promise<void>) => Promise<void>;
}

/** Real processes are killed with SIGKILL inside a short and a swap; what is left is finished by its job, once. */
export function shortCrashes({ house, buy, buyFor, diesAt }: ShortCrashKit): void {
  const desk = async (role: string, to: string, body: object) =>
    askAs<Record<string, never> & { code?: string }>(house(), to, await deskToken(house(), role, "wudu"), body);
  const one = async <T extends object>(sql: string, values: unknown[] = []): Promise<T> =>
    (await house().db.query<T & Record<string, unknown>>(sql, values)).rows[0] as T;
  const sound = () =>
    eventually(async () => (await invariantsOf(house())).length === 0, {
      message: "an invariant does not hold",
      timeout_ms: 30_000,
    });
  const labelled = (order_id: string) =>
    eventually(
      async () => {
        const found = await one<{ ready: boolean }>(
          `select coalesce(bool_and(state = 'labelled'), false) and exists (select from sale where order_id = $1) as ready
           from parcel where order_id = $1 and state <> 'void'`,
          [order_id],
        );
        return found.ready;
      },
      { message: "the order got no labels, or its money is not in the ledger", timeout_ms: 60_000 },
    );
  /** A short of 100 g of an order that has its labels; looked at, or asked about. */
  async function entered(
    order_id: string,
    state: string,
  ): Promise<{ order_id: string; id: string; plan_hash: string }> {
    await labelled(order_id);
    const { lot_id } = await one<{ lot_id: string }>(
      `select lot_id from allocation where order_id = $1 and state = 'held' order by units desc limit 1`,
      [order_id],
    );
    const answer = await desk("packer", "/desk/shorts", {
      kind: "culled",
      lot_id,
      order_id,
      units: 100,
      policy: "refund",
      reason: "shells broken",
      idempotency_key: randomUUID(),
    });
    expect(answer).toMatchObject({ status: 201, body: { short: { state } } });
    const { id, plan_hash } = answer.body.short as unknown as { id: string; plan_hash: string };
    return { order_id, id, plan_hash };
  }
  /** Its buyer says yes, by the link of the question. */
  async function agreed(short_id: string): Promise<void> {
    const { token } = await one<{ token: string }>(`select token from short_question where short_id = $1`, [short_id]);
    const answer = await fetch(`${house().backendUrl}/store/short-questions/${token}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-publishable-api-key": house().seed.publishable_key },
      body: JSON.stringify({ answer: "accept" }),
    });
    expect(answer.status).toBe(200);
  }
  const previewed = async () => entered((await buy()).order_id, "previewed");
  /** Live parcels of an order by destination: what they are called, which label is on them, how many packs are in. */
  const packed = async (order_id: string) =>
    (
      await house().db.query<{ destination_id: string; id: string; label: string; packs: number }>(
        `select p.destination_id, p.id, concat_ws('/', p.number, p.state, l.sheet_id, l.page) as label,
           (select sum(n.packs)::int from parcel_line n where n.parcel_id = p.id) as packs
         from parcel p left join parcel_label l on l.parcel_id = p.id and l.voided_at is null
         where p.order_id = $1 and p.state <> 'void' order by p.destination_id`,
        [order_id],
      )
    ).rows;
  const stands = (id: string, state: string) =>
    eventually(
      async () => {
        const short = await one<{ state: string; finished: boolean }>(
          `select state, finished_at is not null as finished from short where id = $1`,
          [id],
        );
        return short.state === state && short.finished;
      },
      { message: `the short did not end ${state}`, timeout_ms: 60_000 },
    );

  it("a short: the backend dies applying it, the worker that takes it up dies too, and it ends applied, once; undone the same", async () => {
    const { order_id, id, plan_hash } = await previewed();
    await diesAt("worker", "short_refund_promised", async () => {
      await diesAt("backend", "short_parcels_withdrawn", async () => {
        await desk("manager", `/desk/shorts/${id}/apply`, { plan_hash }).catch(() => undefined);
        // Begun, and not at its end: a worker may have taken it up by now, and dies before that.
        expect(await one(`select state <> 'previewed' as begun, finished_at from short where id = $1`, [id])).toEqual({
          begun: true,
          finished_at: null,
        });
      });
      await timePasses(house(), 60);
    });
    await timePasses(house(), 60);
    await stands(id, "applied");
    expect(await one(`select count(*)::int as n from refund_intent where short_id = $1`, [id])).toEqual({ n: 1 });
    expect(await one(`select count(*)::int as n from short_line where short_id = $1`, [id])).toEqual({ n: 1 });
    await labelled(order_id);
    await sound();

    await diesAt("worker", "short_refund_cancelled", async () => {
      await diesAt("backend", "short_undo_withdrawn", async () => {
        await desk("manager", `/desk/shorts/${id}/undo`, {}).catch(() => undefined);
      });
      await timePasses(house(), 60);
    });
    await timePasses(house(), 60);
    await stands(id, "undone");
    expect(await one(`select state from refund_intent where short_id = $1`, [id])).toEqual({ state: "cancelled" });
    await labelled(order_id);
    await sound();
  });

  it("a short of one addressee of four, killed while its load is planned and stored anew: the others keep number and label", async () => {
    const { order_id } = await buyFor([2, 2, 2, 2]);
    const { id, plan_hash } = await entered(order_id, "waiting_for_buyer");
    await agreed(id);
    const before = await packed(order_id);
    expect(before.map((parcel) => parcel.packs)).toEqual([2, 2, 2, 2]);

    // Whoever takes it up after the backend dies when it has stored the part: its worker may be there before the backend is up again.
    await diesAt("worker", "replan_stored", async () => {
      await diesAt("backend", "replan_before_store", async () => {
        await desk("manager", `/desk/shorts/${id}/apply`, { plan_hash }).catch(() => undefined);
      });
      await timePasses(house(), 60);
    });
    await timePasses(house(), 60);
    await stands(id, "applied");
    await labelled(order_id);

    const after = await packed(order_id);
    const stayed = after.filter((parcel) => before.some((one) => one.id === parcel.id));
    expect(stayed).toHaveLength(3);
    expect(stayed).toEqual(before.filter((parcel) => stayed.some((one) => one.id === parcel.id)));
    expect(after.filter((parcel) => !stayed.includes(parcel))).toMatchObject([{ packs: 1 }]);
    expect(after.map((parcel) => parcel.destination_id)).toEqual(before.map((parcel) => parcel.destination_id));
    expect(await one(`select count(*)::int as n from refund_intent where short_id = $1`, [id])).toEqual({ n: 1 });
    await sound();
  });

  it("a swap: the worker dies after the parcels were refitted, and they hold what is allocated, once", async () => {
    const { order_id } = await buy();
    await labelled(order_id);
    const given = await one<{ order_line_id: string; lot_id: string; pool_id: string; units: number }>(
      `select order_line_id, lot_id, pool_id, units::float8 as units from allocation where order_id = $1 and state = 'held' order by units desc limit 1`,
      [order_id],
    );
    const other = await one<{ id: string }>(
      `select id from lot where pool_id = $1 and id <> $2 and sellable_units - allocated - wasted >= 100 and blocked_at is null limit 1`,
      [given.pool_id, given.lot_id],
    );
    await diesAt("worker", "after_refit", async () => {
      const swapped = await desk("manager", `/desk/orders/${order_id}/swaps`, {
        order_line_id: given.order_line_id,
        from_lot_id: given.lot_id,
        to_lot_id: other.id,
        units: 100,
        reason: "better for the road",
        idempotency_key: randomUUID(),
      });
      expect(swapped.status).toBe(201);
    });
    await timePasses(house(), 60);
    await eventually(
      async () => {
        const found = await one<{ done: boolean }>(
          `select coalesce((select sum(c.units) from parcel p join parcel_content c on c.parcel_id = p.id
             where p.order_id = $1 and p.state <> 'void' and c.lot_id = $2), 0)
               = (select sum(units) from allocation where order_id = $1 and lot_id = $2 and state = 'held')
             and exists (select from allocation_swap where order_line_id = $3)
             and not exists (select from outbox_message where job = 'refit-parcels' and done_at is null) as done`,
          [order_id, other.id, given.order_line_id],
        );
        return found.done;
      },
      { message: "the parcels do not hold the swapped lot", timeout_ms: 60_000 },
    );
    await sound();
  });

  it("an order with an applied short is not cancelled before that is undone; then it is, and all of it goes back", async () => {
    const { order_id, id, plan_hash } = await previewed();
    await desk("manager", `/desk/shorts/${id}/apply`, { plan_hash });
    await stands(id, "applied");
    const cancel = async () =>
      askAs<unknown>(house(), `/admin/orders/${order_id}/cancel`, await operatorToken(house()), {});
    expect(await cancel()).toMatchObject({ status: 400, body: { code: "short_open" } });
    expect(await one(`select status from "order" where id = $1`, [order_id])).toMatchObject({ status: "pending" });
    expect((await desk("manager", `/desk/shorts/${id}/undo`, {})).status).toBe(200);
    await stands(id, "undone");
    expect((await cancel()).status).toBe(200);
    await eventually(
      async () => {
        const end = await one<{ open: string | null; hold: string }>(
          `select (select balance_minor::text from account where kind = 'buyer_deposit' and party = $1) as open,
             (select state from hold where order_id = $1) as hold`,
          [order_id],
        );
        return end.open === "0" && end.hold === "released";
      },
      { message: "the cancellation did not come to its end", timeout_ms: 60_000 },
    );
    await sound();
  });

  it("M4b: money that Medusa gave back over a minute ago and the ledger does not know is found", async () => {
    const { order_id } = await buy();
    await labelled(order_id);
    const payment = await one<{ id: string }>(
      `update payment set captured_at = now() - interval '2 minutes' where id = (
         select p.id from payment p join order_payment_collection c on c.payment_collection_id = p.payment_collection_id
         where c.order_id = $1 and p.canceled_at is null limit 1) returning id`,
      [order_id],
    );
    const refund = (age_s: number) =>
      house().db.query(
        `insert into refund (id, amount, raw_amount, payment_id, created_at, updated_at)
         values ('ref_m4b', 1, '{"value": "1", "precision": 20}', $1, now() - make_interval(secs => $2), now())
         on conflict (id) do update set created_at = excluded.created_at`,
        [payment.id, age_s],
      );
    try {
      await refund(30);
      expect(await invariantsOf(house())).toEqual([]);
      await refund(90);
      expect(await invariantsOf(house())).toEqual([expect.stringMatching(/^M4b: .*\(1\)$/)]);
    } finally {
      await house().db.query(`delete from refund where id = 'ref_m4b'`);
    }
    await sound();
  });
}
