import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { tokenFor } from "../people/matrix/principals.js";
import { invariantsOf } from "./operator.js";
import {
  cardsOf,
  deskToken,
  eventually,
  ordersOf,
  pack,
  shopper,
  timePasses,
  tryComplete,
  weighIn,
} from "./support.js";

export interface TransferKit {
  house: () => House;
  diesAt: (point: string, act: () => Promise<void>) => Promise<void>;
}

const GOODS = "maya-walnuts";
const PACK = 500;
const PACKS = 4;
const PRICE_MINOR = 1_234;
const FREIGHT_MINOR = 8_800;
const TOTAL = ((PACKS * PRICE_MINOR + FREIGHT_MINOR) / 100).toFixed(2);
const DAY_MS = 86_400_000;
/** Of a joint quote: two cooperatives, each with goods of its own. */
const SELLERS = [
  { handle: "wudu", goods: GOODS, units: PACK },
  { handle: "longchuan", goods: "yanhua-rice", units: 5_000 },
] as const;
/** Where the goods go. */
const WAREHOUSE = {
  name: "中心仓库",
  phone: "13800138000",
  country: "cn",
  province: "广东省",
  city: "广州市",
  address: "体育东路 1 号",
};

interface Answer {
  status: number;
  body: { quotes?: { id: string }[]; cart_id?: string; proforma_id?: string; code?: string };
}

interface AcceptedBy {
  net_days?: number | null;
  without_address?: boolean;
}

interface Asked {
  proforma_id: string;
  reference: string;
  cart_id: string;
}

