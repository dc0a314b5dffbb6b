import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, staysPromised, type Refusal, type Result } from "@commonlot/domain";
import { refuseWith } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import type { EnterShortInput, GradeOfferView, ShortRow, ShortView } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { decide, takenFromQuotes, type Decided } from "./decide";
import { offersOf } from "./grades";
import { ownLines, policyOptions } from "./options";

/** Enters a short and works its preview out. The same key again is the same entry, and its preview as it stands. */
export async function enterShort(
  container: MedusaContainer,
  input: EnterShortInput,
): Promise<Result<ShortRow, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  // Looked at before it is kept, so that a mistyped entry leaves nothing behind. One that is kept has moved the goods, maybe.
  if (!(await pools.shorts.byKey(input.cooperative_id, input.idempotency_key))) {
    const trial = await decide(container, trialOf(input));
    if (!trial.ok) return trial;
  }
  const entered = await pools.shorts.enter(input);
  if (!entered.ok) return entered;
  return entered.value.state === "entered" ? previewShort(container, entered.value.id) : entered;
}

/** Whether it may still be previewed anew: nobody has agreed to it or dropped it. */
export function isUndecided(short: ShortRow): boolean {
  return ["entered", "previewed", "waiting_for_buyer"].includes(short.state);
}

/** Decides a short from what is so now and keeps the preview; an applied, dropped or undone one stays as it is. */
export async function previewShort(container: MedusaContainer, short_id: string): Promise<Result<ShortRow, Refusal>> {
  const first = await lookOnce(container, short_id);
  // Goods that were to be offered have gone to somebody else between looking and holding them: looked at once more.
  return !first.ok && first.refusal.reason === "stale" ? lookOnce(container, short_id) : first;
}

async function lookOnce(container: MedusaContainer, short_id: string): Promise<Result<ShortRow, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  const short = await pools.shorts.byId(short_id);
  if (!short) return refuseWith("short_not_found", "There is no such short.");
  if (!isUndecided(short)) return ok(short);
  const decided = await decide(container, short);
  if (!decided.ok) return decided;
  const { gathered, plan, plan_hash } = decided.value;
  const asked = new Set(
    // Agreed to before: what waits is filled or refunded as was said.
    plan.resolves ? [] : plan.lines.filter((line) => line.packs > 0).map((line) => line.order),
  );
  const offers = offersOf(gathered.facts, gathered.lines, plan, gathered.lists);
  return pools.shorts.savePreview({
    short_id,
    plan,
    plan_hash,
    view: {
      ...(await viewOf(container, short, decided.value, offers.views)),
      ...(await choices(container, short, decided.value)),
    },
    offers: offers.rows,
    // A parcel that never came is not the buyer's to decide.
    ask:
      plan.kind === "parcel"
        ? []
        : gathered.lists.filter((list) => list.wholesale && asked.has(list.order_id)).map((list) => list.order_id),
  });
}

/** Entries about lots, and orders that can't be filled, have a choice; it is shown what each would do. */
async function choices(
  container: MedusaContainer,
  short: ShortRow,
  decided: Decided,
): Promise<Pick<ShortView, "options" | "wait_days">> {
  const { gathered, plan } = decided;
  const touched = new Set(
    ownLines(short, decided)
      .filter((line) => line.packs > 0)
      .map((line) => line.pool),
  );
  const pools = gathered.facts.pools.filter((pool) => touched.has(pool.pool));
  const wait_days = Math.max(0, ...pools.map((pool) => pool.wait_days));
  const options = plan.kind === "parcel" || plan.resolves ? undefined : await policyOptions(container, short, decided);
  return { ...(options ? { options } : {}), ...(wait_days > 0 ? { wait_days } : {}) };
}

