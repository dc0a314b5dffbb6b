import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { id } from "../result.js";
import { AGREED, agreementKit, SEASON_DAYS } from "./agreement-kit.js";
import type { QuoteKit } from "./quote-crashes.js";
import { dayIn, eventually, timePasses } from "./support.js";

const SIDES = [
  { cooperative: "wudu", handle: "maya-walnuts", units: 500 },
  { cooperative: "longchuan", handle: "yanhua-rice", units: 5_000 },
] as const;
const CALLED = 3;
/** Kept, both parts are the same wherever they were killed before, as each says of them: the death in the acceptance is tried behind one. */
const ACCEPTED_HALF_WAY = "joint_part_kept";

/** Goods are called off of two signed agreements together, and the backend dies between any two of its writes. */
export function jointAgreementCrashes({ house, diesAt }: QuoteKit): void {
  const { ask, firm, signed } = agreementKit(house);

  /** The seed's cooperatives sell nothing alike: their agreements are put together by hand. */
  const together = async () => {
    const { company_id, member_id, buyer } = await firm();
    const agreement_ids: string[] = [];
    for (const goods of SIDES) agreement_ids.push((await signed(buyer, goods, CALLED)).agreement_id);
    const joint_id = id("jointa");
    await house().db.query(
      `insert into joint_agreement (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs,
         from_day, to_day, idempotency_key, input_hash)
       select $1, $2, $3, 'CNY', l.product_id, l.variant_id, l.title, l.pack, l.grade, l.unit, l.units_per_pack, $4, $5::date, $6::date, $1, 'x'
       from agreement_line l where l.agreement_id = $7`,
      [joint_id, company_id, member_id, AGREED * SIDES.length, dayIn(0), dayIn(SEASON_DAYS), agreement_ids[0]],
    );
    await house().db.query(`update agreement set joint_agreement_id = $1 where id = any($2)`, [
      joint_id,
      agreement_ids,
    ]);
    return { buyer, joint_id, agreement_ids };
  };
  const drawn = async (of: { buyer: string; joint_id: string }) => {
    const { body } = await ask(`/wholesale/joint-agreements/${of.joint_id}`, of.buyer);
    const { joint_agreement } = body as { joint_agreement: { parts: Record<string, number>[]; left_packs: number } };
    return joint_agreement;
  };

  it.each(["joint_called_off_not_kept", ACCEPTED_HALF_WAY, "call_off_held_not_offered"])(
    "a call-off of two agreements killed at %s: pressed again, or left alone, it is one of each whose goods are kept once",
    async (point) => {
      const of = await together();
      const form = {
        parts: of.agreement_ids.map((agreement_id) => ({ agreement_id, packs: CALLED })),
        wanted_on: dayIn(20),
        idempotency_key: randomUUID(),
      };
      const press = () => ask(`/wholesale/joint-agreements/${of.joint_id}/call-offs`, of.buyer, form);
      await diesAt(point, async () => {
        await press().catch(() => undefined);
      });
      const again = await press();
      expect(again.status).toBe(201);
      await timePasses(house(), 700);
      await eventually(async () => (await drawn(of)).parts.every((part) => part.kept === CALLED), {
        message: "nobody kept the goods of both parts",
        timeout_ms: 180_000,
      });
      expect((await drawn(of)).left_packs).toBe(2 * (AGREED - CALLED));
      const joint_quote_id = String(again.body.joint_id);
      const { rows: holds } = await house().db.query<{ units: number }>(
        `select sum(l.units)::int as units from quote q join hold h on h.owner_id = q.id join hold_line l on l.hold_id = h.id
         where q.joint_id = $1 group by q.id order by units`,
        [joint_quote_id],
      );
      expect(holds.map((one) => one.units)).toEqual(SIDES.map((side) => CALLED * side.units));
      // Accepted, half-way and pressed again where that is tried: one order of both, drawn once.
      const { rows: parts } = await house().db.query<{ quote_id: string; upon_version: number }>(
        `select id as quote_id, version as upon_version from quote where joint_id = $1 order by id`,
        [joint_quote_id],
      );
      const accept = () => ask(`/wholesale/joint-quotes/${joint_quote_id}/accept`, of.buyer, { parts });
      if (point === ACCEPTED_HALF_WAY) {
        await diesAt("joint_handed_not_accepted", async () => {
          await accept().catch(() => undefined);
        });
        await timePasses(house(), 15);
      }
      await eventually(async () => (await accept()).body.state === "accepted", {
        message: "the call-off of both was not accepted",
        timeout_ms: 180_000,
      });
      const { parts: after, left_packs } = await drawn(of);
      expect(after.map((part) => [part.kept, part.accepted])).toEqual([
        [0, CALLED],
        [0, CALLED],
      ]);
      expect(left_packs).toBe(2 * (AGREED - CALLED));
    },
  );
}
