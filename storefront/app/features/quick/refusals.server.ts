import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { again, quoteWords } from "../quote/refusals.server";
import { fieldOf } from "../ui/form.server";

export { again };

/** What is refused of lists and nowhere else. */
const OWN = [
  "too_many_lines",
  "too_many_goods",
  "too_many_lists",
  "order_list_not_found",
  "nothing_asked",
  "list_has_faults",
  "cycle_only",
  "pack_not_found",
] as const;

export function listWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`quick.refusals.${own}`) : quoteWords(path, refusal);
}

export function refusedAt(path: Path, form: FormData, refusal: Refusal, field: string) {
  return again(
    form,
    [{ field: fieldOf(refusal, field), text: listWords(path, refusal) }],
    refusal.status === 401 ? 400 : refusal.status,
  );
}
