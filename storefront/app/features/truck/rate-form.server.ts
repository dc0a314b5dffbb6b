import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { minorTyped } from "../../lib/money.server";
import { dayTyped, wholeTyped } from "../../lib/typed.server";
import type { Problem } from "../ui/Field";
import { amountWrong, text } from "../ui/form.server";

const CURRENCY = "CNY";
const FACTOR = /^([1-4])(?:\.(\d{1,4}))?$|^5$/;

/** What a truck rate's form says, or what is wrong with it. */
export function rateOf(path: Path, form: FormData) {
  const t = say(path);
  const problems: Problem[] = [];
  const whole = (field: string, most: number): number => {
    const number = wholeTyped(text(form, field));
    if (number !== null && number > 0 && number <= most) return number;
    problems.push({ field, text: t("truck.wholeNumber", { most: most.toLocaleString("en-US") }) });
    return 1;
  };
  const amount = (field: string): number => {
    const written = text(form, field);
    const minor = minorTyped(written === "" ? "0" : written, CURRENCY);
    if (minor !== null) return minor;
    problems.push({ field, text: amountWrong(path, written, CURRENCY, t("truck.wrongAmount")) });
    return 0;
  };
  const name = text(form, "name");
  if (name === "") problems.push({ field: "name", text: t("truck.nameNeeded") });
  const valid_from = dayTyped(text(form, "valid_from"));
  if (valid_from === null) problems.push({ field: "valid_from", text: t("truck.chooseDay") });
  const last = text(form, "valid_to");
  const valid_to = last === "" ? undefined : dayTyped(last);
  if (valid_to === null) problems.push({ field: "valid_to", text: t("truck.chooseDay") });
  const factor = text(form, "road").normalize("NFKC").replace(",", ".");
  if (!FACTOR.test(factor)) problems.push({ field: "road", text: t("truck.wrongFactor") });
  const body = {
    name,
    currency: CURRENCY,
    capacity_kg: whole("capacity_kg", 100_000),
    capacity_pallets: whole("capacity_pallets", 100),
    base_minor: amount("base"),
    per_km_minor: amount("per_km"),
    minimum_minor: amount("minimum"),
    road_bp: FACTOR.test(factor) ? Math.round(Number(factor) * 10_000) : 10_000,
    km_a_day: whole("km_a_day", 2_000),
    provinces: [...form.keys()].flatMap((key) => (key.startsWith("province:") ? [key.slice("province:".length)] : [])),
    valid_from: valid_from ?? "",
    ...(valid_to ? { valid_to } : {}),
  };
  return { problems, body };
}
