import { randomUUID } from "node:crypto";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { expect, test } from "vitest";
import { leftOfAgreement } from "../../src/lib/agreement-left";
import { todayOf } from "../../src/lib/today";
import type { AgreementDraft } from "../../src/modules/wholesale/agreements/agreement-types";
import { keepCallOff } from "../../src/workflows/wholesale/call-offs";
import { agreementHouse, type Firm } from "./agreement-house";
import { value } from "./short-house";

// What of an agreement's call-offs has left the house: what is ordered has not left by that.

const { house, wholesale, kilos, firm, active, accept } = agreementHouse();

const DAY_MS = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const VARIANT = "variant_kilo";

const draft = (): AgreementDraft => ({
  lines: [{ ...kilos(VARIANT, 100), steps: [{ from: 0, price_minor: 2_000n }] }],
  from_day: day(-30),
  to_day: day(100),
  minimum_packs: 1,
  notice_days: 0,
  shortfall: "first_come",
  freight_minor: 0n,
  freight_term: { bearer: "cooperative" },
  terms: { kind: "prepay" },
  words: "",
});

/** A call-off that is paid, with an order that was packed beside it; the order's id. */
async function ordered(by: Firm, agreement_id: string, packs: number): Promise<string> {
  const form = {
    lines: [{ variant_id: VARIANT, packs }],
    wanted_on: day(10),
    words: "",
    idempotency_key: randomUUID(),
  };
  const { quote_id } = value(
    await wholesale.callOffs.call(by.buyer, agreement_id, form, { today: todayOf(), input_hash: "same" }),
  );
  value(await keepCallOff(house.container, quote_id, { cooperative: false }));
  const cart_id = await accept(by, quote_id);
  const { order_id, lines } = await house.order([{ packs }]);
  for (const line of lines)
    await house.db.query(
      `insert into order_line_item (id, title, variant_id, requires_shipping, is_discountable, is_tax_inclusive, is_custom_price, is_giftcard, unit_price, raw_unit_price, created_at, updated_at)
       values ($1, '核桃', $2, true, true, true, false, false, 20, '{"value":"20"}', now(), now())`,
      [line, VARIANT],
    );
  const { rows } = await house.db.query<{ id: string }>(`select id from company_order where cart_id = $1`, [cart_id]);
  await wholesale.orders.ordered(rows[0]?.id ?? "", order_id);
  return order_id;
}
const left = (agreement_id: string) =>
  leftOfAgreement(house.container.resolve(ContainerRegistrationKeys.PG_CONNECTION), agreement_id);

test("what is ordered has not left; what was handed over has, and what arrived is said beside it", async () => {
  const own = await firm();
  const [agreement_id, other] = [await active(own, draft()), await active(own, draft())];
  const first = await ordered(own, agreement_id, 5);
  await ordered(own, agreement_id, 3);
  await ordered(own, other, 2);
  expect(await left(agreement_id)).toEqual([]);
  await house.handOver(first);
  expect(await left(agreement_id)).toEqual([{ variant_id: VARIANT, sent: 5, delivered: 0 }]);
  const parcels = await house.parcels.parcelsOfOrder(first);
  await house.parcels.recordCarrierEvents({
    message_id: `out_${randomUUID()}`,
    hold_days: new Map(),
    events: parcels.map(({ number }) => ({
      event_id: `${number}_delivered`,
      number,
      said: "delivered",
      at: new Date(),
      place: null,
    })),
  });
  expect(await left(agreement_id)).toEqual([{ variant_id: VARIANT, sent: 5, delivered: 5 }]);
  expect(await left(other)).toEqual([]);
});
