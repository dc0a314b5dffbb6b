import { MAX_AGREED_PACKS } from "@commonlot/domain";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { majorText } from "../../lib/money.server";
import { dayTyped, wholeTyped } from "../../lib/typed.server";
import { amountIn, dayOf, freightTermIn, packsOf } from "../quote/version-form.server";
import { USUAL_CAP_BP } from "../quote/words";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";
import type { AgreementVersion } from "./data.server";
import { MAX_STEPS, RULES } from "./words";

const PERCENT = /^\d{1,3}(\.\d{1,2})?$/;

/** "40", "12.5 %" or "１２．５％" as basis points; null for what is no part of a whole, in hundredths of a per cent. */
export function basisPoints(typed: string): number | null {
  const written = typed.normalize("NFKC").trim().replace(/\s*%$/, "");
  if (!PERCENT.test(written)) return null;
  const [whole = "", part = ""] = written.split(".");
  const bp = Number(whole) * 100 + Number(part.padEnd(2, "0"));
  return bp <= 10_000 ? bp : null;
}

/** What the form of an agreement says, or what is wrong with it. Goods without packs are left out. */
export function termsOf(path: Path, form: FormData, currency: string) {
  const t = say(path);
  const problems: Problem[] = [];
  const amountOf = (field: string): number => amountIn(path, form, field, currency, problems);
  const countOf = (field: string): number => {
    const count = wholeTyped(text(form, field));
    if (count === null) problems.push({ field, text: t("agreement.wrongCount") });
    return count ?? 0;
  };
  const bpOf = (field: string): number => {
    const bp = basisPoints(text(form, field));
    if (bp === null) problems.push({ field, text: t("quote.wrongPercent") });
    return bp ?? 0;
  };
  // A season may have begun.
  const seasonDay = (field: string): string => {
    const day = dayTyped(text(form, field));
    if (day === null) problems.push({ field, text: t("quote.chooseDay") });
    return day ?? "";
  };
  const asked = packsOf(path, form, MAX_AGREED_PACKS);
  problems.push(...asked.problems);
  const lines = asked.lines.map((line) => {
    const name = `${line.product_id}:${line.variant_id}`;
    const steps = [{ from: 0, price_minor: amountOf(`price:${name}`) }];
    for (let step = 2; step <= MAX_STEPS; step += 1) {
      const [from, price] = [`from${step}:${name}`, `price${step}:${name}`];
      if (text(form, from) === "" && text(form, price) === "") continue;
      steps.push({ from: countOf(from), price_minor: amountOf(price) });
    }
    const share = text(form, `share:${name}`) === "" ? {} : { share_bp: bpOf(`share:${name}`) };
    return { ...line, steps, ...share };
  });
  if (lines.length === 0 && asked.problems.length === 0) problems.push({ field: "lines", text: t("quote.noLines") });
  const nothing_owed = text(form, "compensation") === "" && text(form, "compensation_cap") === "";
  const body = {
    lines,
    from_day: seasonDay("from_day"),
    to_day: seasonDay("to_day"),
    minimum_packs: countOf("minimum_packs"),
    notice_days: countOf("notice_days"),
    shortfall: RULES.find((rule) => rule === text(form, "shortfall")) ?? "in_proportion",
    freight_minor: amountOf("freight"),
    freight_term: freightTermIn(path, form, problems),
    ...(nothing_owed ? {} : { compensation: { bp: bpOf("compensation"), cap_bp: bpOf("compensation_cap") } }),
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
    cap: String((version.freight_term.cap_bp ?? USUAL_CAP_BP) / 100),
    words: version.words,
    ...(version.compensation === null
      ? {}
      : {
          compensation: String(version.compensation.bp / 100),
          compensation_cap: String(version.compensation.cap_bp / 100),
        }),
  };
  for (const line of version.lines) {
    const name = `${line.product_id}:${line.variant_id}`;
    values[`packs:${name}`] = String(line.packs);
    if (line.share_bp !== null) values[`share:${name}`] = String(line.share_bp / 100);
    line.steps.forEach((step, at) => {
      if (at > 0) values[`from${at + 1}:${name}`] = String(step.from);
      values[`price${at === 0 ? "" : at + 1}:${name}`] = majorText(step.price_minor, currency);
    });
  }
  return values;
}

/** What the address of the page says of a call-off, as its form begins with it: of an agreement of one good. */
export function callOffAsked(url: URL, lines: readonly { product_id: string; variant_id: string }[]) {
  const values: Record<string, string> = {};
  for (const name of ["wanted_on", "address_id"]) {
    const value = url.searchParams.get(name);
    if (value !== null) values[name] = value.trim();
  }
  const packs = url.searchParams.get("packs")?.trim() ?? "";
  const [line, ...others] = lines;
  if (line && others.length === 0 && packs !== "") values[`packs:${line.product_id}:${line.variant_id}`] = packs;
  return values;
}

/** A call-off as it was typed, packs by good, or what is wrong with it. */
export function callOffOf(path: Path, form: FormData) {
  const { lines, problems } = packsOf(path, form);
  if (lines.length === 0 && problems.length === 0) problems.push({ field: "lines", text: say(path)("quote.noLines") });
  const address_id = text(form, "address_id");
  const body = {
    lines: lines.map(({ variant_id, packs }) => ({ variant_id, packs })),
    wanted_on: dayOf(path, form, "wanted_on", problems),
    ...(address_id === "" ? {} : { address_id }),
    words: text(form, "call_off_words"),
    idempotency_key: text(form, "idempotency_key"),
  };
  return { problems, body };
}
