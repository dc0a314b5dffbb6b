import { beforeAll, expect, test } from "vitest";
import { provideMessages } from "../../i18n/messages";
import zh from "../../i18n/zh-CN/index";
import type { Member } from "../../lib/member.server";
import { draftsOf, forgotten, typedBeside } from "./draft.server";
import { askForAll, empty, keep, mend } from "./list.server";

beforeAll(() => provideMessages("zh-CN", zh));

/** A member whose calls are written down. `refused`: what a write is answered. `answer`: what one is that is done. */
function member({ refused, answer = {} }: { refused?: { status: number; code: string }; answer?: unknown } = {}) {
  const asked: unknown[] = [];
  const who: Member = {
    read: () => Promise.reject(new Error("nothing is read")),
    call: (path, _schema, options) => {
      asked.push([path, options?.body]);
      return Promise.resolve(
        refused ? { ok: false, refusal: { ...refused, message: "" } } : { ok: true, value: answer as never },
      );
    },
    file: () => Promise.reject(new Error("no file is asked for")),
  };
  return { who, asked };
}

const at = (cookie = "") => draftsOf(new Request("http://shop/zh/wholesale/quick/list", { headers: { cookie } }));
/** What a browser sends of a cookie that it was given. */
const sentBack = (header: string | null | undefined): string => (header ?? "").split(";")[0] ?? "";

function form(fields: Record<string, string>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries({ address_id: "a1", "address_id-was": "a1", ...fields }))
    made.set(name, value);
  return made;
}

function gone(answer: unknown): { to: string | null; draft: string } {
  if (!(answer instanceof Response)) throw new Error("it does not go on");
  return { to: answer.headers.get("location"), draft: answer.headers.get("set-cookie") ?? "" };
}

const LINE = { line: "7", "of:7": "variant_7", "amount:7": "12", "amount-was:7": "3" };
const BESIDE = { wanted_on: "2026-12-20", words: "送到后门", list_name: "每周" };
const written = ["/wholesale/quick/list/lines", { lines: [{ line: 7, of: "variant_7", amount: "12" }] }];

test("a page is turned after what was typed on this one is kept", async () => {
  const { who, asked } = member();
  const turned = gone(await mend(who, "zh", form({ ...LINE, page: "1", intent: "page:2" }), at()));
  expect(asked).toEqual([written]);
  expect(turned.to).toBe("/zh/wholesale/quick/list?page=2#lines");
});

test("a line is taken off as what it was read as", async () => {
  const { who, asked } = member();
  await mend(who, "zh", form({ ...LINE, "off:7": "on", page: "1", intent: "mend" }), at());
  expect(asked).toEqual([["/wholesale/quick/list/lines", { lines: [{ line: 7, of: "variant_7", off: true }] }]]);
});

test("with nothing changed nothing is sent, and the first page has no number", async () => {
  const { who, asked } = member();
  const turned = gone(await mend(who, "zh", form({ ...LINE, "amount:7": "3", page: "2", intent: "page:1" }), at()));
  expect(asked).toEqual([]);
  expect(turned.to).toBe("/zh/wholesale/quick/list#lines");
});

test("what was typed beside the lines goes along, to the page that its address names, and is there again on every page", async () => {
  const { who, asked } = member();
  const turned = gone(await mend(who, "zh", form({ ...LINE, ...BESIDE, page: "1", intent: "page:2" }), at()));
  expect(asked).toEqual([written]);
  expect(turned.to).toBe("/zh/wholesale/quick/list?page=2#lines");
  expect(turned.draft).toContain("Path=/zh/wholesale/quick/list");
  expect(turned.draft).toContain("HttpOnly");
  expect(await at(sentBack(turned.draft)).read()).toEqual(BESIDE);
});

test("nothing of it is left when it is taken out again; no address is chosen too", async () => {
  const { who } = member();
  const turned = gone(await mend(who, "zh", form({ ...LINE, page: "1", intent: "page:2" }), at()));
  expect(turned.draft).toContain("Max-Age=0");
  expect(await at(sentBack(turned.draft)).read()).toEqual({});
  const none = gone(await mend(who, "zh", form({ address_id: "", page: "1", intent: "mend" }), at()));
  expect(await at(sentBack(none.draft)).read()).toEqual({ address_id: "" });
});

