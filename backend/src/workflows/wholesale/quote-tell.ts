import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import {
  keptByEnd,
  mayAct,
  quoteMail,
  toldOfJoint,
  type BuyerLanguage,
  type JobPayload,
  type QuoteMail,
  type QuoteSide,
} from "@commonlot/domain";
import { readEnv } from "../../env";
import { HOME_TZ, zonedTime } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type { CompanyMail } from "../../modules/wholesale/companies/company-mails";
import type { Company, Member } from "../../modules/wholesale/companies/company-types";
import type { JointNumbers } from "../../modules/wholesale/quotes/quote-mails";
import type WholesaleService from "../../modules/wholesale/service";
import { managers } from "./managers";

/** Managers write and read Chinese; the page has both. */
const SELLER_LANGUAGE: BuyerLanguage = "zh";

/** Whom of a side a mail is for: of buyers who asked for it, those who may approve it, or the owners; of the seller its managers. */
const READERS: Readonly<Record<QuoteMail, { buyer: "asker" | "approvers" | "owners" | null; seller: boolean }>> = {
  asked: { buyer: null, seller: true },
  offered: { buyer: "asker", seller: false },
  countered: { buyer: null, seller: true },
  to_approve: { buyer: "approvers", seller: false },
  declined: { buyer: "asker", seller: false },
  accepted: { buyer: "asker", seller: true },
  rejected: { buyer: "asker", seller: true },
  withdrawn: { buyer: "asker", seller: true },
  expired: { buyer: "asker", seller: true },
  gave_way: { buyer: "asker", seller: true },
  unpaid: { buyer: "asker", seller: true },
  given_back: { buyer: "asker", seller: true },
  no_approver: { buyer: "owners", seller: false },
  // Whichever side has something unread.
  message: { buyer: "asker", seller: true },
};

type Told = JobPayload<"quote-mail"> & { message_id: string };

/** Queues the mails of one message, once: each then has a row and a message of its own. No compensation: what was told was told. */
const tellQuoteStep = createStep(
  "tell-quote",
  async (told: Told, { container }) => new StepResponse(await tellQuote(container, told)),
);

/** Queues them; how many it would tell. */
export async function tellQuote(
  container: MedusaContainer,
  { message_id, quote_id, about: asked }: Told,
): Promise<number> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const quote = await wholesale.quotes.byId(quote_id);
  const company = quote && (await wholesale.companies.one(quote.company_id));
  if (!quote || !company) return 0;
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [[cooperative], members, ordered_by, call_off] = await Promise.all([
    cooperatives.cooperatives([quote.cooperative_id]),
    wholesale.members.all(company.id),
    wholesale.orders.lastAskerOf(quote.id),
    wholesale.quoteMails.callOff(quote.id),
  ]);
  const name = { zh: cooperative?.name_zh ?? "", en: cooperative?.name_en ?? "" };
  const mailOf = (about: QuoteMail, whole: JointNumbers | null, to: string, side: "buyer" | "seller"): CompanyMail => {
    const language = side === "buyer" ? company.language : SELLER_LANGUAGE;
    const tz = side === "buyer" ? company.time_zone : (cooperative?.tz ?? HOME_TZ);
    const page =
      side === "seller"
        ? `/desk/quotes/${quote.id}`
        : quote.joint_id === null || about === "message"
          ? `/wholesale/quotes/${quote.id}`
          : `/wholesale/joint-quotes/${quote.joint_id}`;
    // Of several agreements called off together the company hears once, of all of it; a cooperative of its own part.
    const all = side === "buyer" ? whole : null;
    return {
      to,
      ...quoteMail(about, side, {
        language,
        number: all?.number ?? quote.number,
        company: company.name,
        cooperative: name[language],
        until: zonedTime(tz, all?.until ?? quote.expires_at, language),
        call_off: all ? { agreement: all.agreement, parts: all.cooperatives } : call_off,
        link: new URL(page, readEnv().STOREFRONT_URL).toString(),
      }),
    };
  };
  const able = asked === "to_approve" ? await approversOf(wholesale, company, members, quote_id) : [];
  // Decided, or taken back, before this message ran.
  if (able === null) return 0;
  // Nobody can: the owners hear what to do.
  const about: QuoteMail = asked === "to_approve" && able.length === 0 ? "no_approver" : asked;
  const joint = call_off?.joint ?? null;
  const told = joint === null ? "part" : toldOfJoint(about, joint.parts);
  const whole = told === "whole" ? joint : null;
  const unread = asked === "message" ? await wholesale.quotes.unread(quote_id) : null;
  const { buyer, seller: sells } = READERS[about];
  const readBy = (side: QuoteSide) => unread === null || unread.includes(side);
  const buyers =
    buyer === null || told === "none" || !readBy("buyer")
      ? []
      : buyer === "approvers"
        ? able
        : buyer === "owners"
          ? addresses(members.filter((one) => one.roles.includes("owner")))
          : readers(members, [quote.asked_by, ordered_by]);
  const sellers = sells && readBy("seller") ? await managers(container, quote.cooperative_id) : [];
  const to_buyers = buyers.map((to) => mailOf(about, whole, to, "buyer"));
  const to_sellers = sellers.map((to) => mailOf(about, null, to, "seller"));
  const each = whole !== null && EACH_PART_TELLS.has(about);
  // What stands waited for this part: that it is kept is told with the end, unless it was told before.
  const left = joint && keptByEnd(about, joint.parts) ? joint : null;
  await wholesale.quoteMails.queue({
    message_id,
    quote,
    mails: each ? to_sellers : [...to_buyers, ...to_sellers],
    once: each
      ? { key: onceOf(whole, about), mails: to_buyers }
      : left
        ? { key: onceOf(left, "offered"), mails: buyers.map((to) => mailOf("offered", left, to, "buyer")) }
        : undefined,
  });
  return to_buyers.length + to_sellers.length;
}

/** What happens to all parts of a joint quote, and is written by each; approval is asked for and given once. */
const EACH_PART_TELLS: ReadonlySet<QuoteMail> = new Set([
  "offered",
  "accepted",
  "unpaid",
  "given_back",
  "expired",
  "withdrawn",
]);

/** Goods that went and are kept again are another offer, by its versions. */
const onceOf = (whole: { id: string; parts: readonly { version: number }[] }, about: QuoteMail): string =>
  `${whole.id}:${about}:${whole.parts.reduce((sum, one) => sum + one.version, 0)}`;

export const tellQuoteWorkflow = createWorkflow("tell-quote", (input: Told) => {
  return new WorkflowResponse(tellQuoteStep(input));
});

const addresses = (members: readonly Member[]): string[] =>
  members.flatMap((one) => (one.active && one.email !== null ? [one.email] : []));

/** Those who may decide about what waits now: never who asked, nor whose own limits are too low. Null: nothing waits any more. */
async function approversOf(
  { approvals }: WholesaleService,
  company: Company,
  members: readonly Member[],
  quote_id: string,
): Promise<string[] | null> {
  const order = (await approvals.waiting([quote_id])).get(quote_id);
  if (!order) return null;
  const able = await approvals.able(company, members, order);
  return addresses(members.filter((one) => able.includes(one.member_id)));
}

/** Who asked for the quote, and who for its order; once they have left, all who may buy. */
function readers(members: readonly Member[], asked_by: readonly (string | undefined)[]): string[] {
  const own = addresses(members.filter((one) => asked_by.includes(one.member_id)));
  return own.length > 0 ? own : addresses(members.filter((one) => mayAct(one.roles, "buy")));
}
