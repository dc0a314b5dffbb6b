import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type { Refusal, Result } from "@commonlot/domain";
import type CooperativeService from "../../modules/cooperative/service";
import type { NoticeKind } from "../../modules/cooperative/notices";
import type { CooperativeRow } from "../../modules/cooperative/types";
import type PoolService from "../../modules/pool/service";
import { correctionText, objectionText, receiptText } from "./receipt-text";

/** What a household is told about, by the outbox message that asks for it. */
export type LotNoticeInput = { message_id: string } & (
  | { about: "receipt"; lot_id: string }
  | { about: "correction"; correction_id: string }
  | { about: "objection"; objection_id: string }
);

interface LotNotice {
  kind: NoticeKind;
  household_id: string;
  cooperative_id: string;
  subject_id: string;
  text: Result<string, Refusal>;
}

/**
 * Writes the SMS of a lot's receipt, correction or answered objection, once for each outbox message. A text that does not
 * fit is left out: paper and page say the same. No compensation: a text that is queued is true.
 */
const sendLotNoticeStep = createStep("send-lot-notice", async (input: LotNoticeInput, { container }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const notice = await noticeOf(container, input);
  const { text, ...about } = notice;
  await cooperatives.recordNotice({
    message_id: input.message_id,
    handler: HANDLER[input.about],
    notice: text.ok ? { ...about, text: text.value } : undefined,
  });
  return new StepResponse({ sent: text.ok });
});

export const sendLotNoticeWorkflow = createWorkflow("send-lot-notice", (input: LotNoticeInput) => {
  return new WorkflowResponse(sendLotNoticeStep(input));
});

const HANDLER = { receipt: "receipt", correction: "correction-notice", objection: "objection-notice" } as const;

async function noticeOf(container: MedusaContainer, input: LotNoticeInput): Promise<LotNotice> {
  const pools: PoolService = container.resolve("pool");
  if (input.about === "receipt") {
    const ticket = found(await pools.tickets.ticket(input.lot_id), input.lot_id);
    const season = `${ticket.harvested_on.slice(0, 4)}-01-01`;
    const season_units = await pools.seasonTotal(ticket.household_id, ticket.produce, season);
    const cooperative = await cooperativeOf(container, ticket.cooperative_id);
    const text = receiptText({ cooperative, ticket, season_units });
    return { ...whose(ticket), kind: "receipt", subject_id: ticket.lot_id, text };
  }
  if (input.about === "correction") {
    const correction = found(await pools.corrections.correction(input.correction_id), input.correction_id);
    const cooperative = await cooperativeOf(container, correction.cooperative_id);
    const text = correctionText({ cooperative, correction: await beforeAndAfter(pools, correction) });
    return { ...whose(correction), kind: "correction", subject_id: correction.id, text };
  }
  const objection = found(await pools.objections.objection(input.objection_id), input.objection_id);
  const cooperative = await cooperativeOf(container, objection.cooperative_id);
  const text = objectionText(cooperative, objection.lot_number);
  return { ...whose(objection), kind: "objection_answer", subject_id: objection.id, text };
}

const whose = ({ household_id, cooperative_id }: { household_id: string; cooperative_id: string }) => ({
  household_id,
  cooperative_id,
});

/** As of this correction: later ones have texts of their own. */
async function beforeAndAfter(
  pools: PoolService,
  correction: { id: string; lot_id: string; lot_number: string; unit: "g" | "piece" },
) {
  const ticket = found(await pools.tickets.ticket(correction.lot_id), correction.lot_id);
  const signed = ticket.corrections
    .filter((one) => one.state === "signed")
    .sort((a, b) => Number(a.ended_at) - Number(b.ended_at));
  const at = signed.findIndex((one) => one.id === correction.id);
  const units_after = signed.slice(0, at + 1).reduce((sum, one) => sum + one.delta_units, ticket.intake_units);
  const units_before = units_after - (signed[at]?.delta_units ?? 0);
  return { ...correction, units_before, units_after };
}

async function cooperativeOf(container: MedusaContainer, id: string): Promise<CooperativeRow> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  return found((await cooperatives.cooperatives([id]))[0], id);
}

function found<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw new Error(`a message names ${id}, which is not there`);
  return value;
}
