import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { AGREED, agreementKit } from "./agreement-kit.js";
import type { QuoteKit } from "./quote-crashes.js";
import { GOODS, PACK } from "./quote-kit.js";
import { dayIn, eventually, timePasses } from "./support.js";

const CALLED = 4;
/** Kept, a call-off is the same wherever it was killed before, as each says of it: the death in its acceptance is tried behind one. */
const ACCEPTED_HALF_WAY = "call_off_offered_not_settled";

/** Goods are called off of a signed agreement and accepted, and the backend dies between any two of its writes. */
export function agreementCrashes({ house, diesAt }: QuoteKit): void {
  const { ask, firm, signed } = agreementKit(house);

  /** A company, and its agreement with goods for one call-off. */
  const agreed = async () => {
    const { buyer } = await firm();
    return { buyer, ...(await signed(buyer, { cooperative: "wudu", handle: GOODS, units: PACK }, CALLED)) };
  };
  const drawn = async (of: { buyer: string; agreement_id: string }) => {
    const { body } = await ask(`/wholesale/agreements/${of.agreement_id}`, of.buyer);
    const { agreement } = body as { agreement: { drawn: Record<string, number>[] } };
    return agreement.drawn[0];
  };

  it.each(["called_off_not_kept", "call_off_priced_not_held", "call_off_held_not_offered", ACCEPTED_HALF_WAY])(
    "a call-off killed at %s: pressed again, or left alone, it is one call-off whose goods are kept once",
    async (point) => {
      const of = await agreed();
      const form = {
        lines: [{ variant_id: of.variant_id, packs: CALLED }],
        wanted_on: dayIn(20),
        idempotency_key: randomUUID(),
      };
      const press = () => ask(`/wholesale/agreements/${of.agreement_id}/call-offs`, of.buyer, form);
      await diesAt(point, async () => {
        await press().catch(() => undefined);
      });
      const again = await press();
      expect(again.status).toBe(201);
      await timePasses(house(), 700);
      await eventually(async () => (await drawn(of))?.kept === CALLED, {
        message: "nobody kept the goods of the call-off",
        timeout_ms: 180_000,
      });
      expect(await drawn(of)).toMatchObject({ waiting: 0, kept: CALLED, left: AGREED - CALLED });
      const { rows: holds } = await house().db.query<{ units: number }>(
        `select sum(l.units)::int as units from hold h join hold_line l on l.hold_id = h.id where h.owner_id = $1`,
        [again.body.quote_id],
      );
      expect(holds[0]?.units).toBe(CALLED * PACK);
      // Accepted, half-way and pressed again where that is tried: drawn once.
      const accept = () =>
        ask(`/wholesale/quotes/${String(again.body.quote_id)}/accept`, of.buyer, { upon_version: 2 });
      if (point === ACCEPTED_HALF_WAY) {
        await diesAt("quote_handed_not_accepted", async () => {
          await accept().catch(() => undefined);
        });
        await timePasses(house(), 15);
      }
      await eventually(async () => (await accept()).body.state === "accepted", {
        message: "the call-off was not accepted",
        timeout_ms: 180_000,
      });
      expect(await drawn(of)).toMatchObject({ kept: 0, accepted: CALLED, left: AGREED - CALLED });
    },
  );
}
