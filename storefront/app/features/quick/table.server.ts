import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { wholeTyped } from "../../lib/typed.server";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";
import { again, refusedAt } from "./refusals.server";

/** Packs of one line at most. */
const MAX_PACKS = 1_000_000;
const LAST_PAGE = 400;

/** Where the table is looked at, of a page and some words. */
export function tableAt(path: Path, q: string, page: number): string {
  const query = new URLSearchParams({ ...(q === "" ? {} : { q }), ...(page > 1 ? { page: String(page) } : {}) });
  const search = query.toString();
  return `/${path}/wholesale/quick${search === "" ? "" : `?${search}`}`;
}

export function pageAsked(written: string | null): number {
  const page = Number(written ?? "1");
  return Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1;
}

/**
 * Puts what was typed on the member's list and goes where they wanted: nothing typed is lost by turning a page or looking for something else.
 * Only numbers that were changed here are sent, so that what another window did stays.
 */
export async function keepTyped(who: Member, path: Path, form: FormData) {
  const problems: Problem[] = [];
  const packs: { variant_id: string; packs: number }[] = [];
  for (const name of form.keys()) {
    const variant_id = /^packs:(.+)$/.exec(name)?.[1];
    if (variant_id === undefined) continue;
    const written = text(form, name).normalize("NFKC");
    if (written === text(form, `was:${variant_id}`)) continue;
    const count = written === "" ? 0 : wholeTyped(written);
    if (count !== null && count <= MAX_PACKS) packs.push({ variant_id, packs: count });
    else problems.push({ field: name, text: say(path)("quick.wholePacks", { written }) });
  }
  if (problems.length > 0) return again(form, problems);
  if (packs.length > 0) {
    const kept = await who.call("/wholesale/quick/packs", z.unknown(), { body: { packs } });
    if (!kept.ok) return refusedAt(path, form, kept.refusal, "q");
  }
  const go = text(form, "go");
  const [shown, q] = [text(form, "shown").slice(0, 80), text(form, "q").slice(0, 80)];
  if (go === "list") return redirect(`/${path}/wholesale/quick/list`, 303);
  if (go === "find") return redirect(tableAt(path, q, 1), 303);
  const page = pageAsked(/^page:(\d+)$/.exec(go)?.[1] ?? text(form, "page"));
  return redirect(`${tableAt(path, shown, page)}${go === "save" ? "#list" : ""}`, 303);
}
