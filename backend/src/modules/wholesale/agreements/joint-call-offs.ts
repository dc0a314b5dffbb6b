import { checkDayOfAll, MAX_CART_LINES, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, type Transaction } from "../../../lib/sql";
import { mayCallOff_ } from "../may-ask";
import type { QuoteActor } from "../quotes/quote-types";
import { drawnOf, lastAgreementVersionsOf } from "./agreement-rows";
import { AGREEMENT_NOT_THERE } from "./agreements";
import { CALLED_OTHERWISE, decideCallOff_, writeCallOff_, type DecidedCallOff } from "./call-off-write";
import { findJointAgreement, lockAgreements_, versionIn } from "./joint-agreement-rows";
import type { JointAgreement, JointCallOffForm } from "./joint-agreement-types";
import { JOINT_AGREEMENT_NOT_THERE } from "./joint-agreements";

type Buyer = QuoteActor & { side: "buyer" };

/**
 * Calling off of several agreements together: one joint quote whose parts are call-offs, each of its own agreement and at its prices. From there
 * on it is accepted and paid as any joint quote is.
 */
export class JointCallOffs {
  constructor(private readonly sql: Knex) {}

  /**
   * All parts in one transaction, or none, under the locks of all their agreements, taken in the order of their ids: so that two together, or
   * one and a call-off of an agreement alone, never go above what is agreed. The same form is the same call-off. `quote_ids`: in the order in
   * which their goods are kept.
   */
  call(
    by: Buyer,
    joint_agreement_id: string,
    form: JointCallOffForm,
    { today, input_hash }: { today: string; input_hash: string },
  ): Promise<Result<{ joint_id: string; quote_ids: string[] }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const joint = await findJointAgreement(tx, joint_agreement_id);
      if (joint?.company_id !== by.company_id) return JOINT_AGREEMENT_NOT_THERE;
      const asked = form.parts.filter((part) => part.packs > 0);
      const agreements = await lockAgreements_(
        tx,
        joint.id,
        asked.map((part) => part.agreement_id),
      );
      const key = `call-off:${form.idempotency_key}`;
      const earlier = await earlier_(tx, by, key);
      if (earlier) {
        const { input_hash: before, ...made } = earlier;
        return before === input_hash ? ok(made) : CALLED_OTHERWISE;
      }
      const may = await mayCallOff_(tx, by.company_id, form.address_id ?? null);
      if (!may.ok) return may;
      const ids = agreements.map((one) => one.id);
      const [versions, drawn] = [await lastAgreementVersionsOf(tx, ids), await drawnOf(tx, ids)];
      const active = agreements.filter((one) => one.state === "active").map((one) => versionIn(versions, one));
      const suits = checkDayOfAll(active, { wanted_on: form.wanted_on, today });
      if (!suits.ok) return suits;
      const decided: DecidedCallOff[] = [];
      for (const [at, { agreement_id, packs }] of form.parts.entries()) {
        if (packs === 0) continue;
        if (form.parts.findIndex((one) => one.agreement_id === agreement_id) !== at)
          return refuse("duplicate_line", "One agreement stands in two parts. Write it once.", `parts.${at}.packs`);
        const agreement = agreements.find((one) => one.id === agreement_id);
        if (!agreement) return AGREEMENT_NOT_THERE;
        const version = versionIn(versions, agreement);
        const wanted = version.lines.slice(0, 1).map(({ variant_id }) => ({ variant_id, packs }));
        const { wanted_on } = form;
        const one = await decideCallOff_(
          tx,
          { agreement, version, drawn: drawn.get(agreement.id) ?? [] },
          { wanted, wanted_on, today },
        );
        if (!one.ok) return ofPart(one.refusal, agreement.number, at);
        decided.push(one.value);
      }
      const together = checkAll(decided);
      return together.ok ? write_(tx, by, { joint, decided, form, key, input_hash }) : together;
    });
  }
}

function checkAll(decided: readonly DecidedCallOff[]): Result<void, Refusal> {
  if (decided.length < 2)
    return refuse(
      "joint_call_off_of_one",
      "Say of which agreements you call off, two or more. Of one alone call off on its own page; nothing was called off.",
      "parts",
    );
  if (decided.reduce((sum, one) => sum + one.parts.length, 0) > MAX_CART_LINES)
    return refuse("too_many_lines", "This is too much for one order. Call it off in two parts.", "parts");
  return ok(undefined);
}

/** What one agreement refuses refuses all, and says which one it is. A day is that of all. */
function ofPart(refusal: Refusal, number: string, at: number): Result<never, Refusal> {
  const field = refusal.field === "wanted_on" ? refusal.field : `parts.${at}.packs`;
  const message = `${number}: ${refusal.message}`;
  return { ok: false, refusal: { ...refusal, message, field, details: { ...refusal.details, agreement: number } } };
}

async function earlier_(tx: Transaction, by: Buyer, key: string) {
  return row<{ joint_id: string; input_hash: string; quote_ids: string[] }>(
    tx,
    `select j.id as joint_id, j.input_hash, array(select q.id from quote q where q.joint_id = j.id order by q.id) as quote_ids
     from joint_quote j where j.company_id = ? and j.idempotency_key = ?`,
    [by.company_id, key],
  );
}

async function write_(
  tx: Transaction,
  by: Buyer,
  of: {
    joint: JointAgreement;
    decided: readonly DecidedCallOff[];
    form: JointCallOffForm;
    key: string;
    input_hash: string;
  },
): Promise<Result<{ joint_id: string; quote_ids: string[] }, Refusal>> {
  const { joint, decided, form, key, input_hash } = of;
  const made = await row<{ id: string }>(
    tx,
    `insert into joint_quote (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs,
       prefer, address_id, wanted_on, idempotency_key, input_hash, joint_agreement_id)
     select ?::text, company_id, ?::text, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, ?::int, ?::text, ?::text, ?::date, ?::text, ?::text, id
     from joint_agreement where id = ? on conflict on constraint joint_quote_once do nothing returning id`,
    [
      newId("joint"),
      by.id,
      decided.reduce((sum, one) => sum + one.wanted.reduce((packs, line) => packs + line.packs, 0), 0),
      form.prefer,
      form.address_id ?? null,
      form.wanted_on,
      key,
      input_hash,
      joint.id,
    ],
  );
  // Another form with the same key, of other agreements, in the same moment.
  if (!made) return CALLED_OTHERWISE;
  const quote_ids: string[] = [];
  for (const one of decided) {
    const part_key = `${key}:${one.agreement.cooperative_id}`;
    quote_ids.push(await writeCallOff_(tx, by, one, { form, key: part_key, input_hash, joint_id: made.id }));
  }
  return ok({ joint_id: made.id, quote_ids: quote_ids.sort() });
}
