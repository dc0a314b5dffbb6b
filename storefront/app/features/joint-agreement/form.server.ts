import { MAX_PACKS_PER_LINE } from "@commonlot/domain";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { wholeTyped } from "../../lib/typed.server";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";

/** What the address of the page asks of a call-off of all together. */
export function callOffIn(url: URL) {
  const of = (name: string) => (url.searchParams.get(name) ?? "").trim();
  return {
    packs: of("packs").normalize("NFKC"),
    wanted_on: of("wanted_on"),
    address_id: of("address_id"),
    prefer: of("prefer"),
  };
}
export type AskedCallOff = ReturnType<typeof callOffIn>;

/** Fields named `packs:<agreement>` that hold a number above zero, in the order of the form; what is no number is never taken for none. */
export function partsIn(path: Path, form: FormData) {
  const problems: Problem[] = [];
  const parts = [...form.keys()].flatMap((name) => {
    const [kind, agreement_id, more] = name.split(":");
    const written = text(form, name);
    if (kind !== "packs" || !agreement_id || more !== undefined || written === "") return [];
    const packs = wholeTyped(written);
    if (packs === null || packs > MAX_PACKS_PER_LINE) {
      const most = MAX_PACKS_PER_LINE.toLocaleString("en-US");
      problems.push({ field: name, text: say(path)("quote.wholePacks", { most }) });
    }
    return packs === 0 ? [] : [{ agreement_id, packs: packs ?? 1 }];
  });
  return { parts, problems };
}
