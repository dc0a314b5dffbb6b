import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { agreementMail, mayAct, type AgreementSide, type BuyerLanguage, type JobPayload } from "@commonlot/domain";
import { readEnv } from "../../env";
import type CooperativeService from "../../modules/cooperative/service";
import type { CompanyMail } from "../../modules/wholesale/companies/company-mails";
import type { Member } from "../../modules/wholesale/companies/company-types";
import type WholesaleService from "../../modules/wholesale/service";
import { managers } from "./managers";

/** Managers write and read Chinese; the page has both. */
const SELLER_LANGUAGE: BuyerLanguage = "zh";

type Told = JobPayload<"agreement-mail"> & { message_id: string };

/** Queues the mails of one message, once: each then has a row and a message of its own. No compensation: what was told was told. */
const tellAgreementStep = createStep(
  "tell-agreement",
  async (told: Told, { container }) => new StepResponse(await tellAgreement(container, told)),
);

/** Queues them; how many it would tell. */
export async function tellAgreement(
  container: MedusaContainer,
  { message_id, agreement_id, about, to, quote_id }: Told,
): Promise<number> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const agreement = await wholesale.agreements.byId(agreement_id);
  const company = agreement && (await wholesale.companies.one(agreement.company_id));
  if (!agreement || !company) return 0;
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [[cooperative], members, call_off] = await Promise.all([
    cooperatives.cooperatives([agreement.cooperative_id]),
    wholesale.members.all(company.id),
    quote_id === undefined ? undefined : wholesale.quoteMails.callOff(quote_id),
  ]);
  const joint = call_off?.joint ?? null;
  const name = { zh: cooperative?.name_zh ?? "", en: cooperative?.name_en ?? "" };
  const mailTo = (address: string, side: AgreementSide): CompanyMail => {
    const language = side === "buyer" ? company.language : SELLER_LANGUAGE;
    // Of several agreements called off together the company hears once.
    const all = side === "buyer" ? joint : null;
    const page = all
      ? `/wholesale/joint-quotes/${all.id}`
      : `/${side === "buyer" ? "wholesale" : "desk"}/agreements/${agreement.id}`;
    return {
      to: address,
      ...agreementMail(about, side, {
        language,
        number: all?.agreement ?? agreement.number,
        company: company.name,
        cooperative: name[language],
        link: new URL(page, readEnv().STOREFRONT_URL).toString(),
        call_off: all ? { number: all.number, parts: all.cooperatives } : call_off,
      }),
    };
  };
  const buyers = to === "seller" ? [] : readers(members, about);
  const sellers = to === "buyer" ? [] : await managers(container, agreement.cooperative_id);
  const to_buyers = buyers.map((one) => mailTo(one, "buyer"));
  const to_sellers = sellers.map((one) => mailTo(one, "seller"));
  const once = joint ? { key: `${joint.id}:${about}`, mails: to_buyers } : undefined;
  await wholesale.quoteMails.queue({
    message_id,
    quote: agreement,
    mails: once ? to_sellers : [...to_buyers, ...to_sellers],
    once,
  });
  return to_buyers.length + to_sellers.length;
}

export const tellAgreementWorkflow = createWorkflow("tell-agreement", (input: Told) => {
  return new WorkflowResponse(tellAgreementStep(input));
});

/** Who signs for the company, and who calls off; of money also those who do its accounts. */
function readers(members: readonly Member[], about: Told["about"]): string[] {
  const money = about === "statement" || about === "paid";
  const of = (one: Member) =>
    mayAct(one.roles, "sign") || mayAct(one.roles, "buy") || (money && mayAct(one.roles, "accounts"));
  return members.flatMap((one) => (one.active && one.email !== null && of(one) ? [one.email] : []));
}
