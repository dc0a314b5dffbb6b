import { MAX_SHEET_TITLE, withoutUnseen } from "@commonlot/domain";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { madeSchema } from "../quote/data.server";
import { again } from "../quote/refusals.server";
import { dayOf } from "../quote/version-form.server";
import { NO_FIELD, type Problem } from "../ui/Field";
import { text, typed } from "../ui/form.server";
import { broughtSchema, repairedSchema } from "./data.server";
import { refusedAt, sheetWords } from "./refusals.server";
import { CELLS, FIELDS, sheetAt, SHOWN, type Cell } from "./words";

/** A file of 100,000 lines is kept, a small one read, a day's freight asked: within so much. */
const SHEET_MS = 60_000;
const AT = "/wholesale/addressee-sheets";

async function bytesOf(file: FormDataEntryValue | null): Promise<Uint8Array<ArrayBuffer> | null> {
  return file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : null;
}

/** Brings a sheet, and goes where its columns are chosen. */
export async function bring(who: Member, path: Path, form: FormData) {
  const t = say(path);
  const bytes = await bytesOf(form.get("file"));
  if (!bytes) return again(form, [{ field: "file", text: t("addressees.chooseFile") }]);
  const title = withoutUnseen(text(form, "title"))
    .replace(/\p{Cc}+/gu, " ")
    .trim();
  if (title === "") return again(form, [{ field: "title", text: t("addressees.nameIt") }]);
  if (title.length > MAX_SHEET_TITLE)
    return again(form, [
      { field: "title", text: t("addressees.nameLong", { most: MAX_SHEET_TITLE, letters: title.length }) },
    ]);
  const done = await who.call(AT, broughtSchema, {
    method: "POST",
    bytes,
    query: { title, idempotency_key: text(form, "idempotency_key") },
    time_limit_ms: SHEET_MS,
  });
  return done.ok ? redirect(sheetAt(path, done.value.sheet.id), 303) : refusedAt(path, form, done.refusal, "file");
}

/** What is done with one sheet, by the button that was pressed. */
export async function act(who: Member, path: Path, id: string, form: FormData) {
  const at = `${AT}/${encodeURIComponent(id)}`;
  const there = (more = "") => redirect(sheetAt(path, id, more), 303);
  const simply = async (to: string, body: object, field: string, more = "") => {
    const done = await who.call(`${at}/${to}`, z.unknown(), { body });
    return done.ok ? there(more) : refusedAt(path, form, done.refusal, field);
  };
  switch (text(form, "intent")) {
    case "columns":
      return choose(who, path, at, form, there);
    case "keep":
      return simply("repeats", { keep: true }, "repeats", "#repeats");
    case "drop":
      return simply("repeats", { keep: false }, "repeats", "#repeats");
    case "reopen":
      return simply("reopen", {}, NO_FIELD);
    case "forget":
      return simply("forget", {}, NO_FIELD);
    case "repair": {
      const bytes = await bytesOf(form.get("repairs"));
      if (!bytes) return again(form, [{ field: "repairs", text: say(path)("addressees.chooseFile") }]);
      const done = await who.call(`${at}/repairs`, repairedSchema, {
        method: "POST",
        bytes,
        time_limit_ms: SHEET_MS,
      });
      if (!done.ok) return refusedAt(path, form, done.refusal, "repairs");
      return there(`?repaired=${done.value.taken}&unknown=${done.value.unknown}`);
    }
    case "names":
      return sayNames(who, path, at, form, there);
    case "ask":
      return ask(who, path, at, form);
    default:
      return mend(who, path, at, form, there);
  }
}

