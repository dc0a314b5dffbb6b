import { beforeAll, expect, test } from "vitest";
import { provideMessages } from "../../i18n/messages";
import zh from "../../i18n/zh-CN/index";
import type { Member } from "../../lib/member.server";
import { mend } from "./list.server";

beforeAll(() => provideMessages("zh-CN", zh));

const LIST = { lines: [], page: 2, pages: 3, count: 120, faults: 0, totals: [], examples: [] };

/** A member whose calls are written down. `refused`: what a write is answered. */
function member(refused?: { status: number; code: string }) {
  const asked: unknown[] = [];
  const who: Member = {
    read: (path, _schema, query) => {
      asked.push([path, query]);
      return Promise.resolve(LIST as never);
    },
    call: (path, _schema, options) => {
      asked.push([path, options?.body]);
      return Promise.resolve(
        refused ? { ok: false, refusal: { ...refused, message: "" } } : { ok: true, value: {} as never },
      );
    },
    file: () => Promise.reject(new Error("no file is asked for")),
  };
  return { who, asked };
}

function form(fields: Record<string, string>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries({ address_id: "a1", "address_id-was": "a1", ...fields }))
    made.set(name, value);
  return made;
}
const LINE = { line: "7", "amount:7": "12", "amount-was:7": "3" };
const written = ["/wholesale/quick/list/lines", { lines: [{ line: 7, amount: "12" }] }];

test("a page is turned after what was typed on this one is kept", async () => {
  const { who, asked } = member();
  const turned = await mend(who, "zh", form({ ...LINE, page: "1", intent: "page:2" }));
  expect(asked).toEqual([written]);
  expect(turned).toBeInstanceOf(Response);
  expect((turned as Response).headers.get("location")).toBe("/zh/wholesale/quick/list?page=2#lines");
});

test("with nothing changed nothing is sent, and the first page has no number", async () => {
  const { who, asked } = member();
  const turned = await mend(who, "zh", form({ ...LINE, "amount:7": "3", page: "2", intent: "page:1" }));
  expect(asked).toEqual([]);
  expect((turned as Response).headers.get("location")).toBe("/zh/wholesale/quick/list#lines");
});

test("what was typed to ask with goes along, to the page that is turned to", async () => {
  const { who, asked } = member();
  const typed = { wanted_on: "2026-12-20", words: "送到后门", idempotency_key: "k1" };
  const turned = await mend(who, "zh", form({ ...LINE, ...typed, page: "1", intent: "page:2" }));
  expect(asked).toEqual([written, ["/wholesale/quick/list", { page: 2 }]]);
  expect(turned).toMatchObject({
    data: { problems: [], list: { page: 2 }, typed: { ...typed, address_id: "a1", intent: "turned" } },
  });
  // The amounts are the list's own by now.
  expect(turned).not.toHaveProperty("data.typed.amount:7");
});

test("refused, the page stays with all that was typed", async () => {
  const { who } = member({ status: 503, code: "unavailable" });
  const turned = await mend(who, "zh", form({ ...LINE, words: "送到后门", page: "1", intent: "page:2" }));
  expect(turned).toMatchObject({
    data: { typed: { "amount:7": "12", words: "送到后门", intent: "page:2" }, problems: [{}] },
    init: { status: 503 },
  });
});
