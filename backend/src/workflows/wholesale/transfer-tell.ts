import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import {
  formatMinor,
  isOwed,
  mayAct,
  spelledReference,
  transferMail,
  type BuyerLanguage,
  type JobPayload,
  type TransferMail,
} from "@commonlot/domain";
import { readEnv } from "../../env";
import { HOME_TZ, zonedTime } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type SettlementService from "../../modules/settlement/service";
import { leftOf } from "../../modules/settlement/transfers/rows";
import type { CompanyMail } from "../../modules/wholesale/companies/company-mails";
import type WholesaleService from "../../modules/wholesale/service";

/** Of a cooperative's people, those who are looked through. */
const TEAM = 200;
/** The desk writes and reads Chinese; the page has both. */
const SELLER_LANGUAGE: BuyerLanguage = "zh";
const TO_SELLER: ReadonlySet<TransferMail> = new Set([
  "arrived",
  "overdue",
  "not_ordered",
  "settled",
  "due",
  "late_7",
  "late_14",
  "share_arrived",
  "share_off",
  "taken_back",
]);

type Told = JobPayload<"transfer-mail"> & { message_id: string };

/** Queues the mails of one message, once: each then has a row and a message of its own. No compensation: what was told was told. */
const tellTransferStep = createStep(
  "tell-transfer",
  async ({ message_id, proforma_id, about }: Told, { container }) => {
    const wholesale: WholesaleService = container.resolve("wholesale");
    const settlement: SettlementService = container.resolve("settlement");
    const proforma = await settlement.proformas.one(proforma_id);
    const company = proforma && (await wholesale.companies.one(proforma.company_id));
    if (!proforma || !company) return new StepResponse(0);
    const cooperatives: CooperativeService = container.resolve("cooperative");
    const [[cooperative], members, quote, credit] = await Promise.all([
      cooperatives.cooperatives([proforma.cooperative_id]),
      wholesale.members.all(company.id),
      proforma.kind === "part" ? wholesale.quotes.byId(proforma.quote_id) : undefined,
      settlement.transfers.creditOf(company.id),
    ]);
    const unused = credit.find(
      (one) => one.cooperative_id === proforma.cooperative_id && one.currency === proforma.currency,
    );
    // Of a joint quote all that is to be transferred stands on one page.
    const buyers_page = quote?.joint_id
      ? `/wholesale/joint-quotes/${quote.joint_id}`
      : `/wholesale/proformas/${proforma.id}`;
    const money = (minor: bigint) => `${formatMinor(minor, proforma.currency)} ${proforma.currency}`;
    const { amount_minor, came_minor, credited_minor } = proforma;
    const left_minor = isOwed(proforma.kind) ? leftOf(proforma) : amount_minor - came_minor;
    const mailTo = (to: string, side: "buyer" | "seller"): CompanyMail => {
      const language = side === "buyer" ? company.language : SELLER_LANGUAGE;
      const tz = side === "buyer" ? company.time_zone : (cooperative?.tz ?? HOME_TZ);
      const page = side === "buyer" ? buyers_page : isOwed(proforma.kind) ? "/desk/receivables" : "/desk/transfers";
      return {
        to,
        ...transferMail(about, side, {
          language,
          number: proforma.quote_number,
          reference: spelledReference(proforma.reference),
          company: company.name,
          cooperative: (language === "zh" ? cooperative?.name_zh : cooperative?.name_en) ?? "",
          amount: money(amount_minor),
          arrived: money(came_minor),
          left: money(left_minor > 0n ? left_minor : 0n),
          credited: credited_minor > 0n ? money(credited_minor) : null,
          until: zonedTime(tz, proforma.due_at, language),
          unused: unused && unused.left_minor > 0n ? money(unused.left_minor) : null,
          link: new URL(page, readEnv().STOREFRONT_URL).toString(),
        }),
      };
    };
    // Who chose it, and whoever does the company's accounts.
    const buyers = members
      .filter((one) => one.member_id === proforma.issued_by || mayAct(one.roles, "accounts"))
      .flatMap((one) => (one.active && one.email !== null ? [one.email] : []));
    const sellers = TO_SELLER.has(about) ? await moneyPeople(container, proforma.cooperative_id) : [];
    const mails = [
      ...[...new Set(buyers)].map((to) => mailTo(to, "buyer")),
      ...sellers.map((to) => mailTo(to, "seller")),
    ];
    await wholesale.quoteMails.queue({ message_id, quote: proforma, mails });
    return new StepResponse(mails.length);
  },
);

export const tellTransferWorkflow = createWorkflow("tell-transfer", (input: Told) => {
  return new WorkflowResponse(tellTransferStep(input));
});

/** Who sees the money of a cooperative. */
async function moneyPeople(container: MedusaContainer, cooperative_id: string): Promise<string[]> {
  const { team }: CooperativeService = container.resolve("cooperative");
  const found = await team.members({ cooperative_id, limit: TEAM });
  return found.flatMap((one) =>
    one.active && (one.role === "manager" || one.role === "accountant") && one.email !== null ? [one.email] : [],
  );
}
