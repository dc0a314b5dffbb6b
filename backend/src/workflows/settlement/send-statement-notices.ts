import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { payoutSms, periodText, slipCodeText, statementSms, unpaidSmsWords } from "@commonlot/domain";
import type CooperativeService from "../../modules/cooperative/service";
import type { CooperativeRow } from "../../modules/cooperative/types";
import type SettlementService from "../../modules/settlement/service";
import type { StatementNotice } from "../../modules/settlement/statement-papers";
import { shortName } from "../cooperative/receipt-text";
import { destination } from "../../lib/money-facts/payout-words";

/** Notices written in one transaction. */
const PAGE = 500;

/**
 * Writes a text of its statement to each household of an approved period. Run again, or killed half-way, it goes on: a
 * household has one notice of a statement. One that does not fit two texts is left out: page and paper say the same.
 */
export async function sendStatementNotices(
  container: MedusaContainer,
  input: { message_id: string; period_id: string },
  at_once = PAGE,
): Promise<{ told: number }> {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const period = await settlement.statements.approvedPeriod(input.period_id);
  if (!period) throw new Error(`period ${input.period_id} is not approved`);
  const cooperative = await cooperativeOf(container, period.cooperative_id);
  let told = 0;
  for (let after = ""; ;) {
    const page = await settlement.statements.noticesOfPeriod(period.id, after, at_once);
    const notices = page.flatMap((statement) => {
      const text = statementText(cooperative, statement);
      if (!text.ok) return [];
      const about = { cooperative_id: period.cooperative_id, household_id: statement.household_id };
      return [{ ...about, kind: "statement" as const, subject_id: statement.statement_id, text: text.value }];
    });
    told += await cooperatives.queueNotices(notices);
    after = page.at(-1)?.statement_id ?? after;
    if (page.length < at_once) break;
  }
  await cooperatives.recordNotice({ message_id: input.message_id, handler: "statement-notices", notice: undefined });
  return { told };
}

/** The text of one statement. Exported for its test. */
export function statementText(cooperative: CooperativeRow, statement: StatementNotice) {
  return statementSms({
    cooperative: shortName(cooperative.name_zh),
    number: statement.number,
    period: dayRange(statement),
    ...figures(statement),
    patronage_minor: BigInt(statement.patronage_minor),
    net_minor: BigInt(statement.net_minor),
    next: nextWords(statement),
    slip_code: slipCodeText(statement.slip_code),
    phone: cooperative.phone,
  });
}

function nextWords(statement: StatementNotice): string {
  if (statement.rail === "cash") return "请带卡来合作社领现金";
  if (statement.rail !== null)
    return `将付到${destination({ rail: statement.rail, account_last4: statement.last4 }).zh}`;
  return unpaidSmsWords(statement.not_paid_because ?? "");
}

/** Writes the text of a payout that arrived, once. */
export async function sendPaidNotice(
  container: MedusaContainer,
  input: { message_id: string; payout_id: string },
): Promise<boolean> {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const payout = await settlement.statements.noticeOfPayout(input.payout_id);
  if (!payout) throw new Error(`there is no payout ${input.payout_id}`);
  const cooperative = await cooperativeOf(container, payout.cooperative_id);
  const text = payoutSms({
    cooperative: shortName(cooperative.name_zh),
    period: dayRange(payout),
    ...figures(payout),
    paid_minor: BigInt(payout.amount_minor),
    destination: destination({ rail: payout.rail ?? "cash", account_last4: payout.last4 }).zh,
    phone: cooperative.phone,
  });
  // The bank may have sent it back since the message was written: then another text says so.
  const told = text.ok && payout.state === "created";
  const about = { cooperative_id: payout.cooperative_id, household_id: payout.household_id };
  await cooperatives.recordNotice({
    message_id: input.message_id,
    handler: "paid-notice",
    notice: told ? { ...about, kind: "payout", subject_id: input.payout_id, text: text.value } : undefined,
  });
  return told;
}

/** 2026年11月1日至15日 without its year: a text is of these days. */
function dayRange(statement: StatementNotice): string {
  return periodText(statement.from_date, statement.to_date).zh.replace(/^\d+年/, "");
}

function figures(statement: StatementNotice) {
  return {
    currency: statement.currency,
    brought_forward_minor: BigInt(statement.brought_forward_minor),
    gross_minor: BigInt(statement.gross_minor),
    deductions_minor: BigInt(statement.deductions_minor),
    advances_minor: BigInt(statement.advances_minor),
  };
}

async function cooperativeOf(container: MedusaContainer, id: string): Promise<CooperativeRow> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([id]);
  if (!cooperative) throw new Error(`a message names cooperative ${id}, which is not there`);
  return cooperative;
}

/** No compensation: a text that is queued is true. */
const statementNoticesStep = createStep(
  "statement-notices",
  async (input: { message_id: string; period_id: string }, { container }) =>
    new StepResponse(await sendStatementNotices(container, input)),
);
const paidNoticeStep = createStep(
  "paid-notice",
  async (input: { message_id: string; payout_id: string }, { container }) =>
    new StepResponse({ sent: await sendPaidNotice(container, input) }),
);

export const statementNoticesWorkflow = createWorkflow(
  "statement-notices",
  (input: { message_id: string; period_id: string }) => new WorkflowResponse(statementNoticesStep(input)),
);
export const paidNoticeWorkflow = createWorkflow(
  "paid-notice",
  (input: { message_id: string; payout_id: string }) => new WorkflowResponse(paidNoticeStep(input)),
);
