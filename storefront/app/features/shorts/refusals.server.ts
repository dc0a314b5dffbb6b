import { z } from "zod";
import { localeOf, type Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { formatsOf } from "../../lib/formats";
import { inWords } from "../ui/form.server";

const overSchema = z.object({ details: z.object({ left_units: z.int() }) });

/** What was refused of a short; of more than is here of a lot with how much that is, in its `unit`. */
export function shortWords(path: Path, refusal: Refusal, unit: "g" | "piece"): string {
  const over = refusal.code === "loss_over_stock" ? overSchema.safeParse(refusal.details) : null;
  if (!over?.success) return inWords(path, refusal);
  const { left_units } = over.data.details;
  return left_units === 0
    ? say(path)("short.problems.noneLeft")
    : say(path)("short.problems.overStock", { left: formatsOf(localeOf(path)).units(left_units, unit) });
}
