import { expect, it } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { anAddress, cards } from "../../../dev/src/testing/shop-client.js";
import { eventually, holdState, intentStatus, ordersOf, seedOf, shopper, timePasses } from "./support.js";

export interface OneCallKit {
  house: () => House;
  variant_id: () => string;
  diesAt: (point: string, act: () => Promise<void>) => Promise<void>;
  /** An order stands: so many packs more are held. */
  sold: (packs: number) => void;
}

/** The one call is killed where its own steps end; the buyer presses again, or never comes back. */
export function oneCallCrashes({ house, variant_id, diesAt, sold }: OneCallKit): void {
  const cartOf = async (packs: number) => {
    const buyer = shopper(house());
    const cart = await buyer.createCart(seedOf(house()).region_id);
    await buyer.addLine(cart.id, variant_id(), packs);
    return cart.id;
  };
  const call = async (cart_id: string) => {
    const { shipping_option_id } = house().seed as unknown as { shipping_option_id: string };
    const answer = await fetch(`${house().backendUrl}/store/checkouts`, {
      method: "POST",
      headers: { "x-publishable-api-key": house().seed.publishable_key, "content-type": "application/json" },
      body: JSON.stringify({
        cart_id,
        shipping_address: anAddress,
        shipping_option_id,
        payment: { payment_method: cards.good },
      }),
    });
    return (await answer.json()) as { type?: string; order?: { id: string } };
  };
  /** All payments the processor was ever asked for on behalf of this cart's sessions. */
  const intents = async (cart_id: string) => {
    const { rows } = await house().db.query<{ id: string }>(
      `select s.data ->> 'id' as id from payment_session s join cart_payment_collection c on c.payment_collection_id = s.payment_collection_id
       where c.cart_id = $1`,
      [cart_id],
    );
    return rows.map((one) => one.id);
  };
  const dies = (point: string, cart_id: string) =>
    diesAt(point, async () => {
      await call(cart_id).catch(() => undefined);
    });

  // From completing on it is any completion, and dies as one: crash.spec.ts.
  it.each(["session_written_not_confirmed", "card_confirmed_not_completed"])(
    "killed at %s: pressed again it is one order and the card was asked once",
    async (point) => {
      const cart_id = await cartOf(1);
      await dies(point, cart_id);
      await timePasses(house(), 15);
      const done = await eventually(
        async () => {
          const answer = await call(cart_id);
          return answer.type === "order" ? answer.order : undefined;
        },
        { message: "no order came of it", timeout_ms: 40_000 },
      );
      sold(1);
      expect(await ordersOf(house(), cart_id)).toEqual([done.id]);
      expect(await intents(cart_id)).toHaveLength(1);
      await eventually(async () => (await holdState(house(), cart_id)) === "confirmed", { message: "not confirmed" });
    },
  );

  it("killed after the card said yes, and the buyer never comes back: the card is freed and the goods go back", async () => {
    const cart_id = await cartOf(1);
    await dies("card_confirmed_not_completed", cart_id);
    const [intent = ""] = await intents(cart_id);
    expect(await intentStatus(house(), intent)).toBe("requires_capture");
    await timePasses(house(), 1_000);
    await eventually(async () => (await intentStatus(house(), intent)) === "canceled", {
      message: "the card is still charged",
      timeout_ms: 40_000,
    });
    expect(await ordersOf(house(), cart_id)).toHaveLength(0);
  });
}
