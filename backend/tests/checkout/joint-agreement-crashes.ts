import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { tokenFor } from "../people/matrix/principals.js";
import type { QuoteKit } from "./quote-crashes.js";
import { cardsOf, deskToken, eventually, pack, timePasses, weighIn } from "./support.js";

const SIDES = [
  { handle: "wudu", goods: "maya-walnuts", units: 500 },
  { handle: "longchuan", goods: "yanhua-rice", units: 5_000 },
] as const;
const AGREED = 10;
const CALLED = 3;
const DAY_MS = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Goods are called off of two signed agreements together, and the backend dies between any two of its writes. */
export function jointAgreementCrashes({ house, diesAt }: QuoteKit): void {
  const ask = async (to: string, token: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${house().backendUrl}${to}`, {
      method: body ? "POST" : "GET",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: (await answer.json()) as Answer["body"] };
  };

  /** Signed by both sides, with goods for one call-off. */
  const agreed = async (buyer: string, { handle, goods, units }: (typeof SIDES)[number]): Promise<string> => {
    const weigher = await deskToken(house(), "weigher", handle);
    await weighIn(house(), weigher, goods, CALLED * units, (await cardsOf(house(), goods))[0] ?? "");
    const variant_id = pack(house(), goods, units);
    const { rows } = await house().db.query<{ product_id: string }>(
      `select product_id from product_variant where id = $1`,
      [variant_id],
    );
    const made = await ask("/wholesale/agreements", buyer, {
      lines: [
        { product_id: rows[0]?.product_id ?? "", variant_id, packs: AGREED, steps: [{ from: 0, price_minor: 1_234 }] },
      ],
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
      ["desk", await deskToken(house(), "manager", handle)],
    ] as const)
      expect((await ask(`/${at}/agreements/${agreement_id}/sign`, token, signature)).status).toBe(200);
    return agreement_id;
  };

  /** The seed's cooperatives sell nothing alike: their agreements are put together by hand. */
  const together = async () => {
    const mark = randomUUID().slice(0, 8);
    const [company_id, member_id, joint_id] = [`company_${mark}`, `wmember_${mark}`, `jointa_${mark}`];
    await house().db.query(
      `insert into company (id, name, country, tax_number, currency, time_zone, language, state)
       values ($1, '食堂', 'DE', $1, 'CNY', 'Asia/Shanghai', 'zh', 'approved')`,
      [company_id],
    );
    await house().db.query(
      `insert into company_member (id, company_id, name, email, roles) values ($1, $2, 'x', $3, '{owner,buyer}')`,
      [member_id, company_id, `${mark}@company.example`],
    );
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    const agreement_ids = [await agreed(buyer, SIDES[0]), await agreed(buyer, SIDES[1])];
    await house().db.query(
      `insert into joint_agreement (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs,
         from_day, to_day, idempotency_key, input_hash)
       select $1, $2, $3, 'CNY', l.product_id, l.variant_id, l.title, l.pack, l.grade, l.unit, l.units_per_pack, $4, $5::date, $6::date, $1, 'x'
       from agreement_line l where l.agreement_id = $7`,
      [joint_id, company_id, member_id, AGREED * SIDES.length, day(0), day(60), agreement_ids[0]],
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

  it.each(["joint_called_off_not_kept", "joint_part_kept", "call_off_held_not_offered"])(
    "a call-off of two agreements killed at %s: pressed again, or left alone, it is one of each whose goods are kept once",
    async (point) => {
      const of = await together();
      const form = {
        parts: of.agreement_ids.map((agreement_id) => ({ agreement_id, packs: CALLED })),
        wanted_on: day(20),
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
      // Accepted half-way, and pressed again: one order of both, drawn once.
      const { rows: parts } = await house().db.query<{ quote_id: string; upon_version: number }>(
        `select id as quote_id, version as upon_version from quote where joint_id = $1 order by id`,
        [joint_quote_id],
      );
      const accept = () => ask(`/wholesale/joint-quotes/${joint_quote_id}/accept`, of.buyer, { parts });
      await diesAt("joint_handed_not_accepted", async () => {
        await accept().catch(() => undefined);
      });
      await timePasses(house(), 15);
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
