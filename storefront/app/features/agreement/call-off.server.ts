import { data } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { text, typed } from "../ui/form.server";
import { refusedAgain } from "./refusals.server";

// A call-off of more than lies there now: asked about, and chosen by one of two buttons of the same form.

const moreSchema = z.object({
  details: z.object({
    lines: z.array(z.object({ variant_id: z.string(), packs: z.int(), there_packs: z.int() })),
    now: z.boolean(),
  }),
});
/** How much lies there of each line, and whether that much could be called off by itself. */
export type MoreThanThere = z.output<typeof moreSchema>["details"];

/**
 * What was chosen, with the packs in the form that go with it: those that lie there, or all of them, which then wait. Packs that were typed anew
 * after the question are asked about again.
 */
export function chosenIn(form: FormData): "ask" | "wait" {
  const intent = text(form, "intent");
  const names = [...form.keys()].filter((name) => name.startsWith("packs:"));
  const of = (kind: string, name: string) => text(form, name.replace(/^packs:/, kind));
  const same = names.length > 0 && names.every((name) => text(form, name) === of("asked:", name));
  if (intent === "call_off_all" && same) return "wait";
  if (intent === "call_off_there" && same) for (const name of names) form.set(name, of("there:", name));
  return "ask";
}

/** What the backend refused of a call-off; of more than lies there with the figures to choose by. */
export function refusedCallOff(path: Path, form: FormData, refusal: Refusal) {
  const more = refusal.code === "more_than_there" ? moreSchema.safeParse(refusal.details) : null;
  if (!more?.success) return refusedAgain(path, form, refusal, "lines");
  const { lines } = more.data.details;
  const facts = {
    packs: lines.reduce((sum, one) => sum + one.packs, 0),
    there: lines.reduce((sum, one) => sum + one.there_packs, 0),
  };
  const problems = [{ field: "there", text: say(path)("agreement.moreThanThere", facts) }];
  return data({ problems, typed: typed(form), more: more.data.details }, { status: 400 });
}
