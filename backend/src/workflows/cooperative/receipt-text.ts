import { correctionSms, formatKg, objectionSms, ok, receiptSms, type Refusal, type Result } from "@commonlot/domain";
import { gradeWords, produceWords } from "../../lib/words";
import type { CooperativeRow } from "../../modules/cooperative/types";
import type { Ticket } from "../../modules/pool/tickets";

/** The SMS of a weigh-in. Goods counted without a scale are told in pieces: a weight nobody measured is not texted. */
export function receiptText(facts: {
  cooperative: CooperativeRow;
  ticket: Ticket;
  season_units: number;
}): Result<string, Refusal> {
  const { cooperative, ticket } = facts;
  const produce = produceWords(ticket.produce).zh;
  const grade = gradeWords(ticket.grade).zh;
  const sender = shortName(cooperative.name_zh);
  if (ticket.unit === "piece") {
    return ok(
      `【${sender}】收货单${ticket.number}：${produce}${ticket.intake_units}枚${grade}，已入库。有误请三天内打${cooperative.phone}`,
    );
  }
  return receiptSms({
    cooperative: sender,
    ticket_no: ticket.number,
    produce,
    net_g: ticket.intake_units,
    deducted_g: ticket.deductions.reduce((sum, line) => sum + line.deducted_g, 0),
    grade,
    season_g: facts.season_units,
    phone: cooperative.phone,
  });
}

/** The SMS of a signed correction: what stood before it, and what stands now. */
export function correctionText(facts: {
  cooperative: CooperativeRow;
  correction: { lot_number: string; unit: "g" | "piece"; units_before: number; units_after: number };
}): Result<string, Refusal> {
  const { cooperative, correction } = facts;
  const say = (units: number) => (correction.unit === "g" ? `${formatKg(units)}公斤` : `${units}枚`);
  return correctionSms({
    cooperative: shortName(cooperative.name_zh),
    ticket_no: correction.lot_number,
    before: say(correction.units_before),
    after: say(correction.units_after),
    phone: cooperative.phone,
  });
}

/** The SMS of an objection that was answered by an explanation. */
export function objectionText(cooperative: CooperativeRow, lot_number: string): Result<string, Refusal> {
  return objectionSms({ cooperative: shortName(cooperative.name_zh), ticket_no: lot_number, phone: cooperative.phone });
}

/** "武都山里人家农民专业合作社" is its full legal name; people say "武都山里人家合作社". */
export function shortName(name_zh: string): string {
  return name_zh.replace("农民专业合作社", "合作社");
}
