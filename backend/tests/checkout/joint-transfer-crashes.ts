import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { givenAddress, givenCompany, givenMember } from "../people/company-kit.js";
import { tokenFor } from "../people/matrix/principals.js";
import { invariantsOf } from "./operator.js";
import { cardsOf, DAY_MS, dayIn, deskToken, eventually, ordersOf, packLine, timePasses, weighIn } from "./support.js";
import {
  FREIGHT_MINOR,
  GOODS,
  PACK,
  PACKS,
  PRICE_MINOR,
  WAREHOUSE,
  transferKit,
  type TransferGiven,
} from "./transfer-kit.js";

/** Of a joint quote: two cooperatives, each with goods of its own. */
const SELLERS = [
  { handle: "wudu", goods: GOODS, units: PACK },
  { handle: "longchuan", goods: "yanhua-rice", units: 5_000 },
] as const;

/** A joint quote is paid by a transfer to each of its cooperatives, and the worker that has seen the last of the money dies. */
export function jointTransferCrashes(given: TransferGiven): void {
  const { house, diesAt } = given;
  const { call, paid, stateOf } = transferKit(house);

  /** Two cooperatives' offers as one joint quote, as its form would have asked for them, accepted and to be transferred. */
  const jointChosen = async () => {
    const put = <T extends object>(sql: string, values: unknown[]) => house().db.query<T>(sql, values);
    const company_id = await givenCompany(house());
    const member_id = await givenMember(house(), company_id, ["buyer", "accountant"]);
    const address_id = await givenAddress(house(), company_id, WAREHOUSE);
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    const day = dayIn(20);
    const lines = [];
    for (const { handle, goods, units } of SELLERS) {
      const weigher = await deskToken(house(), "weigher", handle);
      await weighIn(house(), weigher, goods, PACKS * units, (await cardsOf(house(), goods))[0] ?? "");
      lines.push(await packLine(house(), goods, units, PACKS));
    }
    const asked = { lines, wanted_on: day, address_id, idempotency_key: randomUUID() };
    expect((await call("/wholesale/quotes", buyer, asked)).status).toBe(201);
    const { rows: parts } = await put<{ id: string; handle: string }>(
      `select q.id, c.handle from quote q join cooperative c on c.id = q.cooperative_id where q.company_id = $1 order by q.id`,
      [company_id],
    );
    expect(parts).toHaveLength(2);
    const joint_id = `joint_${randomUUID().slice(0, 8)}`;
    await put(
      `insert into joint_quote (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs, prefer, address_id,
         wanted_on, idempotency_key, input_hash)
       select $1, q.company_id, q.asked_by, q.currency, l.product_id, l.variant_id, l.title, l.pack, l.grade, l.unit, l.units_per_pack, 2 * l.packs, 'cheapest',
         q.address_id, q.wanted_on, $1, '' from quote q join quote_line l on l.quote_id = q.id and l.version = 1 where q.id = $2`,
      [joint_id, parts[0]?.id],
    );
    await put(`update quote set joint_id = $1 where company_id = $2`, [joint_id, company_id]);
    for (const { id: quote_id, handle } of parts) {
      const at = SELLERS.findIndex((one) => one.handle === handle);
      const offered = await call(`/desk/quotes/${quote_id}/offers`, await deskToken(house(), "manager", handle), {
        upon_version: 1,
        lines: [{ ...lines[at], price_minor: PRICE_MINOR }],
        freight_minor: FREIGHT_MINOR + at,
        freight_term: { bearer: "cooperative" },
        deliver_on: day,
        expires_at: new Date(Date.now() + 7 * DAY_MS).toISOString(),
      });
      expect(offered.status).toBe(201);
    }
    const accepted_in = await call(`/wholesale/joint-quotes/${joint_id}/accept`, buyer, {
      parts: parts.map(({ id: quote_id }) => ({ quote_id, upon_version: 2 })),
    });
    const cart_id = accepted_in.body.cart_id ?? "";
    // A part alone is not paid.
    const alone = await call(`/wholesale/quotes/${parts[0]?.id ?? ""}/transfer`, buyer, {});
    expect(alone.body.code).toBe("joint_together");
    const pressed = await Promise.all(
      [1, 2].map(() => call(`/wholesale/joint-quotes/${joint_id}/transfer`, buyer, {})),
    );
    expect(pressed.map((one) => one.status)).toContain(201);
    expect((await call(`/wholesale/joint-quotes/${joint_id}/transfer`, buyer, {})).status).toBe(201);
    const { rows: proformas } = await put<{ id: string; reference: string; amount: number; handle: string }>(
      `select p.id, p.reference, p.amount_minor::int as amount, c.handle from proforma p join cooperative c on c.id = p.cooperative_id
       where p.cart_id = $1 order by c.handle desc`,
      [cart_id],
    );
    expect(proformas.map(({ handle, amount }) => [handle, amount])).toEqual([
      ["wudu", PACKS * PRICE_MINOR + FREIGHT_MINOR],
      ["longchuan", PACKS * PRICE_MINOR + FREIGHT_MINOR + 1],
    ]);
    return { cart_id, proformas };
  };

  it.each(["none", "transfer_bound_not_completed", "order_written_not_authorized", "transfer_completed_not_noted"])(
    "a joint quote paid by two transfers, the worker killed at %s: one order when both have come, money at each one's bank",
    async (point) => {
      const { cart_id, proformas } = await jointChosen();
      const [first, last] = proformas;
      if (!first || !last) throw new Error("two are asked for");
      await paid({ ...first, proforma_id: first.id, cart_id });
      expect(await stateOf(first.id)).toMatchObject({ state: "paid" });
      expect(await ordersOf(house(), cart_id)).toEqual([]);
      const pay = () => paid({ ...last, proforma_id: last.id, cart_id });
      if (point === "none") await pay();
      else await diesAt(point, pay);
      await timePasses(house(), 15);
      for (const one of proformas)
        await eventually(async () => (await stateOf(one.id))?.state === "ordered", {
          message: `the order of ${one.handle} was not placed`,
          timeout_ms: 180_000,
        });
      expect(await ordersOf(house(), cart_id)).toHaveLength(1);
      const shares = await eventually(
        async () => {
          const { rows } = await house().db.query<{ processor: string; handle: string; paid: number }>(
            `select s.processor, c.handle, sum(l.paid_minor)::int as paid from sale s join sale_line l on l.sale_id = s.id join cooperative c on c.id = l.cooperative_id
             where s.provider_ref = any($1) group by 1, 2 order by 2 desc`,
            [proformas.map((one) => one.id)],
          );
          return rows.length > 0 ? rows : undefined;
        },
        { message: "the money is not in the books", timeout_ms: 180_000 },
      );
      expect(shares).toEqual(
        proformas.map(({ handle, amount }) => ({ processor: "transfer:joint", handle, paid: amount })),
      );
      expect((await invariantsOf(house())).filter((one) => /^M(4|4b|14|15|17):/.test(one))).toEqual([]);
    },
  );
}
