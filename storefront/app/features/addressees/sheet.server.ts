import { randomUUID } from "node:crypto";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { meSchema } from "../company/data.server";
import { offered } from "../wholesale/offered.server";
import type { Asking } from "./Ask";
import { freightSchema, namedFreight, problemsOf, sheetSchema } from "./data.server";
import { sheetWords } from "./refusals.server";
import { SHOWN, type Shown } from "./words";

/** The planner looks at every different basket once; of 100,000 addressees that may be thousands. */
const FREIGHT_MS = 30_000;
const PACK = /^[\w-]{1,100}:([\w-]{1,100})$/;

const numberIn = (written: string | null) => (/^\d{1,7}$/.test(written ?? "") ? Number(written) : 0);

/** All that the page of a sheet shows: one line when it is edited, else those that are wrong, or all when none is. */
export async function sheetPage(who: Member, path: Path, id: string, url: URL) {
  const at = `/wholesale/addressee-sheets/${encodeURIComponent(id)}`;
  const edit = numberIn(url.searchParams.get("edit"));
  const after = edit > 0 ? edit - 1 : numberIn(url.searchParams.get("after"));
  const wanted = edit > 0 ? "all" : SHOWN.find((one) => one === url.searchParams.get("shown"));
  const look = (shown: Shown) => who.read(at, sheetSchema, { shown, after });
  const [me, first] = await Promise.all([who.read("/wholesale/me", meSchema), look(wanted ?? "wrong")]);
  const shown = wanted ?? (first.sheet.wrong === 0 ? "all" : "wrong");
  const found = wanted === undefined && shown === "all" ? await look(shown) : first;
  const buys = me.member.roles.includes("buyer");
  const { state, wrong, addressees, names_goods } = found.sheet;
  const askable = buys && state === "checked" && wrong === 0 && addressees > 0;
  const shownLines = edit > 0 ? found.lines.slice(0, 1) : found.lines;
  return {
    ...found,
    lines: shownLines.map((line) => ({ ...line, id: String(line.line), problems: problemsOf(path, line) })),
    shown,
    after,
    editing: edit > 0,
    buys,
    repaired: url.searchParams.has("repaired")
      ? { taken: numberIn(url.searchParams.get("repaired")), unknown: numberIn(url.searchParams.get("unknown")) }
      : null,
    asking: askable ? await (names_goods ? askingGoods(who, path, at) : askingFor(who, path, url, at)) : null,
    title: say(path)("addressees.sheetTitle", { name: found.sheet.title }),
  };
}

/** The dry run of the packs that the sheet names, or why it has none: nothing is to be chosen. */
async function askingGoods(who: Member, path: Path, at: string): Promise<Asking> {
  const run = await who.call(`${at}/freight`, freightSchema, { time_limit_ms: FREIGHT_MS });
  return {
    named: true,
    products: [],
    q: "",
    page: 1,
    pages: 1,
    pack: "",
    freight: run.ok ? namedFreight(run.value) : null,
    unpriced: run.ok ? null : sheetWords(path, run.refusal),
    key: randomUUID(),
  };
}

/** The packs that can be asked for, and the dry run of the one that was chosen, or why it has none. */
async function askingFor(who: Member, path: Path, url: URL, at: string): Promise<Asking> {
  const { products, q, page, pages } = await offered(url);
  const pack = url.searchParams.get("pack") ?? "";
  const variant_id = PACK.exec(pack)?.[1];
  const run =
    variant_id === undefined
      ? undefined
      : await who.call(`${at}/freight`, freightSchema, { query: { variant_id }, time_limit_ms: FREIGHT_MS });
  return {
    named: false,
    products,
    q,
    page,
    pages,
    pack: variant_id === undefined ? "" : pack,
    freight: run?.ok ? namedFreight(run.value) : null,
    unpriced: run && !run.ok ? sheetWords(path, run.refusal) : null,
    key: randomUUID(),
  };
}
