import { nearestPacks, partedName, readQuickAmount } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import type { Choice, JudgedLine } from "./quick-judge";
import { idsOf } from "./quick-table";
import { fittingPacks, soldPacks } from "./sold-packs";

/** Packs that are offered for a line that may mean several. */
const MAX_CHOICES = 20;
/** Lines of a page for which near names are looked up: each is a search. */
const MAX_GUESSED = 10;
/** Products that a line that fits nothing may have meant. */
const GUESSES = 3;

/** What the lines of one page may mean. */
export async function withChoices(container: MedusaContainer, lines: readonly JudgedLine[]): Promise<JudgedLine[]> {
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