test("a list is kept as its lines were typed, and what is asked with it stays", async () => {
  const { who, asked } = member();
  const kept = gone(await keep(who, "zh", form({ ...LINE, ...BESIDE, intent: "keep" }), at()));
  expect(asked).toEqual([written, ["/wholesale/order-lists", { name: "每周" }]]);
  expect(kept.to).toBe("/zh/wholesale/order-lists?kept");
  const { list_name: _name, ...rest } = BESIDE;
  expect(await at(sentBack(kept.draft)).read()).toEqual(rest);
});

test("without a name its lines are put right all the same, and nothing is kept", async () => {
  const { who, asked } = member();
  const answer = await keep(who, "zh", form({ ...LINE, ...BESIDE, list_name: " ", intent: "keep" }), at());
  expect(asked).toEqual([written]);
  expect(answer).toMatchObject({
    data: { problems: [{ field: "list_name" }], typed: { words: "送到后门" } },
    init: { status: 400 },
  });
});

test("asked or emptied, it is forgotten", async () => {
  const asks = member({ answer: { quotes: [{ id: "quote_1" }] } });
  const asked = gone(await askForAll(asks.who, "zh", form({ ...LINE, ...BESIDE, intent: "ask" }), at()));
  expect(asked.to).toBe("/zh/wholesale/quotes/quote_1");
  const emptied = gone(await empty(member().who, "zh", form({ ...BESIDE, intent: "empty" }), at()));
  expect(emptied.to).toBe("/zh/wholesale/quick/list");
  for (const { draft } of [asked, emptied]) expect(draft).toContain("Max-Age=0");
});

test("refused, the page stays with all that was typed", async () => {
  const { who } = member({ refused: { status: 503, code: "unavailable" } });
  for (const act of [mend, keep, askForAll]) {
    const stays = await act(who, "zh", form({ ...LINE, ...BESIDE, page: "1", intent: "page:2" }), at());
    expect(stays).toMatchObject({
      data: { typed: { "amount:7": "12", words: "送到后门", intent: "page:2" }, problems: [{}] },
      init: { status: 503 },
    });
  }
});

test("words that no cookie holds stay on their page: the lines are kept, and the field says why", async () => {
  // Letters that can't be packed: each of them once.
  const words = Array.from({ length: 2_000 }, (_one, at) =>
    String.fromCodePoint(0x4e00 + ((at * 7_919) % 20_000)),
  ).join("");
  const { who, asked } = member();
  for (const act of [mend, keep]) {
    const stays = await act(who, "zh", form({ ...LINE, ...BESIDE, words, page: "1", intent: "page:2" }), at());
    expect(stays).toMatchObject({ data: { problems: [{ field: "words" }], typed: { words } } });
  }
  expect(asked).toEqual([written, written]);
});

test("a cookie that is not ours, is cut, or is of who was signed in before, is nothing", async () => {
  const mine = sentBack((await at().keep({ words: "送到后门" }))?.get("set-cookie"));
  expect(await at(mine).read()).toEqual({ words: "送到后门" });
  for (const other of ["cl_quick=", "cl_quick=e30", mine.slice(0, -3), mine.slice(0, 20) + mine.slice(21)])
    expect(await at(other).read(), other).toEqual({});
  const { signIn } = await import("../../lib/sessions.server");
  const session = sentBack((await signIn("company", "token-of-another", "/zh/wholesale")).headers.get("set-cookie"));
  expect(await at(`${mine}; ${session}`).read()).toEqual({});
});

test("in the other language it is there too, and forgotten with it: no old message goes out with a new inquiry", async () => {
  const listsOf = ["/zh/wholesale/quick/list", "/en/wholesale/quick/list"];
  const paths = (headers: Headers | null) =>
    headers?.getSetCookie().map((one) => /Path=([^;]+)/.exec(one)?.[1] ?? "nowhere");
  expect(paths(await at().keep({ words: "送到后门" }))).toEqual(listsOf);
  for (const gone of [await at().keep({}), await at().forget(), await forgotten()]) {
    expect(paths(gone)).toEqual(listsOf);
    for (const one of gone?.getSetCookie() ?? []) expect(one).toContain("Max-Age=0");
  }
});

test("what stands as the page brought it is no draft", () => {
  expect(typedBeside(form({ wanted_on: "", words: "  ", list_name: "" }))).toEqual({});
});
