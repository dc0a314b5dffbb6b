import type { MedusaContainer } from "@medusajs/framework/types";
import { periodText, slipCodeText, spokenStatement, unpaidWords, type WhyText } from "@commonlot/domain";
import { gradeWords, produceWords } from "../words";
import type CooperativeService from "../../modules/cooperative/service";
import type PoolService from "../../modules/pool/service";
import type { StatementFacts } from "../../modules/settlement/statement-facts";
import type SettlementService from "../../modules/settlement/service";
import type VillageService from "../../modules/village/service";
import { payoutWords } from "./payout-words";

/** A statement as a page or a paper shows it: figures, names, and every rule in words. */
export type StatementView = ReturnType<typeof shownOf> & {
  /** The same as one reads it aloud. */
  spoken: WhyText;
};

/** The statements with the names that other modules know. Set-based, however many. Reads only. */
export async function readStatements(
  container: MedusaContainer,
  of: { statement_ids: readonly string[]; cooperative_id?: string; household_id?: string },
): Promise<StatementView[]> {
  const settlement: SettlementService = container.resolve("settlement");
  const statements = await settlement.statements.facts(of);
  const names = await namesOf(container, statements);
  return statements.map((statement) => {
    const shown = shownOf(statement, names);
    return { ...shown, spoken: spoken(shown) };
  });
}

async function namesOf(container: MedusaContainer, statements: readonly StatementFacts[]) {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const villages: VillageService = container.resolve("village");
  const pools: PoolService = container.resolve("pool");
  const lots = new Map<string, Set<string>>();
  for (const { cooperative_id, lots: sold, others } of statements) {
    const ids = lots.get(cooperative_id) ?? new Set<string>();
    lots.set(cooperative_id, ids);
    for (const lot of sold) ids.add(lot.lot_id);
    for (const other of others) for (const id of other.lot_ids) ids.add(id);
  }
  const [found, houses, ...named] = await Promise.all([
    cooperatives.cooperatives([...lots.keys()]),
    cooperatives.householdsById([...new Set(statements.map((statement) => statement.household_id))]),
    ...[...lots].map(([cooperative_id, ids]) => pools.lotNames([...ids], cooperative_id)),
  ]);
  const homes = await villages.villages([...new Set(houses.map((household) => household.village_id))]);
  return {
    cooperatives: new Map(found.map((one) => [one.id, one])),
    households: new Map(houses.map((one) => [one.household_id, one])),
    villages: new Map(homes.map((one) => [one.id, one])),
    lots: new Map(named.flat().map((one) => [one.lot_id, one])),
  };
}

type Names = Awaited<ReturnType<typeof namesOf>>;

function shownOf(statement: StatementFacts, names: Names) {
  const cooperative = names.cooperatives.get(statement.cooperative_id);
  const household = names.households.get(statement.household_id);
  const village = household && names.villages.get(household.village_id);
  const lotOf = (id: string) => {
    const lot = names.lots.get(id);
    const produce = lot && produceWords(lot.produce);
    const grade = lot && gradeWords(lot.grade);
    return {
      number: lot?.number ?? null,
      harvested_on: lot?.harvested_on ?? null,
      goods: {
        zh: produce && grade ? `${produce.zh}${grade.zh}` : "货",
        en: produce && grade ? `${produce.en}, ${grade.en}` : "goods",
      },
    };
  };
  const lots = statement.lots.map((lot) => ({ ...lot, ...lotOf(lot.lot_id) }));
  const others = statement.others.map(({ lot_ids, ...other }) => ({
    ...other,
    lot_numbers: lot_ids.flatMap((id) => names.lots.get(id)?.number ?? []).sort(),
  }));
  const payouts = statement.payouts.map((payout) => ({ ...payout, words: payoutWords(payout, statement.currency) }));
  const unpaid =
    statement.not_paid_because !== null && statement.remaining_minor !== 0
      ? unpaidWords(statement.not_paid_because)
      : null;
  return {
    ...statement,
    lots,
    others,
    payouts,
    unpaid,
    slip: slipCodeText(statement.slip_code),
    period_words: periodText(statement.period.from, statement.period.to),
    household: { name: household?.name ?? "", card_number: household?.card_number ?? "" },
    village: village ? { handle: village.handle, zh: village.name_zh, en: village.name_en } : null,
    cooperative: {
      zh: cooperative?.name_zh ?? "",
      en: cooperative?.name_en ?? "",
      phone: cooperative?.phone ?? "",
    },
  };
}

function spoken(shown: ReturnType<typeof shownOf>): WhyText {
  const big = (amount: number) => BigInt(amount);
  return spokenStatement({
    household: shown.household.name,
    from: shown.period.from,
    to: shown.period.to,
    currency: shown.currency,
    brought_forward_minor: big(shown.brought_forward_minor),
    gross_minor: big(shown.gross_minor),
    deductions_minor: big(shown.deductions_minor),
    advances_minor: big(shown.advances_minor),
    net_minor: big(shown.net_minor),
    paid_minor: big(shown.paid_minor),
    carried_minor: big(shown.carried_minor),
    remaining_minor: big(shown.remaining_minor),
    lots: shown.lots.map((lot) => ({
      name: {
        zh: `${lot.goods.zh}${lot.number === null ? "" : `，收货单 ${lot.number}`}`,
        en: `${lot.goods.en}${lot.number === null ? "" : `, ticket ${lot.number}`}`,
      },
      grams: big(lot.grams),
      why: lot.why,
    })),
    others: shown.others.map((other) => ({ words: other.words, amount_minor: big(other.amount_minor) })),
    payouts: shown.payouts.map((payout) => payout.words),
    unpaid: shown.unpaid,
    phone: shown.cooperative.phone,
  });
}
