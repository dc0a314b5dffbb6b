import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../../lib/ids";
import { row, type Transaction } from "../../../lib/sql";
import { findCompany } from "../companies/company-rows";
import { isOf } from "../quotes/quote-rows";
import type { QuoteActor } from "../quotes/quote-types";
import { agreementEvent_, insertAgreementVersion_ } from "./agreement-rows";
import { otherSide, tellAgreement_ } from "./agreement-tell";
import type { AgreementDraft, AgreementPaper } from "./agreement-types";

/** Proposed and active agreements of one company with one cooperative: more is a slip. */
const MAX_OPEN = 50;

export interface Proposal {
  company_id: string;
  cooperative_id: string;
  number: string;
  draft: AgreementDraft;
  paper: AgreementPaper;
  idempotency_key: string;
  input_hash: string;
}

/** Whether this company may propose one more, or be proposed one, to each of these cooperatives. Writes nothing. */
export async function mayPropose_(
  tx: Transaction,
  by: QuoteActor,
  of: { company_id: string; cooperative_ids: readonly string[] },
): Promise<Result<{ currency: string }, Refusal>> {
  const company = await findCompany(tx, of.company_id);
  const own = of.cooperative_ids.every((cooperative_id) => isOf(by, { company_id: of.company_id, cooperative_id }));
  if (!company || !own) return refuse("company_not_found", "There is no such company.", "company_id");
  if (company.state !== "approved")
    return refuse("company_not_approved", "The company has not been approved. Nothing was proposed; propose it then.");
  const full = await row(
    tx,
    `select 1 from agreement where company_id = ? and cooperative_id = any(?) and ended_at is null
     group by cooperative_id having count(*) >= ? limit 1`,
    [company.id, [...of.cooperative_ids], MAX_OPEN],
  );
  if (full)
    return refuse("too_many_agreements", `${MAX_OPEN} agreements with each other stand already. End some first.`);
  return ok({ currency: company.currency });
}

/** Writes one with its first version; undefined where the same key has written one before. The caller has asked `mayPropose_`. */
export async function insertProposal_(
  tx: Transaction,
  by: QuoteActor,
  input: Proposal & { currency: string; joint_agreement_id: string | null },
): Promise<{ id: string } | undefined> {
  const made = await row<{ id: string }>(
    tx,
    `insert into agreement (id, number, company_id, cooperative_id, by, currency, idempotency_key, input_hash, joint_agreement_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint agreement_once do nothing returning id`,
    [
      newId("agreement"),
      input.number,
      input.company_id,
      input.cooperative_id,
      by.side,
      input.currency,
      input.idempotency_key,
      input.input_hash,
      input.joint_agreement_id,
    ],
  );
  if (!made) return undefined;
  const at = { agreement_id: made.id, version: 1, by: by.side, person: by.id };
  await insertAgreementVersion_(tx, at, input.draft, input.paper);
  await agreementEvent_(tx, made.id, { by: by.side, person: by.id, act: "proposed", version: 1 });
  await tellAgreement_(tx, made.id, "proposed", otherSide(by.side));
  return made;
}

export const PROPOSED_OTHERWISE = refuse(
  "idempotency_conflict",
  "This form proposed something else before. Open it anew; nothing was proposed.",
);
