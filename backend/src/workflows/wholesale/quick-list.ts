import { isFormula, settleLine, type QuickFault, type Refusal, type Result } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import { refuseWith, valueOf } from "../../lib/refusal";
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
import { fittingPacks, soldPacks } from "./sold-packs";

// What is written on a list: sheets, packs of the table, lines put right, and what a quote was about.

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
  const meant = input.lines.filter((one) => isOf(standing.get(one.line), one.of));
  const off = meant.filter((one) => one.off).map((one) => one.line);
  const changes = meant.flatMap((one) => {
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

/** Whether a line is still of what it was read as: numbers begin anew on a list that was emptied or asked for in another window. */
const isOf = (line: ListRow | undefined, of: string | undefined): boolean =>
  of === undefined || (line !== undefined && of === (line.variant_id ?? line.name).trim());

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
