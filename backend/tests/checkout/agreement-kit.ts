import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { givenCompany, givenMember } from "../people/company-kit.js";
import { tokenFor } from "../people/matrix/principals.js";
import { askAs, cardsOf, dayIn, deskToken, packLine, weighIn } from "./support.js";

/** Packs of every agreement. */
export const AGREED = 10;
/** Its season, from today on: days. */
export const SEASON_DAYS = 60;

/** Packs of so many base units that a cooperative sells. */
export interface AgreedGoods {
  cooperative: string;
  handle: string;
  units: number;
}

/** A company and a cooperative sign an agreement, as both do at their routes. */
export function agreementKit(house: () => House) {
  const ask = (to: string, token: string, body?: object) => askAs<Record<string, unknown>>(house(), to, token, body);

  /** A company that was let in, and its owner, who buys for it. */
  const firm = async () => {
    const company_id = await givenCompany(house());
    const member_id = await givenMember(house(), company_id, ["owner", "buyer"]);
    return { company_id, member_id, buyer: tokenFor(house(), { type: "wholesale_member", id: member_id }) };
  };

  /** Proposed by the company and signed by both, with so many packs weighed into the pool for what is called off of it. */
  const signed = async (buyer: string, { cooperative, handle, units }: AgreedGoods, there: number) => {
    const weigher = await deskToken(house(), "weigher", cooperative);
    await weighIn(house(), weigher, handle, there * units, (await cardsOf(house(), handle))[0] ?? "");
    const line = await packLine(house(), handle, units, AGREED);
    const made = await ask("/wholesale/agreements", buyer, {
      lines: [{ ...line, steps: [{ from: 0, price_minor: 1_234 }] }],
      from_day: dayIn(0),
      to_day: dayIn(SEASON_DAYS),
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
      ["desk", await deskToken(house(), "manager", cooperative)],
    ] as const)
      expect((await ask(`/${at}/agreements/${agreement_id}/sign`, token, signature)).status).toBe(200);
    return { agreement_id, variant_id: line.variant_id };
  };

  return { ask, firm, signed };
}
