import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "./parse";

const schema = z.strictObject({
  count: z.int().positive().max(3_000),
  kind: z.enum(["a", "b"]),
  name: z.string().min(1).max(5),
  day: z.iso.date().optional(),
  lots: z.array(z.strictObject({ grams: z.int().nonnegative() })).min(1),
  reason: z.string().min(3, "say the reason in a few words").optional(),
  size: z.union([z.int(), z.string()]).optional(),
});
const good = { count: 1, kind: "a", name: "x", lots: [{ grams: 0 }] };

const refusalOf = (input: unknown) => {
  const parsed = parseInput(schema, input);
  if (parsed.ok) throw new Error("it was taken");
  return parsed.refusal;
};

describe("what is wrong with an input is said in words of our own, in both languages", () => {
  test.each<[unknown, string, string | undefined]>([
    [{ ...good, count: 0 }, "count: must be above 0.", "count：须大于 0。"],
    [{ ...good, count: 4_000 }, "count: must be at most 3000.", "count：不能大于 3000。"],
    [{ ...good, count: 1.5 }, "count: must be a whole number.", "count：须为整数。"],
    [{ ...good, count: undefined }, "count: is missing.", "count：没有填。"],
    [{ ...good, count: "1" }, "count: must be a number.", "count：须为数字。"],
    [{ ...good, kind: "c" }, "kind: must be one of a, b.", "kind：须为以下之一：a、b。"],
    [{ ...good, name: "" }, "name: must not be empty.", "name：不能为空。"],
    [{ ...good, name: "123456" }, "name: must have at most 5 characters.", "name：最多 5 个字。"],
    [{ ...good, day: "2026-02-30" }, "day: must be a day such as 2026-11-26.", "day：须为日期，如 2026-11-26。"],
    [{ ...good, lots: [] }, "lots: must have at least 1 entry.", "lots：至少要有 1 项。"],
    [{ ...good, lots: [{ grams: -1 }] }, "lots.0.grams: must be at least 0.", "lots.0.grams：不能小于 0。"],
    [{ ...good, size: true }, "size: is none of the forms that are taken.", "size：不是可接受的任何一种形式。"],
    [
      { ...good, colour: 1 },
      'The input has fields that are not known: "colour".',
      '所填内容含有未知的字段："colour"。',
    ],
    [[], "The input must hold named fields.", "所填内容须含有各字段。"],
    // A schema's own sentence stays as it is.
    [{ ...good, reason: "x" }, "reason: say the reason in a few words.", undefined],
  ])("%j", (input, en, zh) => {
    const { message, details } = refusalOf(input);
    expect(message).toBe(en);
    expect((details?.said as { zh: string } | undefined)?.zh).toBe(zh);
  });

  test("whatever is sent, nobody reads the library's words", () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom("count", "kind", "name", "day", "lots", "size", "grams"), maxDepth: 3 }),
        (input) => {
          const parsed = parseInput(schema, input);
          if (parsed.ok) return;
          expect(parsed.refusal.message).not.toMatch(/expected|received|Invalid|Too |Unrecognized/);
          expect(parsed.refusal.details).toBeDefined();
        },
      ),
      { numRuns: 500, endOnFailure: true },
    );
  });
});
