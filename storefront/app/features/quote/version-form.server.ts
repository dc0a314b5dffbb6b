import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { exampleAmount, minorTyped } from "../../lib/money.server";
import type { Problem } from "../ui/Field";
import { amountWrong, text } from "../ui/form.server";
import { BEARERS } from "./words";

/** What a version's form says, or what is wrong with it. Lines without packs are left out. */
export function versionOf(path: Path, form: FormData, currency: string) {
  const t = say(path);
  const problems: Problem[] = [];
  const amountOf = (field: string): number => {
    const written = text(form, field);
    const amount = minorTyped(written, currency);
    if (amount === null) {
      const otherwise = t("quote.wrongAmount", { example: exampleAmount(currency) });
      problems.push({ field, text: amountWrong(path, written, currency, otherwise) });
    }
    return amount ?? 0;
  };
  const lines = packsOf(form).map((line) => ({
    ...line,
    price_minor: amountOf(`price:${line.product_id}:${line.variant_id}`),
  }));
  if (lines.length === 0) problems.push({ field: "lines", text: t("quote.noLines") });
  const freight_minor = amountOf("freight");
  const bearer = BEARERS.find((one) => one === text(form, "bearer")) ?? "buyer";
  const percent = Number(text(form, "percent").normalize("NFKC"));
  if (bearer === "shared" && !(Number.isInteger(percent) && percent >= 0 && percent <= 100))
    problems.push({ field: "percent", text: t("quote.wrongPercent") });
  const deliver_on = text(form, "deliver_on");
  if (deliver_on === "") problems.push({ field: "deliver_on", text: t("quote.chooseDay") });
  return {
    problems,
    body: {
      upon_version: Number(text(form, "upon_version")),
      lines,
      freight_minor,
      freight_term: bearer === "shared" ? { bearer, buyer_bp: percent * 100 } : { bearer },
      deliver_on,
      words: text(form, "words"),
    },
  };
}

/** Fields named `packs:<product>:<variant>` that hold a number above zero. */
export function packsOf(form: FormData): { product_id: string; variant_id: string; packs: number }[] {
  return [...form.keys()].flatMap((name) => {
    const [kind, product_id, variant_id] = name.split(":");
    const packs = Number(text(form, name).normalize("NFKC"));
    if (kind !== "packs" || !product_id || !variant_id || !Number.isSafeInteger(packs) || packs <= 0) return [];
    return [{ product_id, variant_id, packs }];
  });
}

/** The last minute of a day where the villages are. */
export const endOfDay = (day: string): string => `${day}T23:59:00+08:00`;
