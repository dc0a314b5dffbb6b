import { FREIGHT_CAP_BP, MAX_PACKS_PER_LINE } from "@commonlot/domain";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { exampleAmount, minorTyped } from "../../lib/money.server";
import { today } from "../../lib/today.server";
import { dayTyped, wholeTyped } from "../../lib/typed.server";
import type { Problem } from "../ui/Field";
import { amountWrong, text } from "../ui/form.server";
import type { FreightTerm } from "./data.server";
import { BEARERS } from "./words";

/** What a version's form says, or what is wrong with it. Lines without packs are left out. */
export function versionOf(path: Path, form: FormData, currency: string) {
  const t = say(path);
  const problems: Problem[] = [];
  const amountOf = (field: string): number => amountIn(path, form, field, currency, problems);
  const asked = packsOf(path, form);
  problems.push(...asked.problems);
  const lines = asked.lines.map((line) => ({
    ...line,
    price_minor: amountOf(`price:${line.product_id}:${line.variant_id}`),
  }));
  if (lines.length === 0 && asked.problems.length === 0) problems.push({ field: "lines", text: t("quote.noLines") });
  const freight_minor = amountOf("freight");
  const freight_term = freightTermIn(path, form, problems);
  const deliver_on = dayOf(path, form, "deliver_on", problems);
  return {
    problems,
    body: {
      upon_version: Number(text(form, "upon_version")),
      lines,
      freight_minor,
      freight_term,
      deliver_on,
      words: text(form, "words"),
    },
  };
}

/** Who bears what the freight turns out otherwise, and up to what the buyer may be asked for a loss; 10 % where nothing is typed. */
export function freightTermIn(path: Path, form: FormData, problems: Problem[]): FreightTerm {
  const bearer = BEARERS.find((one) => one === text(form, "bearer")) ?? "buyer";
  if (bearer === "cooperative") return { bearer };
  const cap_bp = text(form, "cap") === "" ? FREIGHT_CAP_BP : percentIn(path, form, "cap", problems) * 100;
  if (bearer === "buyer") return { bearer, cap_bp };
  return { bearer, buyer_bp: percentIn(path, form, "percent", problems) * 100, cap_bp };
}

/** Whole per cent in a field, 0 to 100; 0 with what is wrong with it. */
function percentIn(path: Path, form: FormData, field: string, problems: Problem[]): number {
  const percent = wholeTyped(text(form, field).normalize("NFKC").replace(/\s*%$/, ""));
  if (percent !== null && percent >= 0 && percent <= 100) return percent;
  problems.push({ field, text: say(path)("quote.wrongPercent") });
  return 0;
}

/** Fields named `packs:<product>:<variant>` that hold a number above zero, `limit` at most. What is no number is never taken for none. */
export function packsOf(path: Path, form: FormData, limit = MAX_PACKS_PER_LINE) {
  const problems: Problem[] = [];
  const lines = [...form.keys()].flatMap((name) => {
    const [kind, product_id, variant_id] = name.split(":");
    const written = text(form, name);
    if (kind !== "packs" || !product_id || !variant_id || written === "") return [];
    const packs = wholeTyped(written);
    if (packs === null || packs > limit) {
      const most = limit.toLocaleString("en-US");
      problems.push({ field: name, text: say(path)("quote.wholePacks", { most }) });
    }
    return packs === 0 ? [] : [{ product_id, variant_id, packs: packs ?? 1 }];
  });
  return { lines, problems };
}

/** The amount in a field, in minor units; 0 with what is wrong with it. */
export function amountIn(path: Path, form: FormData, field: string, currency: string, problems: Problem[]): number {
  const written = text(form, field);
  const amount = minorTyped(written, currency);
  if (amount !== null) return amount;
  const otherwise = say(path)("quote.wrongAmount", { example: exampleAmount(currency) });
  problems.push({ field, text: amountWrong(path, written, currency, otherwise) });
  return 0;
}

/** The day in a field, today or later where the villages are; "" with what is wrong with it. */
export function dayOf(path: Path, form: FormData, field: string, problems: Problem[]): string {
  const day = dayTyped(text(form, field));
  if (day !== null && day >= today()) return day;
  problems.push({ field, text: say(path)(day === null ? "quote.chooseDay" : "quote.refusals.day_past") });
  return "";
}

/** The last minute of a day where the villages are. */
export const endOfDay = (day: string): string => `${day}T23:59:00+08:00`;
