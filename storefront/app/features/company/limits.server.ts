import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { exampleAmount, minorTyped } from "../../lib/money.server";
import type { Problem } from "../ui/Field";
import { amountWrong, text } from "../ui/form.server";
import type { Limits } from "./data.server";
import { WINDOWS } from "./words";

/** The limits of a form; an empty field is no limit. */
export function memberLimits(path: Path, form: FormData): { value: Limits; problems: Problem[] } {
  const currency = text(form, "currency");
  const problems: Problem[] = [];
  const amountOf = (field: "per_order" | "per_window"): number | null => {
    const typed = text(form, field);
    if (typed === "") return null;
    const amount = minorTyped(typed, currency);
    if (amount === null) {
      const otherwise = say(path)("company.wrongAmount", { example: exampleAmount(currency) });
      problems.push({ field, text: amountWrong(path, typed, currency, otherwise) });
    }
    return amount;
  };
  const per_order_minor = amountOf("per_order");
  const window = amountOf("per_window");
  const kind = WINDOWS.find((one) => one === text(form, "window"));
  if (problems.length === 0 && (kind === undefined) !== (window === null))
    problems.push({ field: kind === undefined ? "window" : "per_window", text: say(path)("company.windowBoth") });
  const per_window = kind === undefined || window === null ? null : { kind, limit_minor: window };
  return { value: { per_order_minor, per_window }, problems };
}
