import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { periodTotals, splitByVillage, type PeriodMoney, type PeriodTotals } from "@commonlot/domain";
import { NO_VILLAGE } from "../../lib/money-facts/no-village";
import { rows, type Sql } from "../../lib/sql";
import { safeNumber } from "./amounts";
import { JOIN_AT_BANK, ON_ITS_WAY, PAID } from "./at-bank";

/** Where households live and from where pools are: facts of other modules that a division by village needs. */
export interface Homes {
  households: readonly { household_id: string; village_id: string }[];
  pools: readonly { pool_id: string; village_id: string }[];
}

export interface StatementSums {
  households: number;
  brought_forward_minor: number;
  gross_minor: number;
  deductions_minor: number;
  advances_minor: number;
  net_minor: number;
  paid_minor: number;
  /** With banks that have not answered. */
  on_its_way_minor: number;
  carried_minor: number;
  remaining_minor: number;
}

export interface TotalsView {
  village_id: string;
  currency: string;
  grams: number;
  sales_minor: number;
  beside_minor: number;
  income_minor: number;
  uses: { use: PeriodTotals["uses"][number]["use"]; amount_minor: number }[];
  difference_minor: number;
  statements: StatementSums;
}

/** Name -> what of a statement is added up. */
const SUMS = {
  brought_forward_minor: "s.brought_forward_minor",
  gross_minor: "s.gross_minor",
  deductions_minor: "s.deductions_minor",
  advances_minor: "s.advances_minor",
  net_minor: "s.net_minor",
  paid_minor: PAID,
  on_its_way_minor: ON_ITS_WAY,
  carried_minor: "s.carried_minor",
  remaining_minor: "s.remaining_minor",
} as const;
const SUM_NAMES = Object.keys(SUMS) as (keyof typeof SUMS)[];

interface Purse {
  paid: bigint;
  grams: bigint;
  rows: { account: string; amount_minor: bigint }[];
  lines: PeriodMoney["lines"][number][];
  statements: StatementSums;
}

/** The money of a settlement period: what came in, where it went, what households have of it. */
export class PeriodMoneyTotals {
  constructor(private readonly sql: Knex) {}

  /** Of the whole cooperative, by currency. */
  async ofCooperative(period_id: string): Promise<TotalsView[]> {
    return periodMoney(this.sql, period_id, undefined);
  }

  /** Village by village, by currency; together exactly the cooperative's. */
  byVillage(period_id: string, homes: Homes): Promise<TotalsView[]> {
    return periodMoney(this.sql, period_id, homes);
  }

  /** Households with a statement in a period, and the pools that its lines were sold from. */
  async partiesOf(period_id: string): Promise<{ household_ids: string[]; pool_ids: string[] }> {
    const found = await rows<{ household_id: string | null; pool_id: string | null }>(
      this.sql,
      `select household_id, null as pool_id from statement where period_id = ?
       union select null, pool_id from sale_line where period_id = ?`,
      [period_id, period_id],
    );
    return {
      household_ids: found.flatMap((one) => one.household_id ?? []),
      pool_ids: found.flatMap((one) => one.pool_id ?? []),
    };
  }
}

export async function periodMoney(sql: Sql, period_id: string, homes: Homes | undefined): Promise<TotalsView[]> {
  const purses = new Map<string, { village_id: string; currency: string; purse: Purse }>();
  const of = (village_id: string, currency: string): Purse => {
    const key = `${village_id} ${currency}`;
    const known = purses.get(key) ?? { village_id, currency, purse: emptyPurse() };
    purses.set(key, known);
    return known.purse;
  };
  await addSales(sql, period_id, homes, of);
  await addStatements(sql, period_id, homes, of);
  return [...purses.values()]
    .sort((a, b) =>
      a.village_id < b.village_id ? -1 : a.village_id > b.village_id ? 1 : a.currency < b.currency ? -1 : 1,
    )
    .map(({ village_id, currency, purse }) => {
      const totals = periodTotals({ paid_minor: purse.paid, grams: purse.grams, rows: purse.rows, lines: purse.lines });
      return {
        village_id,
        currency,
        grams: safeNumber(totals.grams),
        sales_minor: safeNumber(totals.sales_minor),
        beside_minor: safeNumber(totals.beside_minor),
        income_minor: safeNumber(totals.income_minor),
        uses: totals.uses.map(({ use, amount_minor }) => ({ use, amount_minor: safeNumber(amount_minor) })),
        difference_minor: safeNumber(totals.difference_minor),
        statements: purse.statements,
      };
    });
}

