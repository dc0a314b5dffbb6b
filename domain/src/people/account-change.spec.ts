import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ACCOUNT_HOLD_HOURS,
  accountUsableFrom,
  checkOwnProof,
  spanBefore,
  usableWhenRestored,
  payableAccount,
  type AccountSpan,
} from "./account-change";

const HOUR = 3_600_000;
const at = (hours: number): Date => new Date(Date.UTC(2026, 10, 1) + hours * HOUR);

/** Accounts set one after another at these hours, the last standing. */
function history(hours: readonly number[], old_stops = false): AccountSpan[] {
  return hours.map((hour, i) => {
    const next = hours[i + 1];
    return {
      id: `a${i}`,
      set_at: at(hour),
      usable_from: accountUsableFrom(at(hour), { replaces: i > 0 }),
      replaced_at: next === undefined ? null : at(next),
      old_stops: old_stops && i === hours.length - 1,
    };
  });
}

test("a first account is paid to at once, a changed one after three days, to the hour", () => {
  expect(payableAccount([], at(0))).toEqual({ none: true });
  expect(payableAccount(history([0]), at(0))).toEqual({ pay: "a0" });
  const changed = history([0, 100]);
  expect(payableAccount(changed, at(100 + ACCOUNT_HOLD_HOURS - 1))).toEqual({ pay: "a0" });
  expect(payableAccount(changed, at(100 + ACCOUNT_HOLD_HOURS))).toEqual({ pay: "a1" });
});

test("an account that never became good before it was replaced is never paid to", () => {
  // The thief's account at 100, mended at 110: the thief's 72 hours pass at 172.
  const mended = history([0, 100, 110]);
  expect(payableAccount(mended, at(175))).toEqual({ pay: "a0" });
  expect(payableAccount(mended, at(110 + ACCOUNT_HOLD_HOURS))).toEqual({ pay: "a2" });
});

test("where the old account is stopped the money waits", () => {
  expect(payableAccount(history([0, 100], true), at(120))).toEqual({ wait_until: at(172) });
  expect(payableAccount(history([0, 100], true), at(172))).toEqual({ pay: "a1" });
});

test("a stop holds until an account set since is good: a second change does not lift it", () => {
  const twice = history([0, 100, 110]).map((span) => ({ ...span, old_stops: span.id === "a1" }));
  expect(payableAccount(twice, at(120))).toEqual({ wait_until: at(110 + ACCOUNT_HOLD_HOURS) });
  expect(payableAccount(twice, at(175))).toEqual({ wait_until: at(110 + ACCOUNT_HOLD_HOURS) });
  expect(payableAccount(twice, at(110 + ACCOUNT_HOLD_HOURS))).toEqual({ pay: "a2" });
  // The one that stopped the old came to be good itself: a later change that stops nothing leaves it be.
  const later = history([0, 100, 200]).map((span) => ({ ...span, old_stops: span.id === "a1" }));
  expect(payableAccount(later, at(201))).toEqual({ pay: "a1" });
});

test("what stands again when a change is called off: the one directly before, and never one that nobody saw coming", () => {
  const spans = history([0, 100, 110]);
  const before = spanBefore([...spans].reverse(), "a2");
  expect(before?.id).toBe("a1");
  expect(spanBefore(spans, "a0")).toBeUndefined();
  if (!before) return;
  expect(usableWhenRestored(before, at(115))).toEqual(at(100 + ACCOUNT_HOLD_HOURS));
  expect(usableWhenRestored(before, at(175))).toEqual(at(175 + ACCOUNT_HOLD_HOURS));
  expect(usableWhenRestored(history([0, 100])[0]!, at(150))).toEqual(at(0));
});

test("whatever is stopped when: where any change since the last good account stops it, nothing is paid to it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.integer({ min: 1, max: 150 }), stops: fc.boolean() }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.integer({ min: 0, max: 400 }),
      (changes, after) => {
        let hour = 0;
        const hours = [0, ...changes.map(({ gap }) => (hour += gap))];
        const spans = history(hours).map((span, i) => ({
          ...span,
          old_stops: i > 0 && changes[i - 1]?.stops === true,
        }));
        const payable = payableAccount(spans, at(hour + after));
        if (!("pay" in payable)) return;
        const paid = spans.findIndex((span) => span.id === payable.pay);
        expect(spans.slice(paid + 1).some((span) => span.old_stops)).toBe(false);
      },
    ),
  );
});

test("whatever is set when: nothing set in the last three days is paid to, but a first account", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 2_200 }),
      fc.boolean(),
      (hours, now, stops) => {
        const spans = history(
          hours.sort((a, b) => a - b).filter((hour) => hour <= now),
          stops,
        );
        const payable = payableAccount(spans, at(now));
        if (!("pay" in payable)) return;
        const index = spans.findIndex((span) => span.id === payable.pay);
        expect(index === 0 || now - (hours[index] ?? 0) >= ACCOUNT_HOLD_HOURS).toBe(true);
        // And the order in which they are handed over changes nothing.
        expect(payableAccount([...spans].reverse(), at(now))).toEqual(payable);
      },
    ),
  );
});

test("what another hand gave a household lately proves nothing until the hold has passed, to the hour", () => {
  for (const [proof, reason] of [
    ["pin", "pin_too_new"],
    ["code", "phone_too_new"],
  ] as const) {
    expect(checkOwnProof(proof, null, at(0))).toEqual({ ok: true, value: null });
    expect(checkOwnProof(proof, at(0), at(ACCOUNT_HOLD_HOURS - 1))).toMatchObject({ refusal: { reason } });
    expect(checkOwnProof(proof, at(0), at(ACCOUNT_HOLD_HOURS))).toEqual({ ok: true, value: null });
  }
});
