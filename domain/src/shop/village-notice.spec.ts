import { expect, test } from "vitest";
import { mayNotify, noticeState, villageNotice } from "./village-notice";

const notice = (more = {}) => ({
  title_zh: "核桃开秤",
  title_en: "Walnuts are weighed in",
  text_zh: "九月五日起。",
  text_en: "From 5 September.",
  shown_to: null,
  ...more,
});

test("a notice is coming, then news to the end of its last day, then over; a withdrawn one is nothing else", () => {
  const at = (published: string, shown_to: string | null, withdrawn_at: Date | null = null) =>
    noticeState(
      { published_at: new Date(published), shown_to, withdrawn_at },
      new Date("2026-09-05T12:00:00Z"),
      "2026-09-05",
    );
  expect([
    at("2026-09-05T12:00:01Z", null),
    at("2026-09-05T12:00:00Z", null),
    at("2026-09-01T00:00:00Z", "2026-09-05"),
    at("2026-09-01T00:00:00Z", "2026-09-04"),
    at("2026-09-01T00:00:00Z", null, new Date("2026-09-02T00:00:00Z")),
  ]).toEqual(["coming", "news", "news", "over", "withdrawn"]);
});

test("a notice says something in both languages, in 1,000 characters at most", () => {
  expect(villageNotice.safeParse(notice({ text_en: "  " })).success).toBe(false);
  expect(villageNotice.safeParse(notice({ text_zh: "核".repeat(1_000) })).success).toBe(true);
  expect(villageNotice.safeParse(notice({ text_zh: "核".repeat(1_001) })).success).toBe(false);
});

test("no name hides in a notice behind signs that nobody sees", () => {
  const read = villageNotice.parse(notice({ text_zh: "请找王\u200b秀\u2066兰。" }));
  expect(read.text_zh).toBe("请找王秀兰。");
  expect(mayNotify(read, "2026-09-05", ["王秀兰"]).ok).toBe(false);
});

test("nobody is named in a notice without having agreed, and it does not end before it begins", () => {
  expect(mayNotify(notice({ text_zh: "请找王秀兰。" }), "2026-09-05", ["王秀兰"])).toMatchObject({
    refusal: { reason: "named_without_consent", field: "text_zh", details: { names: ["王秀兰"] } },
  });
  expect(mayNotify(notice({ shown_to: "2026-09-04" }), "2026-09-05", [])).toMatchObject({
    refusal: { reason: "invalid_day", field: "shown_to" },
  });
  expect(mayNotify(notice({ shown_to: "2026-09-05" }), "2026-09-05", ["王秀兰"]).ok).toBe(true);
});
