import type { MedusaContainer } from "@medusajs/framework/types";
import { checkAgreementTerms, MAX_JOINT_PARTS, type Refusal, type Result } from "@commonlot/domain";
import { agreementPaper } from "../../lib/agreement-paper";
import { inputHash } from "../../lib/input-hash";
import { refuseWith, valueOf } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type { AgreementInput } from "../../modules/wholesale/agreements/agreement-types";
import type { PartProposal } from "../../modules/wholesale/agreements/joint-agreement-types";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { onPaper, termsOn } from "./agreement-versions";
import { alikeLines } from "./joint-request";

/**
 * A company proposes one good to several cooperatives: to each an agreement of its own, with the packs and the price of its line and the terms
 * that all have. Their papers are made first, with the numbers that they will have, and all are written at once: what dies in between has used
 * up numbers and nothing else.
 */
export async function proposeJointAgreement(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: AgreementInput,
): Promise<{ id: string }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const { idempotency_key, ...form } = input;
  const { company_id } = by;
  if (form.lines.length < 2)
    refuseWith("joint_agreement_of_one", "Write packs for two cooperatives or more, or propose to one alone.", "lines");
  if (form.lines.length > MAX_JOINT_PARTS)
    refuseWith("too_many_parts", `At most ${MAX_JOINT_PARTS} cooperatives are agreed with at once.`, "lines");
  const found = await alikeLines(container, form.lines, form.lines[0]?.variant_id ?? "");
  const { terms } = await wholesale.companies.terms(company_id);
  const drafts = found.map((line, at) => {
    const draft = { ...termsOn(form, [line]), terms };
    valueOf(ofLine(checkAgreementTerms(draft, todayOf()), at));
    return { cooperative_id: line.cooperative_id, draft };
  });
  const parts: PartProposal[] = [];
  for (const { cooperative_id, draft } of drafts) {
    const number = await wholesale.agreements.nextNumber();
    const on = { number, version: 1, company_id, cooperative_id };
    parts.push({ cooperative_id, number, draft, paper: await agreementPaper(await onPaper(container, by, on, draft)) });
  }
  const [first] = drafts;
  const good = first?.draft.lines[0];
  if (!good) throw new Error("an agreement of several has no goods");
  const { product_id, variant_id, title, pack, grade, unit, units_per_pack } = good;
  return valueOf(
    await wholesale.jointAgreements.propose(by, {
      goods: { product_id, variant_id, title, pack, grade, unit, units_per_pack },
      parts,
      idempotency_key,
      input_hash: inputHash(form),
    }),
  );
}

/** Each agreement has one line; in the form it is one of several. */
function ofLine<T>(checked: Result<T, Refusal>, at: number): Result<T, Refusal> {
  const field = checked.ok ? undefined : checked.refusal.field?.replace(/^lines\.0(?=\.)/, `lines.${at}`);
  return checked.ok || field === undefined ? checked : { ok: false, refusal: { ...checked.refusal, field } };
}
