import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { tokenFor } from "../people/matrix/principals.js";
import { cardsOf, deskToken, pack, weighIn } from "./support.js";

export const GOODS = "maya-walnuts";
export const PACK = 500;
const DAY_MS = 86_400_000;
export const FREIGHT_MINOR = 8_800;

/** Where the goods go. */
export const WAREHOUSE = {
  name: "中心仓库",
  phone: "13800138000",
  country: "CN",
  province: "广东省",
  city: "广州市天河区",
  address: "体育东路 1 号",
  postal_code: "",
};

interface Answer {
  status: number;
  body: { quotes?: { id: string }[]; state?: string; cart_id?: string; version?: number; code?: string };
}

/** A company asks, a manager offers, the company accepts: at the routes of both. */
export function quoteKit(house: () => House) {
  const line = async (packs: number) => {
    const variant_id = pack(house(), GOODS, PACK);
    const { rows } = await house().db.query<{ product_id: string }>(
      `select product_id from product_variant where id = $1`,
      [variant_id],
    );
    return { product_id: rows[0]?.product_id ?? "", variant_id, packs };
  };
  const post = async (to: string, token: string, body: object): Promise<Answer> => {
    const answer = await fetch(`${house().backendUrl}${to}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Answer["body"] };
  };

  /** A company that was let in, and its buyer; the seller's manager; a request of so many packs. */
  const asked = async (packs: number, place?: typeof WAREHOUSE) => {
    const mark = randomUUID().slice(0, 8);
    const [company_id, member_id] = [`company_${mark}`, `wmember_${mark}`];
    await house().db.query(
      `insert into company (id, name, country, tax_number, currency, time_zone, language, state)
       values ($1, '食堂', 'DE', $1, 'CNY', 'Asia/Shanghai', 'zh', 'approved')`,
      [company_id],
    );
    await house().db.query(
      `insert into company_member (id, company_id, name, email, roles) values ($1, $2, 'x', $3, '{buyer}')`,
      [member_id, company_id, `${mark}@company.example`],
    );
    const address_id = `caddr_${mark}`;
    if (place)
      await house().db.query(
        `insert into company_address (id, company_id, name, phone, country, province, city, address, postal_code)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [address_id, company_id, ...Object.values(place)],
      );
    const weigher = await deskToken(house(), "weigher", "wudu");
    await weighIn(house(), weigher, GOODS, packs * PACK, (await cardsOf(house(), GOODS))[5] ?? "");
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    const seller = await deskToken(house(), "manager", "wudu");
    const made = await post("/wholesale/quotes", buyer, {
      lines: [await line(packs)],
      wanted_on: new Date(Date.now() + 20 * DAY_MS).toISOString().slice(0, 10),
      ...(place ? { address_id } : {}),
      idempotency_key: randomUUID(),
    });
    expect(made.status).toBe(201);
    return { buyer, seller, address_id, quote_id: made.body.quotes?.[0]?.id ?? "" };
  };
  const offer = async (of: { seller: string; quote_id: string }, packs: number) =>
    post(`/desk/quotes/${of.quote_id}/offers`, of.seller, {
      upon_version: 1,
      lines: [{ ...(await line(packs)), price_minor: 1_234 }],
      freight_minor: FREIGHT_MINOR,
      freight_term: { bearer: "cooperative" },
      deliver_on: new Date(Date.now() + 20 * DAY_MS).toISOString().slice(0, 10),
      expires_at: new Date(Date.now() + 7 * DAY_MS).toISOString(),
    });
  const accept = (of: { buyer: string; quote_id: string }) =>
    post(`/wholesale/quotes/${of.quote_id}/accept`, of.buyer, { upon_version: 2 });
  const offered = async (packs: number) => {
    const of = await asked(packs);
    expect((await offer(of, packs)).status).toBe(201);
    return of;
  };

  return { post, asked, offer, accept, offered };
}
