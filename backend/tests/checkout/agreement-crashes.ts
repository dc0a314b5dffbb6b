import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { givenCompany, givenMember } from "../people/company-kit.js";
import { tokenFor } from "../people/matrix/principals.js";
import type { QuoteKit } from "./quote-crashes.js";
import { GOODS, PACK } from "./quote-kit.js";
import { askAs, cardsOf, deskToken, eventually, packLine, timePasses, weighIn } from "./support.js";

const AGREED = 10;
const CALLED = 4;
const DAY_MS = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** Goods are called off of a signed agreement and accepted, and the backend dies between any two of its writes. */
export function agreementCrashes({ house, diesAt }: QuoteKit): void {
  const ask = (to: string, token: string, body?: object) => askAs<Record<string, unknown>>(house(), to, token, body);

  /** A company whose owner proposes, and the manager who signs with them; goods for one call-off. */
  const signed = async () => {
    const company_id = await givenCompany(house());
    const member_id = await givenMember(house(), company_id, ["owner", "buyer"]);
    const weigher = await deskToken(house(), "weigher", "wudu");
    await weighIn(house(), weigher, GOODS, CALLED * PACK, (await cardsOf(house(), GOODS))[5] ?? "");
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    const seller = await deskToken(house(), "manager", "wudu");
    const line = await packLine(house(), GOODS, PACK, AGREED);
    const made = await ask("/wholesale/agreements", buyer, {
      lines: [{ ...line, steps: [{ from: 0, price_minor: 1_234 }] }],
      from_day: day(0),
      to_day: day(60),
      minimum_packs: 1,
      notice_days: 0,
      shortfall: "first_come",
      freight_minor: 0,
      freight_term: { bearer: "cooperative" },
      idempotency_key: randomUUID(),
    });
    expect(made.status).toBe(201);
    const agreement_id = String(made.body.id);
    const { rows: papers } = await house().db.query<{ sha256: string }>(
      `select sha256 from agreement_version where agreement_id = $1`,
      [agreement_id],
    );
    const signature = { version: 1, sha256: papers[0]?.sha256 ?? "", name: "王芳" };
    for (const [at, token] of [
      ["wholesale", buyer],
      ["desk", seller],
    ] as const)
      expect((await ask(`/${at}/agreements/${agreement_id}/sign`, token, signature)).status).toBe(200);
    return { buyer, agreement_id, variant_id: line.variant_id };
  };
  const drawn = async (of: { buyer: string; agreement_id: string }) => {
    const { body } = await ask(`/wholesale/agreements/${of.agreement_id}`, of.buyer);
    const { agreement } = body as { agreement: { drawn: Record<string, number>[] } };
    return agreement.drawn[0];
  };

  it.each([
    "called_off_not_kept",
    "call_off_priced_not_held",
    "call_off_held_not_offered",
    "call_off_offered_not_settled",
  ])(
    "a call-off killed at %s: pressed again, or left alone, it is one call-off whose goods are kept once",
    async (point) => {
      const of = await signed();
      const form = {
        lines: [{ variant_id: of.variant_id, packs: CALLED }],
        wanted_on: day(20),
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
      // Accepted half-way, and pressed again: drawn once.
      const accept = () =>
        ask(`/wholesale/quotes/${String(again.body.quote_id)}/accept`, of.buyer, { upon_version: 2 });
      await diesAt("quote_handed_not_accepted", async () => {
        await accept().catch(() => undefined);
      });
      await timePasses(house(), 15);
      await eventually(async () => (await accept()).body.state === "accepted", {
        message: "the call-off was not accepted",
        timeout_ms: 180_000,
      });
      expect(await drawn(of)).toMatchObject({ kept: 0, accepted: CALLED, left: AGREED - CALLED });
    },
  );
}