function emptyPurse(): Purse {
  const statements: StatementSums = {
    households: 0,
    brought_forward_minor: 0,
    gross_minor: 0,
    deductions_minor: 0,
    advances_minor: 0,
    net_minor: 0,
    paid_minor: 0,
    on_its_way_minor: 0,
    carried_minor: 0,
    remaining_minor: 0,
  };
  return { paid: 0n, grams: 0n, rows: [], lines: [], statements };
}

/** Villages of the lines: of the households that gave, or, where none is named, of the pool. */
const HOMES = `home as (select * from unnest(?::text[], ?::text[]) as h (household_id, village_id)),
  origin as (select * from unnest(?::text[], ?::text[]) as o (pool_id, village_id)),
  part as (
    select l.id as line_id, coalesce(h.village_id, '${NO_VILLAGE}') as village_id, sum(x.grams) as grams, sum(x.share) as share
    from (select r.sale_line_id, r.household_id, r.lot_id, max(r.grams) as grams, sum(r.amount_minor) as share
          from sale_line l join sale_line_row r on r.sale_line_id = l.id
          where l.period_id = ? and r.household_id is not null group by 1, 2, 3) x
    join sale_line l on l.id = x.sale_line_id
    left join home h on h.household_id = x.household_id
    group by 1, 2),
  placed as (select line_id, min(village_id) as village_id, count(*) as villages from part group by 1)`;

const bindingsOf = (homes: Homes, period_id: string): unknown[] => [
  homes.households.map((one) => one.household_id),
  homes.households.map((one) => one.village_id),
  homes.pools.map((one) => one.pool_id),
  homes.pools.map((one) => one.village_id),
  period_id,
];

type PurseOf = (village_id: string, currency: string) => Purse;

async function addSales(sql: Sql, period_id: string, homes: Homes | undefined, of: PurseOf): Promise<void> {
  const known = homes ?? { households: [], pools: [] };
  const where = `coalesce(p.village_id, o.village_id, '${NO_VILLAGE}')`;
  const whole = await rows<{ village_id: string; currency: string; paid: string; grams: string }>(
    sql,
    `with ${HOMES}
     select ${where} as village_id, l.currency, sum(l.paid_minor) as paid, sum(l.grams) as grams
     from sale_line l left join placed p on p.line_id = l.id left join origin o on o.pool_id = l.pool_id
     where l.period_id = ? and coalesce(p.villages, 1) = 1 group by 1, 2`,
    [...bindingsOf(known, period_id), period_id],
  );
  for (const one of whole) {
    const purse = of(one.village_id, one.currency);
    purse.paid += BigInt(one.paid);
    purse.grams += BigInt(one.grams);
  }
  const taken = await rows<{ village_id: string; currency: string; account: string; amount: string }>(
    sql,
    `with ${HOMES}
     select ${where} as village_id, l.currency, r.account, sum(r.amount_minor) as amount
     from sale_line l join sale_line_row r on r.sale_line_id = l.id and r.household_id is null
     left join placed p on p.line_id = l.id left join origin o on o.pool_id = l.pool_id
     where l.period_id = ? and coalesce(p.villages, 1) = 1 group by 1, 2, 3`,
    [...bindingsOf(known, period_id), period_id],
  );
  for (const one of taken) {
    of(one.village_id, one.currency).rows.push({ account: one.account, amount_minor: BigInt(one.amount) });
  }
  if (homes) await addMixed(sql, period_id, homes, of);
}

