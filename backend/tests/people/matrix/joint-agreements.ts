import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { everyone, of, type Expected, type Row, type Status } from "./row";

/** A route of a company: 401 for who acts for none; of an agreement of P the company Q gets 404. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });

const line = (variant_id: string) => ({
  product_id: "prod_none",
  variant_id,
  packs: 10,
  steps: [{ from: 0, price_minor: 100 }],
});

/** Agreements of several cooperatives, for the company that buys; at the desk each is an agreement like any other. */
export const JOINT_AGREEMENT_ROWS: readonly Row[] = [
  // A pack that nobody sells.
  {
    method: "GET",
    path: "/wholesale/season-shares",
    query: () => "?variant_id=variant_none&packs=10&to_day=2098-12-31",
    expect: company(404),
  },
  { method: "GET", path: "/wholesale/joint-agreements", expect: company(200) },
  // Packs that nobody sells.
  {
    method: "POST",
    path: "/wholesale/joint-agreements",
    body: () => ({
      lines: [line("variant_none"), line("variant_none_2")],
      from_day: "2098-01-01",
      to_day: "2098-12-31",
      minimum_packs: 1,
      notice_days: 0,
      shortfall: "ask",
      freight_minor: 0,
      freight_term: { bearer: "buyer" },
      idempotency_key: randomUUID(),
    }),
    expect: company(404),
  },
  { method: "GET", path: "/wholesale/joint-agreements/:id", ids: of("joint_agreement"), expect: company(200, 404) },
  {
    method: "GET",
    path: "/wholesale/joint-agreements/:id/spread",
    ids: of("joint_agreement"),
    query: () => "?packs=1",
    expect: company(200, 404),
  },
  // What typed packs cost, on a day.
  {
    method: "GET",
    path: "/wholesale/joint-agreements/:id/spread",
    ids: of("joint_agreement"),
    query: () => "?packs=1&wanted_on=2098-06-01&takes=agreement_none:1",
    expect: company(200, 404),
  },
  // A company that is not let in yet.
  {
    method: "POST",
    path: "/wholesale/joint-agreements/:id/call-offs",
    ids: of("joint_agreement"),
    body: () => ({
      parts: [{ agreement_id: "agreement_none", packs: 1 }],
      wanted_on: "2098-06-01",
      idempotency_key: randomUUID(),
    }),
    expect: company(400, 404),
  },
];

export interface JointAgreementIds {
  joint_agreement: string;
}

/** One of P without agreements: what is of one of them is asked of `agreement`. */
export async function insertJointAgreement(
  house: House,
  { company: company_id, buyer }: { company: string; buyer: string },
): Promise<JointAgreementIds> {
  const joint_agreement = "joint_agreement_matrix";
  await house.db.query(
    `insert into joint_agreement (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs,
       from_day, to_day, idempotency_key, input_hash)
     values ($1, $2, $3, 'CNY', 'prod_none', 'variant_none', '{"zh":"核桃","en":"Walnuts"}', '{"zh":"1 公斤","en":"1 kg"}', '1', 'g', 1000, 10,
       '2098-01-01', '2098-12-31', 'matrix', 'matrix')`,
    [joint_agreement, company_id, buyer],
  );
  return { joint_agreement };
}
