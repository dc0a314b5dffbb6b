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
  async ({ message_id, agreement_id, about, to }: Told, { container }) => {
    const wholesale: WholesaleService = container.resolve("wholesale");
    const agreement = await wholesale.agreements.byId(agreement_id);
    const company = agreement && (await wholesale.companies.one(agreement.company_id));
    if (!agreement || !company) return new StepResponse(0);
    const cooperatives: CooperativeService = container.resolve("cooperative");
    const [[cooperative], members] = await Promise.all([
      cooperatives.cooperatives([agreement.cooperative_id]),
      wholesale.members.all(company.id),
    ]);
    const name = { zh: cooperative?.name_zh ?? "", en: cooperative?.name_en ?? "" };
    const mailTo = (address: string, side: AgreementSide): CompanyMail => {
      const language = side === "buyer" ? company.language : SELLER_LANGUAGE;
      const page = `/${side === "buyer" ? "wholesale" : "desk"}/agreements/${agreement.id}`;
      return {
        to: address,
        ...agreementMail(about, side, {
          language,
          number: agreement.number,
          company: company.name,
          cooperative: name[language],
          link: new URL(page, readEnv().STOREFRONT_URL).toString(),
        }),
      };
    };
    const buyers = to === "seller" ? [] : readers(members, about);
    const sellers = to === "buyer" ? [] : await managers(container, agreement.cooperative_id);
    const mails = [...buyers.map((one) => mailTo(one, "buyer")), ...sellers.map((one) => mailTo(one, "seller"))];
    await wholesale.quoteMails.queue({ message_id, quote: agreement, mails });
    return new StepResponse(mails.length);
  },
);

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
