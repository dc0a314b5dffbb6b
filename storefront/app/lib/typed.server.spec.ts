import { expect, test } from "vitest";
import { dayTyped, momentTyped, wholeTyped } from "./typed.server";

test.each(["1200", "1,200", "１２００", "１，２００", " 1200 份", "1200袋", "1,200 packs"])("%s is 1200", (typed) => {
  expect(wholeTyped(typed)).toBe(1_200);
});

test.each(["", "12.5", "1,2", "1,2000", "-3", "1e3", "一百", "10 公斤", "1234567890", "份"])(
  "%s is asked back",
  (typed) => expect(wholeTyped(typed)).toBeNull(),
);

test("a day is read however it is written, and one that there is not is none", () => {
  for (const typed of ["2026-12-01", "2026/12/1", "2026.12.01", "2026年12月1日", "２０２６－１２－０１"])
    expect(dayTyped(typed), typed).toBe("2026-12-01");
  for (const typed of ["", "2026-02-30", "2026-13-01", "01/12/2026", "12-01", "tomorrow"])
    expect(dayTyped(typed), typed).toBeNull();
});

test("so is a day with its time", () => {
  for (const typed of ["2026-12-01T08:30", "2026-12-01 8:30", "2026年12月1日 ８：３０", "2026-12-01T08:30:00"])
    expect(momentTyped(typed), typed).toBe("2026-12-01T08:30");
  for (const typed of ["2026-12-01", "2026-12-01T24:00", "2026-02-30T08:00", "08:30", ""])
    expect(momentTyped(typed), typed).toBeNull();
});
