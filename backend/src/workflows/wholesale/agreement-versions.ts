import type { MedusaContainer } from "@medusajs/framework/types";
import { checkAgreementTerms } from "@commonlot/domain";
import { agreementPaper, type AgreementOnPaper } from "../../lib/agreement-paper";
import { inputHash } from "../../lib/input-hash";
import { refuseWith, valueOf } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type {
  AgreementDraft,
  AgreementInput,
  AgreementTermsInput,
  AgreementVersionInput,
} from "../../modules/wholesale/agreements/agreement-types";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { linesOfForm, type FoundLine } from "./quote-goods";

/**
 * Either side proposes an agreement about goods of one cooperative. Its paper is made first, with the number that it will have, and written
 * with it: what dies in between has used up a number and nothing else.
 */
export async function proposeAgreement(
  container: MedusaContainer,
  by: QuoteActor,
  input: AgreementInput,
  company_id: string,
): Promise<{ id: string }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const { idempotency_key, ...terms } = input;
  if (by.side === "seller") await requireKnown(wholesale, by.cooperative_id, company_id);
  const { draft, cooperative_id } = await draftOf(container, terms, company_id);
  if (by.side === "seller" && cooperative_id !== by.cooperative_id) notTheirs();
  const number = await wholesale.agreements.nextNumber();
  const on = { number, version: 1, company_id, cooperative_id };
  const paper = await agreementPaper(await onPaper(container, by, on, draft));
  return valueOf(
    await wholesale.agreements.propose(by, {
      company_id,
      cooperative_id,
      number,
      draft,
      paper,
      idempotency_key,
      input_hash: inputHash(terms),
    }),
  );
}

/** Another version in the place of the last one. */
export async function changeAgreement(
  container: MedusaContainer,
  by: QuoteActor,
  agreement_id: string,
  input: AgreementVersionInput,
): Promise<{ version: number }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const { upon_version, ...terms } = input;
  const agreement = valueOf(await wholesale.agreements.mayWrite(by, { agreement_id, upon_version }));
  const { draft, cooperative_id } = await draftOf(container, terms, agreement.company_id);
  if (cooperative_id !== agreement.cooperative_id) notTheirs();
  const on = { ...agreement, version: upon_version + 1 };
  const paper = await agreementPaper(await onPaper(container, by, on, draft));
  return valueOf(await wholesale.agreements.write(by, { agreement_id, upon_version, draft, paper }));
}

function notTheirs(): never {
  return refuseWith(
    "invalid_lines",
    "An agreement is about the goods of one cooperative. Write another one too.",
    "lines",
  );
}

async function requireKnown(wholesale: WholesaleService, cooperative_id: string, company_id: string): Promise<void> {
  const [known] = await wholesale.agreements.companiesOf(cooperative_id, { only: company_id, limit: 1 });
  if (!known) refuseWith("company_not_found", "No such company has asked your cooperative for anything.", "company_id");
}

/** What a form says, with its goods as they are named and pooled now, and the company's terms of payment. */
async function draftOf(
  container: MedusaContainer,
  input: AgreementTermsInput,
  company_id: string,
): Promise<{ draft: AgreementDraft; cooperative_id: string }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const found = await linesOfForm(container, input.lines);
  const cooperative_id = found[0]?.cooperative_id ?? "";
  if (found.some((line) => line.cooperative_id !== cooperative_id)) notTheirs();
  const terms = termsOn(input, found);
  valueOf(checkAgreementTerms(terms, todayOf()));
  return { draft: { ...terms, terms: (await wholesale.companies.terms(company_id)).terms }, cooperative_id };
}

/** The terms of a form on these goods of it, which are in its order. */
export function termsOn(
  { lines: asked, compensation, freight_minor, ...rest }: AgreementTermsInput,
  found: readonly FoundLine[],
): Omit<AgreementDraft, "terms"> {
  const lines = found.map(({ cooperative_id: _, on_hand: __, ...line }) => {
    const { share_bp = null, steps = [] } = asked.find((one) => one.variant_id === line.variant_id) ?? {};
    return {
      ...line,
      share_bp,
      steps: steps.map(({ from, price_minor }) => ({ from, price_minor: BigInt(price_minor) })),
    };
  });
  return { ...rest, lines, compensation: compensation ?? null, freight_minor: BigInt(freight_minor) };
}

/** What stands on the paper: names are those of today, and stay so on it. */
export async function onPaper(
  container: MedusaContainer,
  by: QuoteActor,
  on: { number: string; version: number; company_id: string; cooperative_id: string },
  draft: AgreementDraft,
): Promise<AgreementOnPaper> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [company, [seller]] = await Promise.all([
    wholesale.companies.one(on.company_id),
    cooperatives.cooperatives([on.cooperative_id]),
  ]);
  if (!company) refuseWith("company_not_found", "There is no such company.", "company_id");
  return {
    number: on.number,
    version: on.version,
    by: by.side,
    currency: company.currency,
    seller: { zh: seller?.name_zh ?? "", en: seller?.name_en ?? "" },
    buyer: company.name,
    draft,
    written_at: new Date(),
  };
}
