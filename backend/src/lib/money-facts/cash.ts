import type { MedusaContainer } from "@medusajs/framework/types";
import { unpaidWords } from "@commonlot/domain";
import { valueOf } from "../refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type SettlementService from "../../modules/settlement/service";

/** A cash batch with the names of its households, and of who paid and who saw it, in the order of the cards. Reads only. */
export async function readCash(container: MedusaContainer, batch_id: string, cooperative_id: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const batch = valueOf(await settlement.batch(batch_id, cooperative_id));
  const lines = await settlement.cash.lines(batch_id, cooperative_id);
  const people = lines.flatMap((line) => [line.payer, line.witness, line.carried?.person ?? null]);
  const [households, members] = await Promise.all([
    cooperatives.householdsById(lines.map((line) => line.household_id)),
    cooperatives.memberNames([...new Set(people.filter((one) => one !== null))]),
  ]);
  const named = new Map(households.map((household) => [household.household_id, household]));
  const personOf = (id: string | null) => (id === null ? null : { id, name: members.get(id) ?? "" });
  return {
    batch: {
      id: batch.id,
      number: batch.number,
      period_id: batch.period_id,
      execution_date: batch.execution_date,
      rail: batch.rail,
      currency: batch.currency,
      state: batch.state,
      payouts: batch.payouts,
      total_minor: batch.total_minor,
    },
    lines: lines
      .map((line) => ({
        payout_id: line.payout_id,
        statement_id: line.statement_id,
        statement_number: line.statement_number,
        household_name: named.get(line.household_id)?.name ?? line.account_name,
        card_number: named.get(line.household_id)?.card_number ?? "",
        amount_minor: line.amount_minor,
        state: line.state,
        payer: personOf(line.payer),
        handed_at: line.handed_at,
        photo_id: line.photo_id,
        witness: personOf(line.witness),
        confirmed_at: line.confirmed_at,
        carried: line.carried && {
          reason: line.carried.reason,
          because: unpaidWords(line.carried.reason),
          words: line.carried.words,
          person: personOf(line.carried.person),
          at: line.carried.at,
        },
      }))
      .sort((a, b) => (a.card_number < b.card_number ? -1 : a.card_number > b.card_number ? 1 : 0)),
  };
}