/** What the desk of the entry's cooperative is shown: another one's households, packs and money are not among it. */
async function viewOf(
  container: MedusaContainer,
  short: ShortRow,
  decided: Decided,
  offers: ReadonlyMap<string, GradeOfferView>,
): Promise<ShortView> {
  const { gathered, plan, after } = decided;
  const lines = new Map(gathered.lists.flatMap((list) => list.lines.map((line) => [line.id, { line, list }] as const)));
  const earlier = new Map(gathered.facts.earlier.map((one) => [one.order_line, one.packs]));
  const refund = (line: (typeof plan.lines)[number]) => Number(line.goods_minor) + Number(line.freight_minor);
  const households = await householdsOf(container, short, decided);
  const own = ownLines(short, decided);
  const own_lines = new Set(
    gathered.lines.flatMap((line) => (line.cooperative === short.cooperative_id ? [line.order_line] : [])),
  );
  const total = own.reduce((sum, line) => sum + refund(line), 0);
  const own_pools = new Set(
    gathered.facts.pools.flatMap((one) => (one.cooperative_id === short.cooperative_id ? [one.pool] : [])),
  );
  const from_quotes = plan.kind === "goods" ? takenFromQuotes(gathered, plan) : new Map<string, number>();
  return {
    unit: gathered.facts.pools.find((one) => one.cooperative_id === short.cooperative_id)?.unit ?? "g",
    currency: gathered.currency,
    households,
    buyers: own.map((line) => {
      const known = lines.get(line.order_line);
      return {
        order_id: line.order,
        display_id: known?.list.display_id ?? null,
        title: known?.line.title ?? "",
        packs: (known?.line.packs ?? 0) - (earlier.get(line.order_line) ?? 0),
        packs_short: line.packs,
        refund_minor: refund(line),
        wholesale: known?.list.wholesale ?? false,
        waits: plan.kind === "goods" && line.packs > 0 && staysPromised(line.policy),
        ...ruleOfView(decided, line),
        offer: offers.get(line.order_line) ?? null,
        regraded: line.regraded ?? 0,
      };
    }),
    parcels: gathered.lists
      .filter((list) => after.has(list.order_id) && list.lines.some((line) => own_lines.has(line.id)))
      .map((list) => ({
        order_id: list.order_id,
        display_id: list.display_id,
        before:
          gathered.left.here.find(
            (one) => one.order_id === list.order_id && one.cooperative_id === short.cooperative_id,
          )?.parcels ?? 0,
        after: after.get(list.order_id)?.parcels[short.cooperative_id] ?? 0,
      })),
    refund_minor: total,
    quotes_units: [...from_quotes].reduce((sum, [pool, units]) => sum + (own_pools.has(pool) ? units : 0), 0),
    borne_minor: plan.kind === "parcel" ? total - own.reduce((sum, line) => sum + Number(line.tax_minor), 0) : 0,
  };
}

/** Whose word a line went by; what waited is filled or refunded as was decided then. */
function ruleOfView(
  { gathered, plan }: Decided,
  line: Decided["plan"]["lines"][number],
): Pick<ShortView["buyers"][number], "rule"> {
  const rule = gathered.rules.get(line.order_line);
  if (rule === undefined || plan.kind === "parcel" || plan.resolves) return {};
  return { rule: { policy: line.policy, by: rule.by, choice: rule.choice } };
}

