import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { exampleAmount, majorText, minorTyped } from "../../lib/money.server";
import { packsOf } from "../quote/version-form.server";
import { BEARERS } from "../quote/words";
import type { Problem } from "../ui/Field";
import { amountWrong, text } from "../ui/form.server";
import type { AgreementVersion } from "./data.server";
import { MAX_STEPS, RULES } from "./words";

/** A whole number from 0 on, as it was typed; null when it is none. */
function wholeOf(typed: string): number | null {
  const number = Number(typed.normalize("NFKC"));
  return typed !== "" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** What the form of an agreement says, or what is wrong with it. Goods without packs are left out. */
export function termsOf(path: Path, form: FormData, currency: string) {
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
  const countOf = (field: string): number => {
    const count = wholeOf(text(form, field));
    if (count === null) problems.push({ field, text: t("agreement.wrongCount") });
    return count ?? 0;
  };
  const dayOf = (field: string): string => {
    const day = text(form, field);
    if (day === "") problems.push({ field, text: t("quote.chooseDay") });
    return day;
  };
  const lines = packsOf(form).map((line) => {
    const name = `${line.product_id}:${line.variant_id}`;
    const steps = [{ from: 0, price_minor: amountOf(`price:${name}`) }];
    for (let step = 2; step <= MAX_STEPS; step += 1) {
      const [from, price] = [`from${step}:${name}`, `price${step}:${name}`];
      if (text(form, from) === "" && text(form, price) === "") continue;
      steps.push({ from: countOf(from), price_minor: amountOf(price) });
    }
    return { ...line, steps };
  });
  if (lines.length === 0) problems.push({ field: "lines", text: t("quote.noLines") });
  const bearer = BEARERS.find((one) => one === text(form, "bearer")) ?? "buyer";
  const percent = wholeOf(text(form, "percent"));
  if (bearer === "shared" && (percent === null || percent > 100))
    problems.push({ field: "percent", text: t("quote.wrongPercent") });
  const body = {
    lines,
    from_day: dayOf("from_day"),
    to_day: dayOf("to_day"),
    minimum_packs: countOf("minimum_packs"),
    notice_days: countOf("notice_days"),
    shortfall: RULES.find((rule) => rule === text(form, "shortfall")) ?? "in_proportion",
    freight_minor: amountOf("freight"),
    freight_term: bearer === "shared" ? { bearer, buyer_bp: (percent ?? 0) * 100 } : { bearer },
    words: text(form, "words"),
  };
  return { problems, body };
}

/** What a version says, as its form has it. */
export function valuesOf(version: AgreementVersion, currency: string): Record<string, string> {
  const values: Record<string, string> = {
    from_day: version.from_day,
    to_day: version.to_day,
    minimum_packs: String(version.minimum_packs),
    notice_days: String(version.notice_days),
    shortfall: version.shortfall,
    freight: majorText(version.freight_minor, currency),
    bearer: version.freight_term.bearer,
    percent: String((version.freight_term.buyer_bp ?? 5_000) / 100),
    words: version.words,
  };
  for (const line of version.lines) {
    const name = `${line.product_id}:${line.variant_id}`;
    values[`packs:${name}`] = String(line.packs);
    line.steps.forEach((step, at) => {
      if (at > 0) values[`from${at + 1}:${name}`] = String(step.from);
      values[`price${at === 0 ? "" : at + 1}:${name}`] = majorText(step.price_minor, currency);
    });
  }
  return values;
}

/** A call-off as it was typed: packs by good. */
export function callOffOf(form: FormData) {
  const address_id = text(form, "address_id");
  return {
    lines: packsOf(form).map(({ variant_id, packs }) => ({ variant_id, packs })),
    wanted_on: text(form, "wanted_on"),
    ...(address_id === "" ? {} : { address_id }),
    words: text(form, "call_off_words"),
    idempotency_key: text(form, "idempotency_key"),
  };
}
