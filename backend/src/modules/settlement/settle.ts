import { settle, type HouseholdUnsettled, type Statement, type UnsettledPosting } from "@commonlot/domain";
import { rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { claim } from "../outbox/append";
import { newId } from "./ids";
import { lockPeriod, mustMove, type PeriodRow } from "./period";
import { notAllowed } from "./refusals";

/** A lot's part of a sale line: payable and holdback of its waterfall. */
interface ShareRow {
  household_id: string;
  currency: string;
  sale_line_id: string;
  order_line_id: string;
  lot_id: string;
  grams: string | null;
  payable_minor: string;
  holdback_minor: string;
}

interface BroughtForwardRow {
  statement_id: string;
  household_id: string;
  currency: string;
  rest_minor: string;
}

/** What lots bear of a claim, or get back of it. */
interface ClaimRow {
  id: string;
  household_id: string;
  currency: string;
  lot_id: string;
  amount_minor: string;
}

/** What price pools gave a household, or gave it ahead (docs/adr/0025). */
interface PriceRow {
  id: string;
  household_id: string;
  currency: string;
  lot_id: string;
  grams: string | null;
  kind: "sale" | "advance";
  rule: string;
  amount_minor: string;
}

/** Where a line of a statement comes from: the domain keeps only its id, amount and words. */
interface Source {
  rule: string;
  share: ShareRow | undefined;
  lot_id: string;
  /** Of what weight, where no share says it. */
  grams?: string | null;
}

/**
 * Makes the statements of a period: every divided line of the cooperative that no statement holds yet, up to the end of
 * the period's last day. Lines that were divided late, after an earlier period was settled, come in here.
 * A dozen statements of SQL for any number of households. Runs once: a second run finds the period settled.
 */
export async function settlePeriod(
  tx: Transaction,
  input: { message_id?: string; period_id: string },
): Promise<{ statements: number; settled: boolean }> {
  const fresh = input.message_id ? await claim(tx, "settle", input.message_id) : true;
  const period = await lockPeriod(tx, input.period_id);
  if (!fresh || ["settled", "approved", "paid"].includes(period.state)) return { statements: 0, settled: false };
  if (period.state === "open") throw notAllowed("period_state", "Nobody has asked for the settlement of this period.");
  mustMove(period.state, "settled");

  // Taken by this period in one statement; a line posted meanwhile is not yet committed and comes with the next one.
  await tx.raw(
    `update sale_line set period_id = ?
     where cooperative_id = ? and period_id is null and posted_at is not null
       and posted_at < ((?::date + 1)::timestamp at time zone ?)`,
    [period.id, period.cooperative_id, period.to_date, period.time_zone],
  );
  const shares = await rows<ShareRow>(
    tx,
    `select r.household_id, l.currency, l.id as sale_line_id, l.order_line_id, r.lot_id, max(r.grams) as grams,
            coalesce(sum(r.amount_minor) filter (where r.account = 'household_payable'), 0) as payable_minor,
            coalesce(sum(r.amount_minor) filter (where r.account = 'household_holdback'), 0) as holdback_minor
     from sale_line l join sale_line_row r on r.sale_line_id = l.id
     where l.period_id = ? and r.household_id is not null
     group by r.household_id, l.currency, l.id, l.order_line_id, r.lot_id`,
    [period.id],
  );
  const claims = await takeClaims(tx, period);
  const prices = await takePrices(tx, period);
  const brought = await takeRests(tx, period);
  let statements = 0;
  for (const currency of new Set([...shares, ...claims, ...prices, ...brought].map((entry) => entry.currency))) {
    statements += await stateCurrency(tx, period, currency, { shares, claims, prices, brought });
  }
  await tx.raw(`update settlement_period set state = 'settled', settled_at = now(), updated_at = now() where id = ?`, [
    period.id,
  ]);
  return { statements, settled: true };
}

/** What lots bear of claims, up to the end of the period's last day, each in one statement. */
function takeClaims(tx: Transaction, period: PeriodRow): Promise<ClaimRow[]> {
  return rows<ClaimRow>(
    tx,
    `update claim_deduction set period_id = ?
     where cooperative_id = ? and period_id is null and at < ((?::date + 1)::timestamp at time zone ?)
     returning id, household_id, currency, lot_id, amount_minor`,
    [period.id, period.cooperative_id, period.to_date, period.time_zone],
  );
}

/** What price pools gave up to the end of the period's last day, each in one statement. */
function takePrices(tx: Transaction, period: PeriodRow): Promise<PriceRow[]> {
  return rows<PriceRow>(
    tx,
    `update price_pool_entry set period_id = ?
     where cooperative_id = ? and period_id is null and at < ((?::date + 1)::timestamp at time zone ?)
     returning id, household_id, currency, lot_id, grams, kind, rule, amount_minor`,
    [period.id, period.cooperative_id, period.to_date, period.time_zone],
  );
}

/**
 * What approved statements of before still owe and no payout is on its way for (below the minimum, no account, refused
 * by the rail): handed on to this period, marked on the old statement.
 */
async function takeRests(tx: Transaction, period: PeriodRow): Promise<BroughtForwardRow[]> {
  return rows<BroughtForwardRow>(
    tx,
    `with rest as (
       select s.id, s.remaining_minor as rest_minor
       from statement s join settlement_period p on p.id = s.period_id
       where s.cooperative_id = ? and s.remaining_minor <> 0 and p.state in ('approved', 'paid')
         and not exists (select 1 from payout o where o.statement_id = s.id and o.state in ('intended', 'unknown'))
       order by s.id for update of s
     )
     update statement s set carried_minor = s.carried_minor + rest.rest_minor, updated_at = now()
     from rest where s.id = rest.id
     returning s.id as statement_id, s.household_id, s.currency, rest.rest_minor`,
    [period.cooperative_id],
  );
}

async function stateCurrency(
  tx: Transaction,
  period: PeriodRow,
  currency: string,
  taken: {
    shares: readonly ShareRow[];
    claims: readonly ClaimRow[];
    prices: readonly PriceRow[];
    brought: readonly BroughtForwardRow[];
  },
): Promise<number> {
  const households = new Map<string, { brought_forward_minor: bigint; postings: UnsettledPosting[] }>();
  const of = (household_id: string) => {
    const known = households.get(household_id) ?? { brought_forward_minor: 0n, postings: [] };
    households.set(household_id, known);
    return known;
  };
  const sources = new Map<string, Source>();
  const add = (share: ShareRow, rule: string, posting: Omit<UnsettledPosting, "posting_id" | "lot" | "memo">) => {
    const posting_id = `${share.sale_line_id}:${share.lot_id}:${rule}`;
    sources.set(posting_id, { rule, share, lot_id: share.lot_id });
    of(share.household_id).postings.push({ ...posting, posting_id, memo: rule, lot: share.lot_id });
  };
  for (const share of taken.shares) {
    if (share.currency !== currency) continue;
    const holdback = BigInt(share.holdback_minor);
    add(share, "share", { kind: "sale", amount_minor: BigInt(share.payable_minor) + holdback });
    if (holdback > 0n) add(share, "holdback_bp", { kind: "deduction", amount_minor: holdback });
  }
  for (const claim of taken.claims) {
    if (claim.currency !== currency) continue;
    sources.set(claim.id, { rule: "claim", share: undefined, lot_id: claim.lot_id });
    of(claim.household_id).postings.push({
      posting_id: claim.id,
      kind: "deduction",
      amount_minor: BigInt(claim.amount_minor),
      memo: "claim",
      lot: claim.lot_id,
    });
  }
  for (const price of taken.prices) {
    if (price.currency !== currency) continue;
    const { id: posting_id, kind, rule, lot_id: lot, grams } = price;
    sources.set(posting_id, { rule, share: undefined, lot_id: lot, grams });
    of(price.household_id).postings.push({
      posting_id,
      kind,
      amount_minor: BigInt(price.amount_minor),
      memo: rule,
      lot,
    });
  }
  const carried = taken.brought.filter((rest) => rest.currency === currency);
  for (const rest of carried) of(rest.household_id).brought_forward_minor += BigInt(rest.rest_minor);

  const unsettled: HouseholdUnsettled[] = [...households].map(([household, entry]) => ({ household, ...entry }));
  const made = settle({ period_id: period.id, currency }, unsettled);
  if (!made.ok) throw new Error(`${made.refusal.reason}: ${made.refusal.message}`);
  await storeStatements(tx, period, made.value, sources, carried);
  return made.value.length;
}

async function storeStatements(
  tx: Transaction,
  period: PeriodRow,
  statements: readonly Statement[],
  sources: ReadonlyMap<string, Source>,
  carried: readonly BroughtForwardRow[],
): Promise<void> {
  const heads: (Statement & { id: string })[] = [];
  const lines: LineRow[] = [];
  const restsOf = new Map<string, BroughtForwardRow[]>();
  for (const rest of carried) restsOf.set(rest.household_id, [...(restsOf.get(rest.household_id) ?? []), rest]);
  for (const statement of statements) {
    const statement_id = newId("statement");
    heads.push({ ...statement, id: statement_id });
    let seq = 0;
    for (const rest of restsOf.get(statement.household) ?? []) {
      seq += 1;
      lines.push({
        statement_id,
        seq,
        kind: "brought_forward",
        rule: "brought_forward",
        amount_minor: BigInt(rest.rest_minor),
        share: undefined,
        lot_id: null,
        from_statement_id: rest.statement_id,
      });
    }
    for (const line of statement.lines) {
      const source = sources.get(line.posting_id);
      if (!source) throw new Error(`statement line ${line.posting_id} has no source`);
      seq += 1;
      lines.push({
        statement_id,
        seq,
        kind: line.kind,
        rule: source.rule,
        amount_minor: line.amount_minor,
        share: source.share,
        lot_id: source.lot_id,
        grams: source.grams,
        from_statement_id: null,
      });
    }
  }
  await insertAll(
    tx,
    "statement",
    [
      ["id", "text", (head) => head.id],
      ["period_id", "text", () => period.id],
      ["cooperative_id", "text", () => period.cooperative_id],
      ["household_id", "text", (head) => head.household],
      ["currency", "text", (head) => head.currency],
      ["brought_forward_minor", "bigint", (head) => head.brought_forward_minor],
      ["gross_minor", "bigint", (head) => head.gross_minor],
      ["deductions_minor", "bigint", (head) => head.deductions_minor],
      ["advances_minor", "bigint", (head) => head.advances_minor],
      ["net_minor", "bigint", (head) => head.net_minor],
    ],
    heads,
  );
  await insertAll(
    tx,
    "statement_line",
    [
      ["statement_id", "text", (line) => line.statement_id],
      ["seq", "int", (line) => line.seq],
      ["kind", "text", (line) => line.kind],
      ["rule", "text", (line) => line.rule],
      ["amount_minor", "bigint", (line) => line.amount_minor],
      ["sale_line_id", "text", (line) => line.share?.sale_line_id ?? null],
      ["order_line_id", "text", (line) => line.share?.order_line_id ?? null],
      ["lot_id", "text", (line) => line.lot_id],
      ["grams", "bigint", (line) => line.share?.grams ?? line.grams ?? null],
      ["from_statement_id", "text", (line) => line.from_statement_id],
    ],
    lines,
  );
}

interface LineRow {
  statement_id: string;
  seq: number;
  kind: string;
  rule: string;
  amount_minor: bigint;
  share: ShareRow | undefined;
  lot_id: string | null;
  grams?: string | null | undefined;
  from_statement_id: string | null;
}