/** A quote is paid by transfer, and the worker that has seen the money dies between any two of its writes. */
export function transferCrashes({ house, diesAt }: TransferKit): void {
  const call = async (to: string, token: string, body: object): Promise<Answer> => {
    const answer = await fetch(`${house().backendUrl}${to}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Answer["body"] };
  };

  /** An accepted quote of a company; with `net_days` it may pay so much later. */
  const accepted = async ({ net_days = null, without_address = false }: AcceptedBy = {}) => {
    const mark = randomUUID().slice(0, 8);
    const [company_id, member_id, address_id] = [`company_${mark}`, `wmember_${mark}`, `caddr_${mark}`];
    const put = (sql: string, values: unknown[]) => house().db.query(sql, values);
    await put(
      `insert into company (id, name, country, tax_number, currency, time_zone, language, state)
       values ($1, '食堂', 'DE', $1, 'CNY', 'Asia/Shanghai', 'zh', 'approved')`,
      [company_id],
    );
    await put(
      `insert into company_member (id, company_id, name, email, roles) values ($1, $2, 'x', $3, '{buyer,accountant}')`,
      [member_id, company_id, `${mark}@company.example`],
    );
    if (!without_address)
      await put(
        `insert into company_address (id, company_id, name, phone, country, province, city, address, postal_code)
         values ($1, $2, $3, $4, $5, $6, $7, $8, '')`,
        [address_id, company_id, ...Object.values(WAREHOUSE)],
      );
    if (net_days !== null)
      await put(
        `insert into company_terms (company_id, kind, net_days, credit_limit_minor, set_by) values ($1, 'net', $2, 1000000, 'operator')`,
        [company_id, net_days],
      );
    const weigher = await deskToken(house(), "weigher", "wudu");
    await weighIn(house(), weigher, GOODS, PACKS * PACK, (await cardsOf(house(), GOODS))[6] ?? "");
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    const seller = await deskToken(house(), "manager", "wudu");
    const variant_id = pack(house(), GOODS, PACK);
    const { rows } = await house().db.query<{ product_id: string }>(
      `select product_id from product_variant where id = $1`,
      [variant_id],
    );
    const line = { product_id: rows[0]?.product_id ?? "", variant_id, packs: PACKS };
    const day = new Date(Date.now() + 20 * DAY_MS).toISOString().slice(0, 10);
    const made = await call("/wholesale/quotes", buyer, {
      lines: [line],
      wanted_on: day,
      ...(without_address ? {} : { address_id }),
      idempotency_key: randomUUID(),
    });
    const quote_id = made.body.quotes?.[0]?.id ?? "";
    const offered = await call(`/desk/quotes/${quote_id}/offers`, seller, {
      upon_version: 1,
      lines: [{ ...line, price_minor: PRICE_MINOR }],
      freight_minor: FREIGHT_MINOR,
      freight_term: { bearer: "cooperative" },
      deliver_on: day,
      expires_at: new Date(Date.now() + 7 * DAY_MS).toISOString(),
    });
    expect(offered.status).toBe(201);
    const done = await call(`/wholesale/quotes/${quote_id}/accept`, buyer, { upon_version: 2 });
    return { buyer, quote_id, company_id, cart_id: done.body.cart_id ?? "" };
  };
  const proformaOf = async (cart_id: string): Promise<Asked> => {
    const found = await house().db.query<{ id: string; reference: string; amount: number }>(
      `select id, reference, amount_minor::int as amount from proforma where cart_id = $1`,
      [cart_id],
    );
    expect(found.rows).toMatchObject([{ amount: PACKS * PRICE_MINOR + FREIGHT_MINOR }]);
    return { proforma_id: found.rows[0]?.id ?? "", reference: found.rows[0]?.reference ?? "", cart_id };
  };

  /** And it has chosen to transfer. */
  const chosen = async ({ without_address = false } = {}): Promise<Asked> => {
    const { buyer, quote_id, cart_id } = await accepted({ without_address });
    const transfer = (body: object) => call(`/wholesale/quotes/${quote_id}/transfer`, buyer, body);
    const where = without_address ? { address: { ...WAREHOUSE, postal_code: "" } } : {};
    if (without_address) {
      expect((await transfer({})).body.code).toBe("transfer_address_needed");
      const wrong = { address: { ...where.address, phone: "不知道" } };
      // When the money is there it would be too late to say so.
      expect((await transfer(wrong)).body.code).toBe("phone_not_dialled");
    }
    const [one, other] = await Promise.all([1, 2].map(() => transfer(where)));
    const first = [one, other].find((answer) => answer?.status === 201);
    expect(first?.body.proforma_id).toBeDefined();
    const again = await transfer({});
    expect(again.body.proforma_id).toBe(first?.body.proforma_id);
    return proformaOf(cart_id);
  };

  /** The bank shows the money, and somebody hands its statement in; `handle` and `amount`: of another cooperative, or sum. */
  const paid = async ({
    reference,
    handle = "wudu",
    amount,
  }: Asked & { handle?: string; amount?: number }): Promise<void> => {
    const accountant = await deskToken(house(), "accountant", handle);
    const total = amount === undefined ? TOTAL : (amount / 100).toFixed(2);
    const sheet = `交易日期,贷方发生额,对方户名,附言,交易流水号\n${new Date().toISOString().slice(0, 10)},${total},食堂,${reference},${randomUUID()}\n`;
    const answer = await fetch(`${house().backendUrl}/desk/bank-statements?name=x.csv`, {
      method: "POST",
      headers: { authorization: `Bearer ${accountant}`, "content-type": "text/csv" },
      body: sheet,
    });
    expect(answer.status, await answer.text()).toBe(201);
  };
  const stateOf = async (proforma_id: string) => {
    const { rows } = await house().db.query<{ state: string; order_id: string | null }>(
      `select state, order_id from proforma where id = $1`,
      [proforma_id],
    );
    return rows[0];
  };
  /** Ordered, captured into the books once, at the cooperative's bank; nothing of it waits for anybody. */
  const wholeEnd = async (asked: Asked): Promise<string> => {
    await eventually(async () => (await stateOf(asked.proforma_id))?.state === "ordered", {
      message: "the order was not placed",
      timeout_ms: 180_000,
    });
    const orders = await ordersOf(house(), asked.cart_id);
    expect(orders).toHaveLength(1);
    const sale = await eventually(
      async () => {
        const { rows } = await house().db.query<{ processor: string; captured: number; order_id: string }>(
          `select processor, captured_minor::int as captured, order_id from sale where provider_ref = $1`,
          [asked.proforma_id],
        );
        return rows[0];
      },
      { message: "the money is not in the books", timeout_ms: 180_000 },
    );
    expect(sale).toMatchObject({ captured: PACKS * PRICE_MINOR + FREIGHT_MINOR });
    expect(sale.processor).toMatch(/^transfer:/);
    const { rows: waiting } = await house().db.query(
      `select 1 from transfer_line l where not exists (select 1 from transfer_use u where u.line_id = l.id and u.undone_at is null)`,
    );
    expect(waiting).toEqual([]);
    expect((await invariantsOf(house())).filter((one) => /^M(4|4b|14|15|17):/.test(one))).toEqual([]);
    return sale.order_id;
  };

  it("nothing is ordered before the money is there, whatever a client sends; then it is, at what was agreed", async () => {
    // Of a company that has no address: it says where the goods go as it chooses to transfer.
    const asked = await chosen({ without_address: true });
    const store = (to: string, body: object) =>
      fetch(`${house().backendUrl}/store/${to}`, {
        method: "POST",
        headers: { "x-publishable-api-key": house().seed.publishable_key, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const collection = await store("payment-collections", { cart_id: asked.cart_id });
    const { payment_collection } = (await collection.json()) as { payment_collection?: { id: string } };
    const begun = await store(`payment-collections/${payment_collection?.id}/payment-sessions`, {
      provider_id: "pp_transfer_transfer",
      data: { id: asked.proforma_id, session_id: asked.proforma_id },
    });
    expect(await begun.json()).toMatchObject({ code: "invalid_provider" });
    const tried = await tryComplete(house(), asked.cart_id);
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

  /** Two cooperatives' offers as one joint quote, as its form would have asked for them, accepted and to be transferred. */
  const jointChosen = async () => {
    const mark = randomUUID().slice(0, 8);
    const [company_id, member_id, address_id] = [`company_${mark}`, `wmember_${mark}`, `caddr_${mark}`];
    const put = <T extends object>(sql: string, values: unknown[]) => house().db.query<T>(sql, values);
    await put(
      `insert into company (id, name, country, tax_number, currency, time_zone, language, state)
       values ($1, '食堂', 'DE', $1, 'CNY', 'Asia/Shanghai', 'zh', 'approved')`,
      [company_id],
    );
    await put(
      `insert into company_member (id, company_id, name, email, roles) values ($1, $2, 'x', $3, '{buyer,accountant}')`,
      [member_id, company_id, `${mark}@company.example`],
    );
    await put(
      `insert into company_address (id, company_id, name, phone, country, province, city, address, postal_code)
       values ($1, $2, $3, $4, $5, $6, $7, $8, '')`,
      [address_id, company_id, ...Object.values(WAREHOUSE)],
    );
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    const day = new Date(Date.now() + 20 * DAY_MS).toISOString().slice(0, 10);
    const lines = [];
    for (const { handle, goods, units } of SELLERS) {
      const weigher = await deskToken(house(), "weigher", handle);
      await weighIn(house(), weigher, goods, PACKS * units, (await cardsOf(house(), goods))[0] ?? "");
      const variant_id = pack(house(), goods, units);
      const { rows } = await put<{ product_id: string }>(`select product_id from product_variant where id = $1`, [
        variant_id,
      ]);
      lines.push({ product_id: rows[0]?.product_id ?? "", variant_id, packs: PACKS });
    }
    const asked = { lines, wanted_on: day, address_id, idempotency_key: randomUUID() };
    expect((await call("/wholesale/quotes", buyer, asked)).status).toBe(201);
    const { rows: parts } = await put<{ id: string; handle: string }>(
      `select q.id, c.handle from quote q join cooperative c on c.id = q.cooperative_id where q.company_id = $1 order by q.id`,
      [company_id],
    );
    expect(parts).toHaveLength(2);
    const joint_id = `joint_${mark}`;
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
    "a joint quote by a transfer to each of two cooperatives, the worker killed at %s: one order when both have come, each one's money at its own bank",
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

  it("paid by card first, the transfer is the company's and waits at the desk", async () => {
    const asked = await chosen();
    const buyer = shopper(house());
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
