import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { todayOf } from "../../src/lib/today";
import type { AgreementDraft } from "../../src/modules/wholesale/agreements/agreement-types";
import type { JointCallOffForm, PartProposal } from "../../src/modules/wholesale/agreements/joint-agreement-types";
import type { agreementHouse, Firm } from "./agreement-house";
import { jointKit, type Seller } from "./joint-kit";
import { value } from "./short-house";

const DAY_MS = 86_400_000;
export const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** What agreements of several cooperatives are tried with: proposed, signed, called off of, and what is drawn of each. */
export function jointAgreementKit({ house, wholesale, paperOf, sign }: ReturnType<typeof agreementHouse>) {
  const kit = jointKit({
    house: () => house,
    firm: () => Promise.reject(new Error("firms are of the agreements' house")),
  });

  /** Packs of a kilo at 20.00, from the hundredth on at 18.00; in the season of now, without notice. */
  const draft = (of: Seller, packs: number, change: Partial<AgreementDraft> = {}): AgreementDraft => {
    const { price_minor: _, ...good } = kit.line(of, packs, null);
    const steps = [
      { from: 0, price_minor: 2_000n },
      { from: 100, price_minor: 1_800n },
    ];
    return {
      lines: [{ ...good, steps }],
      from_day: day(-30),
      to_day: day(100),
      minimum_packs: 1,
      notice_days: 0,
      shortfall: "first_come",
      freight_minor: 5_000n,
      freight_term: { bearer: "cooperative" },
      terms: { kind: "prepay" },
      words: "",
      ...change,
    };
  };

  const propose = async (
    by: Firm,
    of: readonly Seller[],
    packs = 100,
    change: Partial<AgreementDraft> = {},
    key: string = randomUUID(),
  ) => {
    const parts: PartProposal[] = [];
    for (const one of of) {
      const terms = draft(one, packs, change);
      const number = await wholesale.agreements.nextNumber();
      parts.push({ cooperative_id: one.cooperative_id, number, draft: terms, paper: await paperOf(terms) });
    }
    const [first] = of;
    if (!first) throw new Error("nobody is asked");
    return wholesale.jointAgreements.propose(by.buyer, {
      goods: kit.goods(first),
      parts,
      idempotency_key: key,
      input_hash: "same",
    });
  };
  const whole = async (by: Firm, joint_id: string) => {
    const found = await wholesale.jointAgreements.whole(by.buyer, joint_id);
    if (!found) throw new Error(`no joint agreement ${joint_id}`);
    return found;
  };
  const sellerOf = (of: Seller) =>
    ({ side: "seller", id: `m_${of.cooperative_id}`, cooperative_id: of.cooperative_id }) as const;
  const partOf = async (by: Firm, joint_id: string, of: Seller) => {
    const part = (await whole(by, joint_id)).parts.find((one) => one.agreement.cooperative_id === of.cooperative_id);
    if (!part) throw new Error("no such part");
    return part;
  };
  const signBoth = async (by: Firm, joint_id: string, of: Seller) => {
    const { agreement, version } = await partOf(by, joint_id, of);
    const paper = { agreement_id: agreement.id, sha256: version.sha256, version: version.version };
    value(await sign(sellerOf(of), paper));
    expect(value(await sign(by.buyer, paper)).state).toBe("active");
    return agreement.id;
  };
  /** Agreed with all of these, and signed by all. */
  const active = async (by: Firm, of: readonly Seller[], packs = 100, change: Partial<AgreementDraft> = {}) => {
    const { id: joint_id } = value(await propose(by, of, packs, change));
    const agreement_ids: string[] = [];
    for (const one of of) agreement_ids.push(await signBoth(by, joint_id, one));
    return { joint_id, agreement_ids };
  };
  const form = (
    agreement_ids: readonly string[],
    packs: readonly number[],
    change: Partial<JointCallOffForm> = {},
  ): JointCallOffForm => ({
    parts: agreement_ids.map((agreement_id, at) => ({ agreement_id, packs: packs[at] ?? 0 })),
    prefer: "cheapest",
    wanted_on: day(10),
    words: "",
    idempotency_key: randomUUID(),
    ...change,
  });
  const call = (by: Firm, joint_id: string, of: JointCallOffForm, input_hash = "same") =>
    wholesale.jointCallOffs.call(by.buyer, joint_id, of, { today: todayOf(), input_hash });
  const callAlone = (
    by: Firm,
    agreement_id: string,
    of: Seller,
    packs: number,
    idempotency_key: string = randomUUID(),
  ) =>
    wholesale.callOffs.call(
      by.buyer,
      agreement_id,
      {
        lines: [{ variant_id: of.variant_id, packs }],
        wanted_on: day(10),
        words: "",
        idempotency_key,
      },
      { today: todayOf(), input_hash: "same" },
    );
  /** Packs drawn of each, in the order of these cooperatives. */
  const drawn = async (by: Firm, joint_id: string, of: readonly Seller[]) => {
    const { parts } = await whole(by, joint_id);
    return of.map((one) => {
      const part = parts.find((each) => each.agreement.cooperative_id === one.cooperative_id);
      const { waiting = 0, kept = 0, accepted = 0, ordered = 0 } = part?.drawn[0] ?? {};
      return { waiting, kept, accepted, ordered };
    });
  };
  const count = async (sql: string, ...values: unknown[]) => {
    const { rows } = await house.db.query<{ n: number }>(`select count(*)::int as n from ${sql}`, values);
    return rows[0]?.n;
  };

  return { kit, draft, propose, whole, sellerOf, partOf, signBoth, active, form, call, callAlone, drawn, count };
}
