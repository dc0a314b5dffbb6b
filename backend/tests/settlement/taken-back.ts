import type { MedusaContainer } from "@medusajs/framework/types";
import type { Running } from "../../../dev/src/stripe/spec-kit";
import { takeStripeFacts } from "../../src/workflows/settlement/stripe-facts";
import {
  captureInput,
  givenCooperative,
  id,
  order,
  postInput,
  value,
  type GivenOrder,
  type SettlementHouse,
} from "./house";

export const PAID = 10_940;
export interface Sold {
  given: GivenOrder;
  payment: string;
  charge: string;
  cooperative_id: string;
  household: string;
}
export type Event = { type: string; payload: Record<string, unknown> };

/** Sales whose money a buyer's bank, or somebody at the processor, takes back: told by the stand-in's own events. */
export function takenBack(world: () => { house: SettlementHouse; standin: Running; container: MedusaContainer }) {
  return { charged, take, eventsOf, disputed };

  /** Charged at the stand-in: 109.40 with 9.00 tax. Of two cooperatives, the second has the tax-free half. */
  async function charged(divided: boolean, cooperatives: 1 | 2 = 1): Promise<Sold> {
    const { house, standin } = world();
    const paid = await standin
      .stripe()
      .paymentIntents.create({ amount: PAID, currency: "cny", confirm: true, payment_method: "pm_card_visa" });
    const [cooperative_id, household] = [await givenCooperative(house), id("household")];
    const lots = [{ household_id: household, grams: 1000 }];
    const given = order(
      cooperatives === 1
        ? [{ cooperative_id, grams: 1000, paid_minor: PAID, tax_minor: 900, lots }]
        : [
            { cooperative_id, grams: 1000, paid_minor: PAID - 5_000, tax_minor: 900, lots },
            { cooperative_id: await givenCooperative(house), grams: 1000, paid_minor: 5_000, lots },
          ],
    );
    value(await house.settlement.recordCapture({ ...captureInput(given), provider_ref: paid.id }));
    if (divided) value(await house.settlement.postSale(postInput(given)));
    return { given, payment: paid.id, charge: String(paid.latest_charge), cooperative_id, household };
  }

  function take(event: Event): Promise<void> {
    const { container, standin } = world();
    return takeStripeFacts(container, event, () => standin.stripe());
  }

  /** The stand-in's events about a dispute, oldest first, as they were when they were written. */
  async function eventsOf(dispute: string): Promise<Event[]> {
    const { rows } = await world().standin.pool.query<{ body: { type: string } & Record<string, unknown> }>(
      "select body from stripe_standin.event where body->'data'->'object'->>'id' = $1 order by (body->>'created')::bigint, body->>'id'",
      [dispute],
    );
    return rows.map(({ body }) => ({ type: body.type, payload: body }));
  }

  async function disputed(
    charge: string,
    end: "won" | "lost" | "open",
    { amount, fee_back = false }: { amount?: number; fee_back?: boolean } = {},
  ): Promise<string> {
    const { standin } = world();
    const { id: dispute } = (await standin.control("POST", "/dispute", { charge, ...(amount ? { amount } : {}) })) as {
      id: string;
    };
    await standin.control("POST", "/dispute/review", { dispute });
    if (end !== "open") await standin.control("POST", "/dispute/close", { dispute, won: end === "won", fee_back });
    return dispute;
  }
}

export const shuffled = <T>(items: readonly T[], seed: number): T[] => {
  const left = [...items];
  let state = seed * 2_654_435_761 + 1;
  return items.map(() => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return left.splice(state % left.length, 1)[0]!;
  });
};
