import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { madeSchema } from "../quote/data.server";
import { dayOf } from "../quote/version-form.server";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";
import { addedSchema } from "./data.server";
import { ASKED, typedBeside, type Drafts } from "./draft.server";
import { again, refusedAt } from "./refusals.server";
import { MAX_LINES, readQuickSheet } from "./sheet.server";
import { pageAsked } from "./table.server";
import { listAt } from "./words";

/** Ten thousand lines are looked up in one call. */
const SHEET_MS = 60_000;
/** As Excel has it. */
const MAX_SHEET_NAME = 31;
/** As many requests as there are cooperatives on the list. */
const ASK_MS = 30_000;

/** Adds what was pasted or brought as a file. What can't be read as a sheet at all is refused, and what was pasted stays in its field. */
export async function bring(who: Member, path: Path, form: FormData) {
  const t = say(path);
  const sheet = await readQuickSheet(form.get("file"), text(form, "sheet"));
  if (!sheet.ok) {
    const cell = sheet.fault === "formula" ? sheet.cell : "";
    const name = sheet.fault === "emptySheet" ? sheet.sheet.slice(0, MAX_SHEET_NAME) : "";
    const file = form.get("file");
    const field = file instanceof File && file.name !== "" ? "file" : "sheet";
    return again(form, [{ field, text: t(`quick.sheet.${sheet.fault}`, { cell, sheet: name, most: MAX_LINES }) }]);
  }
  const done = await who.call("/wholesale/quick/sheet", addedSchema, {
    body: { lines: sheet.lines, idempotency_key: text(form, "idempotency_key") },
    time_limit_ms: SHEET_MS,
  });
  if (!done.ok) return refusedAt(path, form, done.refusal, "sheet");
  const query = new URLSearchParams({ brought: "" });
  if (sheet.sheet !== undefined) query.set("sheet", sheet.sheet.slice(0, MAX_SHEET_NAME));
  return redirect(listAt(path, `?${query.toString()}#lines`), 303);
}

interface Mended {
  readonly line: number;
  /** What the line was of when the page was opened. */
  readonly of?: string;
  readonly off?: true;
  readonly variant_id?: string;
  readonly name?: string;
  readonly amount?: string;
}

/**
 * Lines put right where they stand, and the page that was asked for, this one or the one that is turned to: nothing typed is lost by turning
 * a page. Only what was changed is sent; what was typed beside the lines goes along as a draft.
 */
export async function mend(who: Member, path: Path, form: FormData, drafts: Drafts) {
  const done = await sendMended(who, form);
  if (done && !done.ok) return refusedAt(path, form, done.refusal, "lines");
  const draft = await drafts.keep(typedBeside(form));
  if (draft === null) return tooLong(path, form);
  const page = pageAsked(/^page:(\d+)$/.exec(text(form, "intent"))?.[1] ?? text(form, "page"));
  return goTo(listAt(path, `${page > 1 ? `?page=${page}` : ""}#lines`), draft);
}

const tooLong = (path: Path, form: FormData) =>
  again(form, [{ field: "words", text: say(path)("quick.wordsTooLong") }]);

const goTo = (to: string, draft: Headers) => redirect(to, { status: 303, headers: draft });

/** Null where nothing was changed. */
async function sendMended(who: Member, form: FormData) {
  const lines = mended(form);
  return lines.length === 0 ? null : who.call("/wholesale/quick/list/lines", z.unknown(), { body: { lines } });
}

function mended(form: FormData): Mended[] {
  return form.getAll("line").flatMap((written): Mended[] => {
    const line = Number(written);
    const changed = (name: string) => {
      const value = text(form, `${name}:${line}`);
      return form.has(`${name}:${line}`) && value !== text(form, `${name}-was:${line}`) ? value : undefined;
    };
    if (!Number.isSafeInteger(line) || line < 1) return [];
    const of = form.has(`of:${line}`) ? { of: text(form, `of:${line}`) } : {};
    if (form.has(`off:${line}`)) return [{ line, ...of, off: true }];
    const [variant_id, name, amount] = [changed("variant"), changed("name"), changed("amount")];
    if (!variant_id && name === undefined && amount === undefined) return [];
    return [
      {
        line,
        ...of,
        ...(variant_id ? { variant_id } : name === undefined ? {} : { name }),
        ...(amount === undefined ? {} : { amount }),
      },
    ];
  });
}

/** Keeps the list under a name, as its lines were typed; what was typed to ask with stays a draft. */
export async function keep(who: Member, path: Path, form: FormData, drafts: Drafts) {
  const mended = await sendMended(who, form);
  if (mended && !mended.ok) return refusedAt(path, form, mended.refusal, "lines");
  const name = text(form, "list_name");
  if (name === "") return again(form, [{ field: "list_name", text: say(path)("quick.nameIt") }]);
  const draft = await drafts.keep(typedBeside(form, ASKED));
  if (draft === null) return tooLong(path, form);
  const done = await who.call("/wholesale/order-lists", z.unknown(), { body: { name } });
  return done.ok
    ? goTo(`/${path}/wholesale/order-lists?kept`, draft)
    : refusedAt(path, form, done.refusal, "list_name");
}

/** Takes all lines off the list, and forgets what was typed beside them. */
export async function empty(who: Member, path: Path, form: FormData, drafts: Drafts) {
  const done = await who.call("/wholesale/quick/list/empty", z.unknown(), { body: {} });
  return done.ok ? goTo(listAt(path), await drafts.forget()) : refusedAt(path, form, done.refusal, "lines");
}

/** Asks for quotes of all that is on the list, as its lines were typed: what was changed is put right first, and stays so whatever is refused. */
export async function askForAll(who: Member, path: Path, form: FormData, drafts: Drafts) {
  const done = await sendMended(who, form);
  if (done && !done.ok) return refusedAt(path, form, done.refusal, "lines");
  const problems: Problem[] = [];
  const wanted_on = dayOf(path, form, "wanted_on", problems);
  if (problems.length > 0) return again(form, problems);
  const address_id = text(form, "address_id");
  const asked = await who.call("/wholesale/quick/list/quotes", madeSchema, {
    body: {
      wanted_on,
      ...(address_id === "" ? {} : { address_id }),
      words: text(form, "words"),
      idempotency_key: text(form, "idempotency_key"),
    },
    time_limit_ms: ASK_MS,
  });
  if (!asked.ok)
    return refusedAt(path, form, asked.refusal, asked.refusal.field === "wanted_on" ? "wanted_on" : "lines");
  const [only, second] = asked.value.quotes;
  const at = `/${path}/wholesale/quotes`;
  return goTo(only && !second ? `${at}/${only.id}` : `${at}?asked`, await drafts.forget());
}
