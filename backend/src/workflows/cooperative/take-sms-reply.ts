import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import {
  mayDo,
  objectionReceivedSms,
  objectionTooLateSms,
  readSmsReply,
  replyHelpSms,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { readEnv } from "../../env";
import { blindIndex } from "../../lib/blind-index";
import { Cipher } from "../../lib/cipher";
import { normalPhone } from "../../lib/phone";
import { dayIn, HOME_TZ } from "../../lib/today";
import type { Home } from "../../modules/cooperative/phone-holders";
import type CooperativeService from "../../modules/cooperative/service";
import { NAMED, type CooperativeRow } from "../../modules/cooperative/types";
import type PoolService from "../../modules/pool/service";
import { shortName } from "./receipt-text";

export interface SmsReplyInput {
  event_id: string;
  from: string;
  text: string;
  /** When it reached us: what it speaks of was there then, however late it is read. */
  received_at: string;
}

type Ended = "objected" | "too_late" | "unclear" | "other" | "unknown_phone";

/**
 * A household, or a relative who may confirm for it, answers a text: an objection to the ticket it names, or to its last one.
 * Whoever can't be understood is told so and nothing is written in their name; a phone that nobody has is told nothing. Run
 * again it finds the open objection and the notice of before. No compensation: each write is whole.
 */
const takeSmsReplyStep = createStep("take-sms-reply", async (input: SmsReplyInput, { container }) => {
  return new StepResponse({ ended: await takeReply(container, input) });
});

export const takeSmsReplyWorkflow = createWorkflow("take-sms-reply", (input: SmsReplyInput) => {
  return new WorkflowResponse(takeSmsReplyStep(input));
});

export async function takeReply(container: MedusaContainer, input: SmsReplyInput): Promise<Ended> {
  const { event_id, from, text } = input;
  const received_at = new Date(input.received_at);
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const pools: PoolService = container.resolve("pool");
  const phone = normalPhone(from);
  const opened = phone === undefined ? [] : await cooperatives.phoneHolders.homes(blindIndex("phone", phone));
  const homes = opened.filter((home) => home.active && mayDo(home.right, "confirm"));
  const [first] = homes;
  if (!first || phone === undefined) return "unknown_phone";
  const reply = readSmsReply(text);
  if (reply.kind === "other") return "other";
  const answer = (home: Home, kind: "objection_received" | "sms_help", subject_id: string, made: Made) =>
    tell(cooperatives, { home, phone, kind, subject_id, made });

  if (reply.kind === "doubtful") {
    await answer(first, "sms_help", event_id, (one) => replyHelpSms(named(one)));
    return "unclear";
  }

  // Without a number it is the last ticket, where one household is meant; of several nobody knows which.
  const several = reply.ticket === null && homes.length > 1;
  const ids = homes.map((home) => home.household_id);
  const meant = several ? undefined : await pools.objections.lotMeant(ids, reply.ticket, received_at);
  const home = homes.find((one) => one.household_id === meant?.household_id);
  if (!meant || !home) {
    await answer(first, "sms_help", event_id, (one) => replyHelpSms(named(one)));
    return "unclear";
  }
  const [cooperative] = await cooperatives.cooperatives([home.cooperative_id]);
  const relative = home.delegate_id === null ? undefined : { id: home.delegate_id, name: home.delegate_name ?? "" };
  const objection = await pools.objections.open({
    lot_id: meant.lot_id,
    whose: { household_id: home.household_id },
    via: "sms",
    words: reply.words,
    logged_by: null,
    said_by: relative,
    today: dayIn(cooperative?.tz ?? HOME_TZ, received_at),
  });
  if (!objection.ok) {
    await answer(home, "sms_help", event_id, (one) => objectionTooLateSms({ ...named(one), ticket_no: meant.number }));
    return "too_late";
  }
  const { id } = objection.value;
  if (relative) {
    const by = { actor: { kind: "delegate" as const, ...relative }, agreed: NAMED };
    await cooperatives.acts.recordOnce(home.household_id, by, "objected", id);
  }
  await answer(home, "objection_received", id, (one) =>
    objectionReceivedSms({ ...named(one), ticket_no: meant.number }),
  );
  return "objected";
}

type Made = (cooperative: CooperativeRow) => Result<string, Refusal>;

const named = ({ name_zh, phone }: CooperativeRow) => ({ cooperative: shortName(name_zh), phone });

/** Answers the one who wrote, at the number they wrote from. */
async function tell(
  cooperatives: CooperativeService,
  to: {
    home: Home;
    phone: string;
    kind: "objection_received" | "sms_help";
    subject_id: string;
    made: Made;
  },
): Promise<void> {
  const { household_id, cooperative_id } = to.home;
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const text = cooperative && to.made(cooperative);
  if (!text?.ok) return;
  await cooperatives.queueNotice({
    cooperative_id,
    household_id,
    kind: to.kind,
    subject_id: to.subject_id,
    text: text.value,
    to: { phone: to.phone, cipher: new Cipher(readEnv().HOUSEHOLD_KEY) },
  });
}
