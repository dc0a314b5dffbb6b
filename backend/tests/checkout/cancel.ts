import { expect, it } from "vitest";
import { invariantsOf, operatorToken, type House } from "./operator.js";
import { askAs, deskToken, eventually, intentStatus, pool } from "./support.js";

export interface CancelKit {
  house: () => House;
  goods: string;
  /** Buys two packs: cart, payment and order. */
  buy: () => Promise<{ cart_id: string; intent_id: string; order_id: string }>;
  /** The worker dies with SIGKILL at its next pass of this point, and is started again. */
  workerDiesAt: (point: string, act: () => Promise<void>) => Promise<void>;
}

/** An order is cancelled in Medusa Admin while its parcels wait: nothing of it may leave, and every cent goes back once. */
export function cancelling({ house, goods, buy, workerDiesAt }: CancelKit): void {
  it("voids the parcels, refuses the handover, gives kilos and money back, and the ledger knows", async () => {
    const before = await pool(house(), goods);
    const { order_id, intent_id } = await buy();
    await labelled(order_id);
    expect((await admin(`/admin/orders/${order_id}/cancel`)).status).toBe(200);
    await wholeEnd(order_id, intent_id);
    const packer = await deskToken(house(), "packer", "wudu");
    const refused = await askAs(house(), "/desk/handovers", packer, { order_id });
    expect(refused.status, "there is nothing of it to hand over").toBe(404);
    const after = await pool(house(), goods);
    expect(after).toEqual(before);
  });

  it.each(["parcels_withdrawn_before_cancel", "order_cancelled_before_refund_booked"])(
    "is finished by its message when the worker is killed at %s",
    async (point) => {
      const { order_id, intent_id } = await buy();
      await labelled(order_id);
      await workerDiesAt(point, async () => {
        // As when the backend died right after the first step: only the message is left.
        await house().db.query(
          `insert into outbox_message (id, job, dedup_key, payload) values ($1, 'cancel-order', $1, $2)`,
          [`out_${point}`, JSON.stringify({ order_id })],
        );
        await house().db.query(`select pg_notify('outbox', '')`);
      });
      await wholeEnd(order_id, intent_id);
    },
  );

  it("is refused when a parcel has left, and so is a refund past the ledger", async () => {
    const { order_id, intent_id } = await buy();
    await labelled(order_id);
    const packer = await deskToken(house(), "packer", "wudu");
    const signed = await askAs(house(), "/desk/handovers", packer, { order_id });
    expect(signed.status).toBe(201);
    const cancel = await admin(`/admin/orders/${order_id}/cancel`);
    expect(cancel).toMatchObject({ status: 400, body: { code: "goods_left" } });
    const payment = await house().db.query<{ id: string }>(`select id from payment where data ->> 'id' = $1`, [
      intent_id,
    ]);
    const refund = await admin(`/admin/payments/${payment.rows[0]?.id}/refund`, { amount: 1 });
    expect(refund).toMatchObject({ status: 400, body: { code: "pooled_stock" } });
    expect(await intentStatus(house(), intent_id)).toBe("succeeded");
    expect(await refundsOf(intent_id)).toBe(0);
  });

  async function labelled(order_id: string): Promise<void> {
    await eventually(
      async () => {
        const found = await house().db.query<{ open: string; all: string }>(
          `select count(*) filter (where state = 'planned') as open, count(*) as all from parcel where order_id = $1`,
          [order_id],
        );
        const sale = await house().db.query(`select 1 from sale where order_id = $1`, [order_id]);
        return Number(found.rows[0]?.all) > 0 && Number(found.rows[0]?.open) === 0 && sale.rowCount === 1;
      },
      { message: "the order got no labels, or its money is not in the ledger", timeout_ms: 60_000 },
    );
  }

  /** Cancelled, void, free, refunded once, booked, divided into nothing; every invariant holds. */
  async function wholeEnd(order_id: string, intent_id: string): Promise<void> {
    await eventually(
      async () => {
        const { rows } = await house().db.query<Record<string, string>>(
          `select (select status from "order" where id = $1) as status,
             (select count(*) from parcel where order_id = $1 and state <> 'void') as live,
             (select state from hold where order_id = $1) as hold,
             (select string_agg(state || ' ' || amount_minor, ',') from refund_intent where order_id = $1) as refunds,
             (select captured_minor from sale where order_id = $1) as captured,
             (select posted_at is not null from sale where order_id = $1)::text as posted,
             (select balance_minor from account where kind = 'buyer_deposit' and party = $1) as deposit`,
          [order_id],
        );
        const end = rows[0];
        expect(end).toMatchObject({
          status: "canceled",
          live: "0",
          hold: "released",
          refunds: `created ${end?.captured}`,
          posted: "true",
          deposit: "0",
        });
        return true;
      },
      { message: "the cancellation did not come to its end", timeout_ms: 60_000 },
    );
    expect(await refundsOf(intent_id)).toBe(1);
    await eventually(async () => (await invariantsOf(house())).length === 0, {
      message: "an invariant does not hold",
      timeout_ms: 30_000,
    });
  }

  async function refundsOf(intent_id: string): Promise<number> {
    const answer = await fetch(`${house().stripeUrl}/v1/refunds?payment_intent=${intent_id}`, {
      headers: { authorization: "Bearer sk_test_standin" },
    });
    return ((await answer.json()) as { data: unknown[] }).data.length;
  }

  async function admin(to: string, body: object = {}) {
    return askAs<Record<string, unknown>>(house(), to, await operatorToken(house()), body);
  }
}
