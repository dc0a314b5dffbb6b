import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { exampleAmount, majorText, minorTyped } from "../../lib/money.server";
import { apiOf, pageOf } from "../shop-desk/product.server";
import type { Problem } from "../ui/Field";
import { amountWrong, fieldOf, inWords, text, typed as typedOf } from "../ui/form.server";
import { deskSamplesSchema } from "./data.server";
import { MOST_A_SEASON, MOST_PACKS } from "./words";

/** What the rules refuse, by their codes; each at a field of its pack. */
const REFUSED = ["invalid_packs", "invalid_price", "invalid_freight", "invalid_per_season"] as const;
const FIELDS: Readonly<Record<string, string>> = {
  packs: "packs",
  price_minor: "price",
  freight_minor: "freight",
  per_season: "per_season",
};

export async function sampledProduct(desk: Member, id: string) {
  const { product } = await desk.read(`${apiOf(id)}/samples`, deskSamplesSchema);
  const typed: Record<string, string> = {};
  for (const [at, { sample, price_minor }] of product.packs.entries()) {
    if (sample?.offered) typed[`offered_${at}`] = "yes";
    typed[`packs_${at}`] = String(sample?.packs ?? 1);
    const price = sample?.price_minor ?? price_minor;
    typed[`price_${at}`] = price === null ? "" : majorText(price, product.currency);
    typed[`freight_${at}`] = majorText(sample?.freight_minor ?? 0, product.currency);
    typed[`per_season_${at}`] = String(sample?.per_season ?? 1);
  }
  return { product, typed };
}

/** Sets what was typed; of a pack that is not offered, and never was, nothing is read. */
export async function setSamples(desk: Member, path: Path, id: string, form: FormData) {
  const { product } = await sampledProduct(desk, id);
  const t = say(path);
  const problems: Problem[] = [];
  const whole = (field: string, most: number) => {
    const written = text(form, field).normalize("NFKC");
    if (/^\d{1,4}$/.test(written) && Number(written) >= 1 && Number(written) <= most) return Number(written);
    problems.push({ field, text: t("samples.whole", { most }) });
    return 1;
  };
  const amount = (field: string) => {
    const written = text(form, field);
    const minor = minorTyped(written, product.currency);
    if (minor !== null) return minor;
    const otherwise = t("companyPrices.wrongPrice", { example: exampleAmount(product.currency) });
    problems.push({ field, text: amountWrong(path, written, product.currency, otherwise) });
    return 0;
  };
  const packs = product.packs.map(({ variant_id, sample }, at) => {
    const offered = text(form, `offered_${at}`) === "yes";
    const seen = Number(text(form, `seen_${at}`));
    // Offered no more: what it was stays beside it.
    if (!offered)
      return {
        ...{ variant_id, offered, seen },
        ...{ packs: 1, price_minor: 1, freight_minor: 0, per_season: 1 },
        ...(sample ? { ...sample, offered } : {}),
      };
    return {
      ...{ variant_id, offered, seen },
      packs: whole(`packs_${at}`, MOST_PACKS),
      price_minor: amount(`price_${at}`),
      freight_minor: amount(`freight_${at}`),
      per_season: whole(`per_season_${at}`, MOST_A_SEASON),
    };
  });
  const again = (wrong: Problem[], status = 400) => data({ problems: wrong, typed: typedOf(form) }, { status });
  if (problems.length > 0) return again(problems);
  const done = await desk.call(`${apiOf(id)}/samples`, z.unknown(), { body: { packs } });
  if (done.ok) return redirect(`${pageOf(path, id)}/samples?set`, 303);
  return again([refused(path, done.refusal)], done.refusal.status);
}

function refused(path: Path, refusal: Refusal): Problem {
  const [, at, part] = /^packs\.(\d+)\.(\w+)$/.exec(refusal.field ?? "") ?? [];
  const field = `${FIELDS[part ?? ""] ?? "packs"}_${at ?? 0}`;
  const known = REFUSED.find((one) => one === refusal.code);
  const words = known ? say(path)(`samples.refusals.${known}`) : inWords(path, refusal);
  return { field: fieldOf(refusal, field), text: words };
}