/** What each household gives and is paid for the orders touched, before and after: units, and money by the rule that divides. */
async function householdsOf(
  container: MedusaContainer,
  short: ShortRow,
  decided: Decided,
): Promise<ShortView["households"]> {
  const { gathered, plan } = decided;
  const units = new Map<string, { before: number; after: number }>();
  const money = { before: new Map<string, bigint>(), after: new Map<string, bigint>() };
  let known = true;
  for (const order_id of plan.orders) {
    const now = gathered.facts.allocations.filter((a) => a.order === order_id);
    const then = new Map(
      now.map((a) => [
        `${a.order_line}/${a.lot}`,
        { order_line: a.order_line, lot: a.lot, household: a.household, pool: a.pool, units: a.units },
      ]),
    );
    for (const a of now) count(units, a.household, a.units, 0);
    for (const s of plan.shares.filter((one) => one.order === order_id)) {
      then.set(`${s.order_line}/${s.lot}`, {
        order_line: s.order_line,
        lot: s.lot,
        household: s.household,
        pool: s.pool,
        units: s.after,
      });
    }
    for (const a of then.values()) count(units, a.household, 0, a.units);
    known =
      (await addMoney(
        container,
        decided,
        order_id,
        [...then.values()].filter((a) => a.units > 0),
        money,
      )) && known;
  }
  const own = new Set(
    gathered.lines.flatMap((line) => (line.cooperative === short.cooperative_id ? [line.order_line] : [])),
  );
  const touched = new Set(plan.shares.filter((s) => own.has(s.order_line)).map((s) => s.household));
  return [...units]
    .filter(([household_id]) => touched.has(household_id))
    .map(([household_id, given]) => ({
      household_id,
      units_before: given.before,
      units_after: given.after,
      minor_before: known ? Number(money.before.get(household_id) ?? 0n) : null,
      minor_after: known ? Number(money.after.get(household_id) ?? 0n) : null,
    }))
    .sort((a, b) => a.units_after - a.units_before - (b.units_after - b.units_before));
}

function count(
  units: Map<string, { before: number; after: number }>,
  household: string,
  before: number,
  after: number,
): void {
  const now = units.get(household) ?? { before: 0, after: 0 };
  units.set(household, { before: now.before + before, after: now.after + after });
}

async function addMoney(
  container: MedusaContainer,
  { gathered, plan, after }: Decided,
  order_id: string,
  then: readonly { order_line: string; lot: string; household: string; pool: string; units: number }[],
  money: { before: Map<string, bigint>; after: Map<string, bigint> },
): Promise<boolean> {
  const settlement: SettlementService = container.resolve("settlement");
  const parcels: ParcelService = container.resolve("parcel");
  const grams = new Map(gathered.facts.pools.map((pool) => [pool.pool, pool.unit_g]));
  const shaped = (a: { order_line: string; lot: string; household: string; pool: string; units: number }) => ({
    order_line_id: a.order_line,
    lot_id: a.lot,
    household_id: a.household,
    units: a.units,
    grams: a.units * (grams.get(a.pool) ?? 1),
  });
  const now = await settlement.shorts.estimate({
    order_id,
    allocations: gathered.facts.allocations.filter((a) => a.order === order_id).map(shaped),
    freight: await parcels.freightOfOrder(order_id),
    refunds: [],
  });
  const later = await settlement.shorts.estimate({
    order_id,
    allocations: then.map(shaped),
    freight: after.get(order_id)?.lines ?? [],
    refunds: plan.lines
      .filter((line) => line.order === order_id)
      .map((line) => ({
        order_line_id: line.order_line,
        amount_minor: BigInt(line.goods_minor) + BigInt(line.freight_minor),
        freight_minor: BigInt(line.freight_minor),
        tax_minor: BigInt(line.tax_minor),
      })),
  });
  if (!now || !later) return false;
  for (const [shares, into] of [
    [now, money.before],
    [later, money.after],
  ] as const) {
    for (const [household, amount] of shares) into.set(household, (into.get(household) ?? 0n) + amount);
  }
  return true;
}

/** An entry as it would be kept, to be decided once before anything is written. */
export function trialOf(input: EnterShortInput): ShortRow {
  return {
    id: "trial",
    number: "",
    cooperative_id: input.cooperative_id,
    kind: input.kind,
    state: "entered",
    lot_id: input.lot_id ?? null,
    units: input.units ?? null,
    order_id: input.order_id ?? null,
    parcel_id: input.parcel_id ?? null,
    policy: input.policy ?? null,
    restock: input.restock,
    reason: input.reason,
    entered_by: input.person,
    decided_by: null,
    decided_at: null,
    problem: null,
    plan: null,
    plan_hash: null,
    view: null,
    previewed_at: null,
    attempt: 0,
    wait_of: null,
    wait_line: null,
    claim_id: input.claim_id ?? null,
    claimed: input.claimed ?? null,
    finished_at: null,
    created_at: new Date(0),
    cursor: "",
  };
}