/** Lines of which several villages gave a part: split one by one, but read at once, each side grouped by line before they meet. */
async function addMixed(sql: Sql, period_id: string, homes: Homes, of: PurseOf): Promise<void> {
  const found = await rows<{
    id: string;
    currency: string;
    villages: { village: string; grams: string; shares: string }[];
    rows: { account: string; amount: string }[];
  }>(
    sql,
    `with ${HOMES}
     select l.id, l.currency, v.villages, coalesce(t.rows, '[]') as rows
     from (select line_id, json_agg(json_build_object('village', village_id, 'grams', grams::text, 'shares', share::text)) as villages
           from part group by 1 having count(*) > 1) v
     join sale_line l on l.id = v.line_id
     left join (select r.sale_line_id, json_agg(json_build_object('account', r.account, 'amount', r.amount_minor::text) order by r.seq) as rows
                from sale_line q join sale_line_row r on r.sale_line_id = q.id
                where q.period_id = ? and r.household_id is null group by 1) t on t.sale_line_id = l.id
     order by l.id`,
    [...bindingsOf(homes, period_id), period_id],
  );
  for (const line of found) {
    const villages = line.villages.map((one) => ({
      village: one.village,
      grams: BigInt(one.grams),
      shares_minor: BigInt(one.shares),
    }));
    const split = splitByVillage({
      id: line.id,
      villages,
      rows: line.rows.map((one) => ({ account: one.account, amount_minor: BigInt(one.amount) })),
    });
    for (const part of split) {
      const purse = of(part.village, line.currency);
      purse.paid += part.paid_minor;
      purse.grams += villages.find((one) => one.village === part.village)?.grams ?? 0n;
      purse.rows.push(...part.rows.filter((one) => one.amount_minor !== 0n));
    }
  }
}

async function addStatements(sql: Sql, period_id: string, homes: Homes | undefined, of: PurseOf): Promise<void> {
  const households = homes?.households ?? [];
  const bindings = [households.map((one) => one.household_id), households.map((one) => one.village_id), period_id];
  const home = `with home as (select * from unnest(?::text[], ?::text[]) as h (household_id, village_id))`;
  const sums = await rows<Record<keyof typeof SUMS | "village_id" | "currency" | "households", string>>(
    sql,
    `${home} select coalesce(h.village_id, '${NO_VILLAGE}') as village_id, s.currency, count(*) as households,
       ${SUM_NAMES.map((name) => `sum(${SUMS[name]}) as ${name}`).join(", ")}
     from statement s ${JOIN_AT_BANK} left join home h on h.household_id = s.household_id where s.period_id = ? group by 1, 2`,
    bindings,
  );
  for (const one of sums) {
    const { statements } = of(one.village_id, one.currency);
    statements.households = safeNumber(one.households);
    for (const name of SUM_NAMES) statements[name] = safeNumber(one[name]);
  }
  const lines = await rows<{
    village_id: string;
    currency: string;
    kind: string;
    rule: string;
    of_sale: boolean;
    amount: string;
  }>(
    sql,
    `${home} select coalesce(h.village_id, '${NO_VILLAGE}') as village_id, s.currency, t.kind, t.rule,
       t.sale_line_id is not null as of_sale, sum(t.amount_minor) as amount
     from statement s join statement_line t on t.statement_id = s.id left join home h on h.household_id = s.household_id
     where s.period_id = ? group by 1, 2, 3, 4, 5`,
    bindings,
  );
  for (const { village_id, currency, kind, rule, of_sale, amount } of lines) {
    of(village_id, currency).lines.push({ kind, rule, of_sale, amount_minor: BigInt(amount) });
  }
}
