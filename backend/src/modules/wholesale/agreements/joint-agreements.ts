import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { formThere } from "../../../lib/earlier-form";
import { newId } from "../../../lib/ids";
import { atKey, placeOf } from "../../../lib/keyset";
import { inTransaction, row, rows } from "../../../lib/sql";
import { JOINT_COLUMNS } from "../joint/joint-rows";
import type { JointGoods, JointQuote } from "../joint/joint-types";
import type { QuoteActor } from "../quotes/quote-types";
import { insertProposal_, mayPropose_, PROPOSED_OTHERWISE } from "./agreement-propose";
import { findJointAgreement, JOINT_AGREEMENT_COLUMNS, partsOf } from "./joint-agreement-rows";
import type { JointAgreement, JointAgreementPartRow, PartProposal, WholeJointAgreement } from "./joint-agreement-types";

/** Call-offs that its page shows; a season has some dozens. */
const CALL_OFFS = 200;

export const JOINT_AGREEMENT_NOT_THERE = refuse(
  "joint_agreement_not_found",
  "There is no such agreement of several cooperatives.",
);

type Buyer = QuoteActor & { side: "buyer" };

interface ListedJointAgreement extends JointAgreement {
  at_key: string;
}

/** Agreements of several cooperatives: one of each, proposed at once (docs/adr/0070). Calling off of all is in `joint-call-offs.ts`. */
export class JointAgreements {
  constructor(private readonly sql: Knex) {}

  /** Proposes to all of them in one write: all or none. The same form is the same joint agreement. The caller has looked at the terms. */
  propose(
    by: Buyer,
    input: { goods: JointGoods; parts: readonly PartProposal[]; idempotency_key: string; input_hash: string },
  ): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const { goods, parts, idempotency_key, input_hash } = input;
      const { company_id } = by;
      const cooperative_ids = parts.map((part) => part.cooperative_id);
      const may = await mayPropose_(tx, by, { company_id, cooperative_ids });
      if (!may.ok) return may;
      const [first] = parts;
      if (!first) throw new Error("an agreement of several has no parts");
      const made = await row<{ id: string }>(
        tx,
        `insert into joint_agreement (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs,
           from_day, to_day, idempotency_key, input_hash)
         values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict on constraint joint_agreement_once do nothing returning id`,
        [
          newId("jointa"),
          company_id,
          by.id,
          may.value.currency,
          goods.product_id,
          goods.variant_id,
          JSON.stringify(goods.title),
          JSON.stringify(goods.pack),
          goods.grade,
          goods.unit,
          goods.units_per_pack,
          parts.reduce((sum, part) => sum + (part.draft.lines[0]?.packs ?? 0), 0),
          first.draft.from_day,
          first.draft.to_day,
          idempotency_key,
          input_hash,
        ],
      );
      const sent = { input_hash, otherwise: PROPOSED_OTHERWISE };
      if (!made) return formThere(tx, "joint_agreement", { company_id, idempotency_key }, sent);
      for (const part of parts) {
        const written = await insertProposal_(tx, by, {
          ...part,
          company_id,
          currency: may.value.currency,
          idempotency_key: `joint:${idempotency_key}`,
          input_hash,
          joint_agreement_id: made.id,
        });
        // Its key is the joint one's, which is new.
        if (!written) throw new Error(`${made.id} was proposed to ${part.cooperative_id} before`);
      }
      return ok(made);
    });
  }

  /** One of them, when it is this company's. */
  async one(by: Buyer, id: string): Promise<JointAgreement | undefined> {
    const joint = await findJointAgreement(this.sql, id);
    return joint?.company_id === by.company_id ? joint : undefined;
  }

  async whole(by: Buyer, id: string): Promise<WholeJointAgreement | undefined> {
    const joint = await this.one(by, id);
    if (!joint) return undefined;
    const [parts, call_offs] = await Promise.all([
      partsOf(this.sql, [id]),
      rows<JointQuote>(
        this.sql,
        `select ${JOINT_COLUMNS} from joint_quote where joint_agreement_id = ? order by created_at desc, id desc limit ?`,
        [id, CALL_OFFS],
      ),
    ]);
    return { joint, parts, call_offs };
  }

  /** The agreements of these, by which how each stands is worked out. */
  parts(ids: readonly string[]): Promise<(JointAgreementPartRow & { joint_agreement_id: string })[]> {
    return partsOf(this.sql, ids);
  }

  /** The company's, newest first. */
  list(by: Buyer, input: { cursor?: string | undefined; limit: number }): Promise<ListedJointAgreement[]> {
    const place = placeOf(input.cursor);
    return rows<ListedJointAgreement>(
      this.sql,
      `select ${JOINT_AGREEMENT_COLUMNS}, ${atKey("created_at")} from joint_agreement
       where company_id = ? and (created_at, id) < (?::timestamptz, ?) order by created_at desc, id desc limit ?`,
      [by.company_id, place.at, place.id, input.limit],
    );
  }

  /** What an agreement's page says of the several that it is one of: their number, and how many cooperatives they are. */
  async partOf(joint_id: string): Promise<{ id: string; number: string; cooperatives: number } | undefined> {
    return row(
      this.sql,
      `select j.id, j.number, (select count(*)::int from agreement a where a.joint_agreement_id = j.id and a.state <> 'dropped') as cooperatives
       from joint_agreement j where j.id = ?`,
      [joint_id],
    );
  }
}