async function choose(who: Member, path: Path, at: string, form: FormData, there: () => Response) {
  const columns = form.getAll("column").map((chosen) => FIELDS.find((field) => field === chosen) ?? null);
  const each = text(form, "packs_each").normalize("NFKC");
  if (!/^\d{0,4}$/.test(each) || Number(each || "1") < 1)
    return againWith(columns, form, [{ field: "packs_each", text: say(path)("addressees.wholePacks") }]);
  const done = await who.call(`${at}/columns`, z.unknown(), {
    body: { columns, has_head: form.has("has_head"), packs_each: each === "" ? null : Number(each) },
    time_limit_ms: SHEET_MS,
  });
  if (done.ok) return there();
  const field = done.refusal.code === "column_packs" || done.refusal.field === "packs_each" ? "packs_each" : "columns";
  const { code, status } = done.refusal;
  const words = sheetWords(path, done.refusal);
  return againWith(columns, form, [{ field: code === "unavailable" ? NO_FIELD : field, text: words }], status);
}

/** The form again with the columns as they were chosen: a form has many fields of that name. */
function againWith(columns: readonly (string | null)[], form: FormData, problems: Problem[], status = 400) {
  const kept: Record<string, string> = { ...typed(form), columns: columns.map((one) => one ?? "").join(",") };
  return data({ problems, typed: kept }, { status });
}

type Mended = { line: number; left_out?: true } & { [Field in Cell]?: string };

/** Lines put right where they stand: only what was changed is sent. */
async function mend(who: Member, path: Path, at: string, form: FormData, there: (more?: string) => Response) {
  const lines = form.getAll("line").flatMap((written): Mended[] => {
    const line = Number(written);
    if (!Number.isSafeInteger(line) || line < 1) return [];
    if (form.has(`off:${line}`)) return [{ line, left_out: true }];
    const mended: Mended = { line };
    for (const cell of CELLS) {
      const name = `${cell}:${line}`;
      if (form.has(name) && text(form, name) !== text(form, `${cell}-was:${line}`)) mended[cell] = text(form, name);
    }
    // Left out before, and meant again.
    return Object.keys(mended).length > 1 || form.has(`back:${line}`) ? [mended] : [];
  });
  const shown = SHOWN.find((one) => one === text(form, "shown")) ?? "wrong";
  const after = Number(text(form, "after"));
  const more = `?shown=${shown}${Number.isSafeInteger(after) && after > 0 ? `&after=${after}` : ""}#lines`;
  if (lines.length === 0) return there(more);
  const done = await who.call(`${at}/lines`, z.unknown(), { body: { lines } });
  return done.ok ? there(more) : refusedAt(path, form, done.refusal, "lines");
}

/** What names of packs mean, for every line that has them; those that nothing was chosen for stay open. */
async function sayNames(who: Member, path: Path, at: string, form: FormData, there: (more?: string) => Response) {
  const names = form.getAll("pack-name").flatMap((name, index) => {
    const variant_id = text(form, `pack-of:${index}`);
    return typeof name === "string" && variant_id !== "" ? [{ name, variant_id }] : [];
  });
  if (names.length === 0) return again(form, [{ field: "pack-of:0", text: say(path)("addressees.chooseName") }]);
  const done = await who.call(`${at}/names`, z.unknown(), { body: { names }, time_limit_ms: SHEET_MS });
  return done.ok ? there("#lines") : refusedAt(path, form, done.refusal, "pack-of:0");
}

/** Asks for a quote: of the packs that the sheet names, or of the chosen one for everybody on it. */
async function ask(who: Member, path: Path, at: string, form: FormData) {
  const t = say(path);
  const [product_id = "", variant_id = ""] = text(form, "pack").split(":");
  const named = form.has("names_goods");
  if (!named && variant_id === "") return again(form, [{ field: "pack", text: t("addressees.choosePack") }]);
  const problems: Problem[] = [];
  const wanted_on = dayOf(path, form, "wanted_on", problems);
  if (problems.length > 0) return again(form, problems);
  const done = await who.call(`${at}/quotes`, madeSchema, {
    body: {
      ...(named ? {} : { product_id, variant_id }),
      wanted_on,
      words: text(form, "words"),
      idempotency_key: text(form, "idempotency_key"),
    },
    time_limit_ms: SHEET_MS,
  });
  if (!done.ok) return refusedAt(path, form, done.refusal, done.refusal.field === "wanted_on" ? "wanted_on" : "pack");
  const [quote] = done.value.quotes;
  return redirect(`/${path}/wholesale/quotes/${quote?.id ?? ""}`, 303);
}
