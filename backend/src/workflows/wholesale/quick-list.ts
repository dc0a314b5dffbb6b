import type { MedusaContainer } from "@medusajs/framework/types";
import {
  isFormula,
  MAX_CART_LINES,
  MAX_PACKS_PER_LINE,
  nearestPacks,
  partedName,
  quickPrice,
  readQuickAmount,
  settleLine,
  type QuickFault,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type { Words } from "../../lib/words";
import type PoolService from "../../modules/pool/service";
import type { QuoteActor, QuoteLine } from "../../modules/wholesale/quotes/quote-types";
import type {
  ListOwner,
  ListRow,
  QuickMendInput,
  QuickSetInput,
  SettledRow,
  WrittenLine,
} from "../../modules/wholesale/quick-order/order-types";
import type WholesaleService from "../../modules/wholesale/service";
import { requestQuotes } from "./quote-request";
import { cycleOnly, idsOf, withPrices, type OfferedPack } from "./quick-table";
import { fittingPacks, soldPacks } from "./sold-packs";

/** Lines on one page of a list. */
export const LIST_PAGE = 50;
/** Packs that are offered for a line that may mean several. */
const MAX_CHOICES = 20;
/** Lines of a page for which near names are looked up: each is a search. */
const MAX_GUESSED = 10;
/** Products that a line that fits nothing may have meant. */
const GUESSES = 3;
/** Products in the example of a sheet. */
const EXAMPLES = 2;

export interface Choice {
  variant_id: string;
  title: Words;
  pack: Words;
}

/** A line as it stands today: what is wrong with it is looked at anew, since prices, minima and products change. */
export interface JudgedLine extends Omit<ListRow, "fault"> {
  fault: QuickFault | null;
  offered: OfferedPack | null;
  /** What one pack and the line cost companies by the packs of all its lines; null while it is not known. */
  unit_minor: bigint | null;
  amount_minor: bigint | null;
  /** Packs of this pack on the whole list. */
  together: number;
  /** What there is of it; null while it is not known what it means, and for lines of other pages. */
  to_have: ToHave | null;
  /** What it may mean, and whole packs that are near. */
  choices: Choice[];
  near_packs: number[];
}

/** In packs of the line, each for the whole list: lines of one pool draw on the same goods. */
export interface ToHave {
  free_packs: number;
  by_day: { day: string; packs: number }[];
  /** On hand and all that is declared of the season, promised or not: more than this can't be asked for. */
  most_packs: number;
  /** What all lines of its pool want is more than is free now; more than there could ever be. */
  above_free: boolean;
  above_most: boolean;
}

export interface JudgedList {
  lines: JudgedLine[];
  page: number;
  pages: number;
  count: number;
  faults: number;
  /** By currency, of what is right. */
  totals: { currency: string; amount_minor: bigint }[];
}

/** What was written becomes lines: each with the pack it means, or what is wrong with it. Two queries for any number of lines. */
export async function settle(container: MedusaContainer, lines: readonly WrittenLine[]): Promise<SettledRow[]> {
  const fitting = await fittingPacks(container, lines);
  return lines.map((line, at) => {
    const { fits, sure } = fitting[at] ?? { fits: [], sure: true };
    const settled = settleLine({ cells: [line.name, line.pack], amount: line.amount, column: line.unit }, fits);
    const meant = sure ? settled : unsure(settled.fault);
    return { ...line, ...meant, fault: meant.fault as SettledRow["fault"] };
  });
}

/** A pack by a name that nobody uses is never guessed, even where there is only one. */
const unsure = (fault: QuickFault | null) => ({
  variant_id: null,
  packs: null,
  fault: fault === "formula" ? ("formula" as const) : ("ambiguous" as const),
});

/** Adds a sheet to the list; the same key adds it once. */
export async function addSheet(
  container: MedusaContainer,
  by: ListOwner,
  input: { lines: readonly WrittenLine[]; idempotency_key: string },
): Promise<{ added: number; faults: number }> {
  const { orderLists }: WholesaleService = container.resolve("wholesale");
  const lines = await settle(container, input.lines);
  const { added } = valueOf(await orderLists.add(by, lines, input.idempotency_key));
  return { added, faults: added === 0 ? 0 : lines.filter((line) => line.fault !== null).length };
}

/** Packs as they were typed in the table. */
export async function setPacks(container: MedusaContainer, by: ListOwner, input: QuickSetInput): Promise<void> {
  const { orderLists }: WholesaleService = container.resolve("wholesale");
  const known = new Map(
    (await soldPacks(container, { variant_ids: input.packs.map((one) => one.variant_id) })).map((one) => [
      one.variant_id,
      one,
    ]),
  );
  const twice = new Set<string>();
  for (const [at, one] of input.packs.entries()) {
    if (twice.has(one.variant_id)) refuseWith("invalid_lines", "One pack was sent twice.", `packs.${at}.variant_id`);
    twice.add(one.variant_id);
    if (one.packs > 0 && !known.has(one.variant_id))
      refuseWith("pack_not_found", "There is no such pack here any more. Open the table once more.", `packs.${at}`);
  }
  valueOf(
    await orderLists.set(
      by,
      input.packs.map(({ variant_id, packs }) => ({
        variant_id,
        packs,
        name: known.get(variant_id)?.title.zh ?? "",
        pack: known.get(variant_id)?.pack.zh ?? "",
      })),
    ),
  );
}

/** Lines put right: by another pack, another amount, or other words, which are looked up anew. */
export async function mendLines(container: MedusaContainer, by: ListOwner, input: QuickMendInput): Promise<void> {
  const { orderLists }: WholesaleService = container.resolve("wholesale");
  const standing = new Map((await orderLists.working(by)).map((line) => [line.line, line]));
  const off = input.lines.filter((one) => one.off).map((one) => one.line);
  const changes = input.lines.flatMap((one) => {
    const line = standing.get(one.line);
    return line && !one.off ? [{ one, line }] : [];
  });
  // Words that were typed are looked up, and so is a line of which nobody knew what it means; a pack that was chosen is the pack.
  const again = changes.filter(
    ({ one, line }) => one.variant_id === undefined && (one.name !== undefined || line.variant_id === null),
  );
  const [chosen, settled] = await Promise.all([
    soldPacks(container, {
      variant_ids: changes.flatMap(({ one, line }) => one.variant_id ?? line.variant_id ?? []),
    }),
    settle(
      container,
      again.map(({ one, line }) => ({
        name: one.name ?? line.name,
        // A form has no field for it: what can't be read there is left out.
        pack: isFormula(line.pack) ? "" : line.pack,
        amount: one.amount ?? line.amount,
        unit: line.unit,
      })),
    ),
  ]);
  const packs = new Map(chosen.map((pack) => [pack.variant_id, pack]));
  const lines = changes.map(({ one, line }): ListRow => {
    const at = again.findIndex((each) => each.line === line);
    if (at >= 0) return { ...(settled[at] as SettledRow), line: line.line };
    const variant_id = one.variant_id ?? line.variant_id;
    const amount = one.amount ?? line.amount;
    const pack = variant_id === null ? undefined : packs.get(variant_id);
    if (one.variant_id !== undefined && !pack)
      refuseWith("pack_not_found", "There is no such pack here any more. Choose another.", "lines");
    // It is sold no more: only the amount is written down.
    if (!pack) return { ...line, amount };
    const name = one.variant_id === undefined ? line.name : pack.title.zh;
    const settledLine = settleLine({ cells: [name], amount, column: line.unit }, [pack]);
    return {
      ...line,
      name,
      pack: one.variant_id === undefined ? line.pack : pack.pack.zh,
      amount,
      ...settledLine,
      fault: settledLine.fault as ListRow["fault"],
    };
  });
  await orderLists.mend(by, lines, off);
}

/** The list as it stands today, those lines first that somebody has to look at. */
export async function judgedList(container: MedusaContainer, by: ListOwner, page: number): Promise<JudgedList> {
  const judged = await judge(container, by);
  const sorted = [...judged].sort((a, b) => Number(a.fault === null) - Number(b.fault === null) || a.line - b.line);
  const pages = Math.max(1, Math.ceil(sorted.length / LIST_PAGE));
  const here = Math.min(page, pages);
  const shown = sorted.slice((here - 1) * LIST_PAGE, here * LIST_PAGE);
  const sums = new Map<string, bigint>();
  for (const line of judged) {
    if (line.fault !== null || line.amount_minor === null || !line.offered) continue;
    sums.set(line.offered.currency, (sums.get(line.offered.currency) ?? 0n) + line.amount_minor);
  }
  return {
    lines: await withChoices(container, await withToHave(container, shown, judged)),
    page: here,
    pages,
    count: judged.length,
    faults: judged.filter((line) => line.fault !== null).length,
    totals: [...sums].map(([currency, amount_minor]) => ({ currency, amount_minor })),
  };
}

async function judge(container: MedusaContainer, by: ListOwner): Promise<JudgedLine[]> {
  const { orderLists }: WholesaleService = container.resolve("wholesale");
  const lines = await orderLists.working(by);
  const variant_ids = lines.flatMap((line) => line.variant_id ?? []);
  const offered = await withPrices(container, by.company_id, await soldPacks(container, { variant_ids }));
  const packs = new Map(offered.map((pack) => [pack.variant_id, pack]));
  const only = await cycleOnly(
    container,
    offered.map((pack) => pack.product_id),
  );
  const together = new Map<string, number>();
  for (const { fault, variant_id, packs: count } of lines)
    if (fault === null && variant_id !== null) together.set(variant_id, (together.get(variant_id) ?? 0) + (count ?? 0));
  return lines.map((line) => {
    const pack = line.variant_id === null ? undefined : packs.get(line.variant_id);
    const all = line.variant_id === null ? 0 : (together.get(line.variant_id) ?? 0);
    const price = pack?.price && all > 0 ? quickPrice(pack.price, all) : null;
    const unit_minor = price?.ok ? price.value.unit_minor : null;
    return {
      ...line,
      fault: line.fault ?? faultOf(pack, all, only),
      offered: pack ?? null,
      unit_minor,
      amount_minor: unit_minor === null || line.packs === null ? null : unit_minor * BigInt(line.packs),
      together: all,
      to_have: null,
      choices: [],
      near_packs: [],
    };
  });
}

function faultOf(pack: OfferedPack | undefined, together: number, only: ReadonlySet<string>): QuickFault | null {
  if (!pack || only.has(pack.product_id)) return "not_sold";
  if (together > MAX_PACKS_PER_LINE) return "too_many";
  return together < pack.minimum_packs ? "below_minimum" : null;
}

/** What there is of the goods on one page, beside what the whole list wants of them: three queries. */
async function withToHave(
  container: MedusaContainer,
  shown: readonly JudgedLine[],
  all: readonly JudgedLine[],
): Promise<JudgedLine[]> {
  const pools: PoolService = container.resolve("pool");
  const pool_ids = [...new Set(shown.flatMap((line) => line.offered?.pool_id ?? []))];
  if (pool_ids.length === 0) return [...shown];
  const [promises, coming] = await Promise.all([
    pools.promises.of(pool_ids, todayOf()),
    pools.forecasts.ofPools(pool_ids),
  ]);
  const wanted = new Map<string, number>();
  for (const { offered, packs, fault } of all)
    if (offered && fault === null)
      wanted.set(offered.pool_id, (wanted.get(offered.pool_id) ?? 0) + (packs ?? 0) * offered.units_per_pack);
  return shown.map((line) => {
    const { offered } = line;
    const promise = offered && promises.get(offered.pool_id);
    if (!offered || !promise) return line;
    const inPacks = (units: number) => Math.floor(units / offered.units_per_pack);
    const most_units = offered.on_hand + (coming.get(offered.pool_id)?.declared ?? 0);
    const units = wanted.get(offered.pool_id) ?? 0;
    const to_have = {
      free_packs: inPacks(promise.free_units),
      by_day: promise.by_day.map(({ day, units }) => ({ day, packs: inPacks(units) })),
      most_packs: inPacks(most_units),
      above_free: units > promise.free_units,
      above_most: units > most_units,
    };
    return { ...line, to_have };
  });
}

/** Two packs of two products, as a sheet may name them: an example that the list itself can read. */
export async function examplePacks(container: MedusaContainer): Promise<{ title: Words; pack: Words }[]> {
  const { ids } = await idsOf(container, "", 1, EXAMPLES);
  const packs = await soldPacks(container, { product_ids: ids });
  return ids.flatMap((id) => {
    const pack = packs.find((one) => one.product_id === id);
    return pack ? [{ title: pack.title, pack: pack.pack }] : [];
  });
}

/** What the lines of one page may mean. */
async function withChoices(container: MedusaContainer, lines: readonly JudgedLine[]): Promise<JudgedLine[]> {
  const open = lines.filter((line) => line.fault === "ambiguous" || line.fault === "not_found");
  if (open.length === 0) return lines.map(withNear);
  const fitting = await fittingPacks(container, open);
  const guessed = open.filter((_, at) => fitting[at]?.fits.length === 0).slice(0, MAX_GUESSED);
  const guesses = await Promise.all(
    guessed.map(async ({ name }) =>
      name === "" ? { ids: [] } : idsOf(container, (partedName(name)?.name ?? name).slice(0, 80), 1, GUESSES),
    ),
  );
  const [byName, byGuess] = await Promise.all([
    soldPacks(container, { variant_ids: fitting.flatMap((one) => one.fits.map((pack) => pack.variant_id)) }),
    soldPacks(container, { product_ids: guesses.flatMap((one) => one.ids) }),
  ]);
  const choicesOf = (line: JudgedLine): Choice[] => {
    const at = open.indexOf(line);
    if (at < 0) return [];
    const ids = new Set(fitting[at]?.fits.map((pack) => pack.variant_id));
    const products = guesses[guessed.indexOf(line)]?.ids ?? [];
    return [
      ...byName.filter((pack) => ids.has(pack.variant_id)),
      ...products.flatMap((id) => byGuess.filter((pack) => pack.product_id === id)),
    ]
      .slice(0, MAX_CHOICES)
      .map(({ variant_id, title, pack }) => ({ variant_id, title, pack }));
  };
  return lines.map((line) => withNear({ ...line, choices: choicesOf(line) }));
}

function withNear(line: JudgedLine): JudgedLine {
  if (line.fault === "below_minimum" && line.offered) {
    const others = line.together - (line.packs ?? 0);
    return { ...line, near_packs: [line.offered.minimum_packs - others] };
  }
  const amount = line.fault === "part_packs" ? readQuickAmount(line.amount, line.unit) : null;
  return amount && line.offered ? { ...line, near_packs: nearestPacks(amount, line.offered) } : line;
}

/**
 * Asks for quotes of all that is on the list: one of each cooperative. Refused while anything on it is wrong. What was asked for leaves the
 * list; sent again after that, the same form finds the quotes that it made.
 */
export async function askForList(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: { wanted_on: string; address_id?: string | undefined; words: string; idempotency_key: string },
): Promise<{ id: string }[]> {
  const { orderLists }: WholesaleService = container.resolve("wholesale");
  const owner = { member_id: by.id, company_id: by.company_id };
  const judged = await judge(container, owner);
  if (judged.length === 0) {
    const made = await orderLists.askedBy(by.company_id, input.idempotency_key);
    if (made.length > 0) return made;
    refuseWith("nothing_asked", "There is nothing on the list yet. Nothing was asked.", "lines");
  }
  const faults = judged.filter((line) => line.fault !== null).length;
  if (faults > 0)
    refuseWith(
      "list_has_faults",
      `${faults} lines of the list have to be put right or taken off first. Nothing was asked.`,
      "lines",
    );
  const packs = new Map<string, { product_id: string; variant_id: string; packs: number }>();
  for (const { offered, packs: count } of judged) {
    if (!offered || count === null) continue;
    const { product_id, variant_id } = offered;
    packs.set(variant_id, { product_id, variant_id, packs: (packs.get(variant_id)?.packs ?? 0) + count });
  }
  if (packs.size > MAX_CART_LINES)
    refuseWith(
      "too_many_goods",
      `A request names at most ${MAX_CART_LINES} packs; this list has ${packs.size}. Keep a part of it as a list of its own and ask twice.`,
      "lines",
    );
  return requestQuotes(container, by, { ...input, lines: [...packs.values()] }, judged);
}

/** One pack once: a call-off across a step of its ladder has it at two prices. */
function togetherByPack(lines: readonly QuoteLine[]): QuoteLine[] {
  const together = new Map<string, QuoteLine>();
  for (const line of lines)
    together.set(line.variant_id, { ...line, packs: line.packs + (together.get(line.variant_id)?.packs ?? 0) });
  return [...together.values()];
}

/** Adds what a quote, and so an order that came of it, was about: its last version's packs as they are called today. */
export async function addQuote(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  quote_id: string,
): Promise<{ added: number }> {
  const { quotes, orderLists }: WholesaleService = container.resolve("wholesale");
  const quote = await quotes.one(by, quote_id);
  const version = quote && (await quotes.version(quote.id, quote.version));
  if (!version) return refuseWith("quote_not_found", "There is no such quote.");
  const lines = togetherByPack(version.lines).map(({ title, pack, packs, variant_id }): SettledRow => ({
    name: title.zh,
    pack: pack.zh,
    amount: String(packs),
    unit: "packs",
    variant_id,
    packs,
    fault: null,
  }));
  const added: Result<{ added: number }, Refusal> = await orderLists.add(
    { member_id: by.id, company_id: by.company_id },
    lines,
  );
  return valueOf(added);
}
