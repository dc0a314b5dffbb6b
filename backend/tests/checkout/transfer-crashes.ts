import { expect, it } from "vitest";
import { jointTransferCrashes } from "./joint-transfer-crashes.js";
import { eventually, ordersOf, shopper, timePasses, tryComplete } from "./support.js";
import { FREIGHT_MINOR, PACKS, PRICE_MINOR, transferKit, type TransferGiven } from "./transfer-kit.js";

/** A quote is paid by transfer, and the worker that has seen the money dies between any two of its writes. */
export function transferCrashes(given: TransferGiven): void {
  const { house, diesAt } = given;
  const { call, accepted, proformaOf, chosen, paid, stateOf, wholeEnd } = transferKit(house);

  it("nothing is ordered before the money is there, whatever a client sends; then it is, at what was agreed", async () => {
    // Of a company that has no address: it says where the goods go as it chooses to transfer.
    const asked = await chosen({ without_address: true });
    const store = (to: string, body: object) =>
      fetch(`${house().backendUrl}/store/${to}`, {
        method: "POST",
        headers: {
          "x-publishable-api-key": house().seed.publishable_key,
          "content-type": "application/json",
          authorization: `Bearer ${asked.buyer ?? ""}`,
        },
        body: JSON.stringify(body),
      });
    const collection = await store("payment-collections", { cart_id: asked.cart_id });
    const { payment_collection } = (await collection.json()) as { payment_collection?: { id: string } };
    const begun = await store(`payment-collections/${payment_collection?.id}/payment-sessions`, {
      provider_id: "pp_transfer_transfer",
      data: { id: asked.proforma_id, session_id: asked.proforma_id },
    });
    expect(await begun.json()).toMatchObject({ code: "invalid_provider" });
    const tried = await tryComplete(house(), asked.cart_id, asked.buyer);
    expect(tried.body).not.toMatchObject({ type: "order" });
    expect(await ordersOf(house(), asked.cart_id)).toEqual([]);
    expect(await stateOf(asked.proforma_id)).toMatchObject({ state: "open" });
    await paid(asked);
    await wholeEnd(asked);
  });

  it.each([
    "transfer_bound_not_completed",
    "after_hold",
    "order_written_not_authorized",
    "authorized_not_confirmed",
    "transfer_completed_not_noted",
  ])("the worker killed at %s: it is one order, captured once", async (point) => {
    const asked = await chosen();
    await diesAt(point, () => paid(asked));
    await timePasses(house(), 15);
    await wholeEnd(asked);
  });

  it.each(["transfer_bound_not_completed", "order_written_not_authorized", "transfer_completed_not_noted"])(
    "on account, the worker killed at %s: it is one order, and all of it is owed once",
    async (point) => {
      const { buyer, quote_id, company_id, cart_id } = await accepted({ net_days: 30 });
      await diesAt(point, async () => {
        const [one, other] = await Promise.all(
          [1, 2].map(() => call(`/wholesale/quotes/${quote_id}/account`, buyer, {})),
        );
        expect([one?.status, other?.status]).toContain(201);
      });
      await timePasses(house(), 15);
      const asked = await proformaOf(cart_id);
      await wholeEnd(asked);
      const { rows } = await house().db.query<{ sum: number }>(
        `select sum(p.amount_minor)::int as sum from account a join posting p on p.account_id = a.id where a.kind = 'receivable' and a.party = $1`,
        [company_id],
      );
      expect(rows).toEqual([{ sum: PACKS * PRICE_MINOR + FREIGHT_MINOR }]);
    },
  );

  jointTransferCrashes(given);

  it("paid by card first, the transfer is the company's and waits at the desk", async () => {
    const asked = await chosen();
    const buyer = shopper(house(), asked.buyer);
    await buyer.payByCard(await buyer.paymentSession(asked.cart_id));
    expect((await buyer.complete(asked.cart_id)).type).toBe("order");
    await paid(asked);
    await eventually(async () => (await stateOf(asked.proforma_id))?.state === "void", {
      message: "the proforma still stands",
      timeout_ms: 180_000,
    });
    expect(await ordersOf(house(), asked.cart_id)).toHaveLength(1);
    const { rows } = await house().db.query<{ left: number }>(
      `select (l.amount_minor - coalesce((select sum(u.amount_minor) from transfer_use u where u.line_id = l.id and u.undone_at is null), 0))::int as left
       from transfer_line l where l.words = $1`,
      [asked.reference],
    );
    expect(rows).toEqual([{ left: PACKS * PRICE_MINOR + FREIGHT_MINOR }]);
  });
}
