import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { givenAddress, givenCompany, givenMember } from "../people/company-kit.js";
import { tokenFor } from "../people/matrix/principals.js";
import { invariantsOf } from "./operator.js";
import { askAs, cardsOf, DAY_MS, dayIn, deskToken, eventually, ordersOf, packLine, weighIn } from "./support.js";

export interface TransferGiven {
  house: () => House;
  diesAt: (point: string, act: () => Promise<void>) => Promise<void>;
}

export const GOODS = "maya-walnuts";
export const PACK = 500;
export const PACKS = 4;
export const PRICE_MINOR = 1_234;
export const FREIGHT_MINOR = 8_800;
const TOTAL = ((PACKS * PRICE_MINOR + FREIGHT_MINOR) / 100).toFixed(2);
/** Where the goods go. */
export const WAREHOUSE = {
  name: "中心仓库",
  phone: "13800138000",
  country: "cn",
  province: "广东省",
  city: "广州市",
  address: "体育东路 1 号",
};

interface Answer {
  quotes?: { id: string }[];
  cart_id?: string;
  proforma_id?: string;
  code?: string;
}

interface AcceptedBy {
  net_days?: number | null;
  without_address?: boolean;
}

interface Asked {
  proforma_id: string;
  reference: string;
  cart_id: string;
  /** Who acts for the company. */
  buyer?: string;
}

/** What is paid by transfer, and what came of it: accepted quotes, the money that a bank shows, the order and its place in the books. */
export function transferKit(house: () => House) {
  const call = (to: string, token: string, body: object) => askAs<Answer>(house(), to, token, body);

  /** An accepted quote of a company; with `net_days` it may pay so much later. */
  const accepted = async ({ net_days = null, without_address = false }: AcceptedBy = {}) => {
    const company_id = await givenCompany(house());
    const member_id = await givenMember(house(), company_id, ["buyer", "accountant"]);
    const address_id = without_address ? undefined : await givenAddress(house(), company_id, WAREHOUSE);
    if (net_days !== null)
      await house().db.query(
        `insert into company_terms (company_id, kind, net_days, credit_limit_minor, set_by) values ($1, 'net', $2, 1000000, 'operator')`,
        [company_id, net_days],
      );
    const weigher = await deskToken(house(), "weigher", "wudu");
    await weighIn(house(), weigher, GOODS, PACKS * PACK, (await cardsOf(house(), GOODS))[6] ?? "");
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    const seller = await deskToken(house(), "manager", "wudu");
    const line = await packLine(house(), GOODS, PACK, PACKS);
    const day = dayIn(20);
    const made = await call("/wholesale/quotes", buyer, {
      lines: [line],
      wanted_on: day,
      ...(address_id ? { address_id } : {}),
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
    return { ...(await proformaOf(cart_id)), buyer };
  };

  /** The bank shows the money, and somebody hands its statement in; `handle` and `amount`: of another cooperative, or sum. */
  const paid = async ({
    reference,
    handle = "wudu",
    amount,
  }: Asked & { handle?: string; amount?: number }): Promise<void> => {
    const accountant = await deskToken(house(), "accountant", handle);
    const total = amount === undefined ? TOTAL : (amount / 100).toFixed(2);
    const sheet = `交易日期,贷方发生额,对方户名,附言,交易流水号\n${dayIn(0)},${total},食堂,${reference},${randomUUID()}\n`;
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

  return { call, accepted, proformaOf, chosen, paid, stateOf, wholeEnd };
}
