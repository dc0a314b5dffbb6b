import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { exampleAmount, majorText, minorTyped } from "../../lib/money.server";
import { both, minor, unit } from "../../lib/shapes";
import type { Problem } from "../ui/Field";
import { amountWrong, fieldOf, inWords, text, typed as typedOf } from "../ui/form.server";
import { apiOf, pageOf } from "./product.server";

const productSchema = z.object({
  product: z.object({
    id: z.string(),
    title: both,
    unit,
    currency: z.string(),
    packs: z.array(
      z.object({
        variant_id: z.string(),
        title: both,
        units: z.number(),
        price_minor: minor.nullable(),
        minimum_packs: z.int(),
        steps: z.array(z.object({ from: z.int(), price_minor: minor })),
        version: z.int(),
      }),
    ),
  }),
});

/** Steps that a form has room for: those that stand and two more, never fewer than four or more than a ladder may have. */
const [LEAST_ROWS, MOST_ROWS] = [4, 12];
export const rowsOf = (steps: number): number => Math.min(MOST_ROWS, Math.max(LEAST_ROWS, steps + 2));

/** What the rules refuse, by their codes. */
const REFUSED = [
  "steps_start",
  "steps_quantity",
  "steps_price",
  "steps_too_long",
  "step_below_minimum",
  "invalid_minimum",
  "stale",
] as const;

export async function pricedProduct(desk: Member, id: string) {
  const { product } = await desk.read(`${apiOf(id)}/company-prices`, productSchema);
  const typed: Record<string, string> = {};
  for (const [at, pack] of product.packs.entries()) {
    typed[`minimum_${at}`] = String(pack.minimum_packs);
    for (const [step, { from, price_minor }] of pack.steps.entries()) {
      typed[`from_${at}_${step}`] = step === 0 ? "" : String(from);
      typed[`price_${at}_${step}`] = majorText(price_minor, product.currency);
    }
  }
  return { product, typed };
}

interface Priced {
  currency: string;
  packs: readonly { variant_id: string }[];
}

/**
 * The ladders of a form of packs: rows left empty are no steps. `places`: where each step of the body stands in the form. A minimum left empty is
 * null where the form says `optional`, else it is wrong.
 */
export function laddersTyped(path: Path, form: FormData, product: Priced, minimum: "needed" | "optional") {
  const t = say(path);
  const problems: Problem[] = [];
  const number = (field: string, least: number) => {
    const written = text(form, field).normalize("NFKC");
    if (/^\d{1,7}$/.test(written) && Number(written) >= least) return Number(written);
    problems.push({ field, text: t("companyPrices.wholePacks") });
    return least;
  };
  const places: string[][] = [];
  const packs = product.packs.map((pack, at) => {
    const place: string[] = [];
    const steps = Array.from({ length: MOST_ROWS }, (_, row) => row).flatMap((row) => {
      const [from, price] = [`from_${at}_${row}`, `price_${at}_${row}`];
      const written = text(form, price);
      if (written === "" && text(form, from) === "") return [];
      const price_minor = minorTyped(written, product.currency);
      if (price_minor === null) {
        const otherwise = t("companyPrices.wrongPrice", { example: exampleAmount(product.currency) });
        problems.push({ field: price, text: amountWrong(path, written, product.currency, otherwise) });
      }
      place.push(price);
      return [{ from: row === 0 ? 0 : number(from, 1), price_minor: price_minor ?? 0 }];
    });
    places.push(place);
    const none = minimum === "optional" && text(form, `minimum_${at}`) === "";
    return {
      variant_id: pack.variant_id,
      minimum_packs: none ? null : number(`minimum_${at}`, 1),
      steps,
      seen: Number(text(form, `seen_${at}`)),
    };
  });
  return { packs, places, problems };
}

/** What the backend refused of ladders, at the step or the minimum that it is about. */
export function ladderRefused(path: Path, refusal: Refusal, places: readonly (readonly string[])[]): Problem {
  const { code, field } = refusal;
  const known = REFUSED.find((one) => one === code);
  const [, at, step] = /^packs\.(\d+)(?:\.steps\.(\d+))?/.exec(field ?? "") ?? [];
  const where =
    step === undefined ? `minimum_${at ?? 0}` : (places[Number(at)]?.[Number(step)] ?? `minimum_${at ?? 0}`);
  const words = known ? say(path)(`companyPrices.refusals.${known}`) : inWords(path, refusal);
  return { field: fieldOf(refusal, where), text: words };
}

/** Sets what was typed: a pack without steps costs what it costs in the shop. */
export async function setCompanyPrices(desk: Member, path: Path, id: string, form: FormData) {
  const { product } = await pricedProduct(desk, id);
  const { packs, places, problems } = laddersTyped(path, form, product, "needed");
  const again = (wrong: Problem[], status = 400) => data({ problems: wrong, typed: typedOf(form) }, { status });
  if (problems.length > 0) return again(problems);
  const done = await desk.call(`${apiOf(id)}/company-prices`, z.unknown(), { body: { packs } });
  if (done.ok) return redirect(`${pageOf(path, id)}/wholesale?set`, 303);
  return again([ladderRefused(path, done.refusal, places)], done.refusal.status);
}
