import type { StatementView } from "../../../lib/money-facts/statements";

/** What leaves the house of a statement: names, figures and words; of accounts only their end. */
export function statementFields(statement: StatementView) {
  const { lots, others, payouts, ...head } = statement;
  return {
    id: head.id,
    number: head.number,
    currency: head.currency,
    household: head.household,
    village: head.village,
    cooperative: head.cooperative,
    period: head.period,
    brought_forward_minor: head.brought_forward_minor,
    gross_minor: head.gross_minor,
    deductions_minor: head.deductions_minor,
    advances_minor: head.advances_minor,
    net_minor: head.net_minor,
    paid_minor: head.paid_minor,
    on_its_way_minor: head.on_its_way_minor,
    carried_minor: head.carried_minor,
    remaining_minor: head.remaining_minor,
    unpaid: head.unpaid,
    slip: head.slip,
    hash: head.hash,
    spoken: head.spoken,
    lots: lots.map((lot) => ({
      lot_id: lot.lot_id,
      number: lot.number,
      goods: lot.goods,
      harvested_on: lot.harvested_on,
      grams: lot.grams,
      per_kg_minor: lot.per_kg_minor,
      bought_minor: lot.bought_minor,
      share_minor: lot.share_minor,
      deductions: lot.deductions.map(({ rule, words, amount_minor }) => ({ rule, words, amount_minor })),
      why: lot.why,
    })),
    others: others.map(({ kind, rule, words, amount_minor, lot_numbers }) => ({
      kind,
      rule,
      words,
      amount_minor,
      lot_numbers,
    })),
    payouts: payouts.map(({ id, rail, state, amount_minor, words, at }) => ({
      id,
      rail,
      state,
      amount_minor,
      words,
      at: at.toISOString(),
    })),
  };
}
