import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { givenAddress, givenCompany, givenMember } from "../people/company-kit.js";
import { tokenFor } from "../people/matrix/principals.js";
import { askAs, cardsOf, DAY_MS, dayIn, deskToken, packLine, weighIn } from "./support.js";

export const GOODS = "maya-walnuts";
export const PACK = 500;
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
  quotes?: { id: string }[];
  state?: string;
  cart_id?: string;
  version?: number;
  code?: string;
}

/** A company asks, a manager offers, the company accepts: at the routes of both. */
export function quoteKit(house: () => House) {
  const line = (packs: number) => packLine(house(), GOODS, PACK, packs);
  const post = (to: string, token: string, body: object) => askAs<Answer>(house(), to, token, body);

  /** A company that was let in, and its buyer; the seller's manager; a request of so many packs. */
  const asked = async (packs: number, place?: typeof WAREHOUSE) => {
    const company_id = await givenCompany(house());
    const member_id = await givenMember(house(), company_id, ["buyer"]);
    const address_id = place && (await givenAddress(house(), company_id, place));
    const weigher = await deskToken(house(), "weigher", "wudu");
    await weighIn(house(), weigher, GOODS, packs * PACK, (await cardsOf(house(), GOODS))[5] ?? "");
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    const seller = await deskToken(house(), "manager", "wudu");
    const made = await post("/wholesale/quotes", buyer, {
      lines: [await line(packs)],
      wanted_on: dayIn(20),
      ...(address_id ? { address_id } : {}),
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
      deliver_on: dayIn(20),
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
