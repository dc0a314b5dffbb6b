import fc from "fast-check";
import { expect, test } from "vitest";
import {
  boardAbout,
  checkList,
  isWithheld,
  LEAST_HOUSEHOLDS,
  placeInList,
  SLIP_LETTERS,
  slipCode,
  slipCodeText,
  slipHash,
  slipList,
  slipRoot,
  type Slip,
} from "./slip";

const code = fc.string({ unit: fc.constantFrom(...SLIP_LETTERS), minLength: 12, maxLength: 12 });
const figure = fc.bigInt(-9_000_000n, 9_000_000n);
const slip: fc.Arbitrary<Slip> = fc
  .record({
    slip_code: code,
    number: fc.stringMatching(/^ST\d{7}$/),
    brought: figure,
    gross: figure,
    off: figure,
    ahead: figure,
  })
  .map(({ slip_code, number, brought, gross, off, ahead }) => ({
    slip_code,
    number,
    currency: "CNY",
    from: "2026-11-01",
    to: "2026-11-15",
    brought_forward_minor: brought,
    gross_minor: gross,
    deductions_minor: off,
    advances_minor: ahead,
    net_minor: brought + gross - off - ahead,
  }));
const slips = fc.uniqueArray(slip, { minLength: 1, maxLength: 12, selector: (one) => one.slip_code });
const ABOUT = ["village_1", "period_1", "CNY", "1"];

test("a code is read as people write it, and nothing else is one", () => {
  expect(slipCode(" k7qm-3f2p 9xta ")).toBe("K7QM3F2P9XTA");
  expect(slipCode("OIlO-0000-0000")).toBe("011000000000");
  expect(slipCode("Ｋ７ＱＭ-3F2P-9XTA")).toBe("K7QM3F2P9XTA");
  for (const wrong of ["", "K7QM-3F2P", "K7QM-3F2P-9XT!", "K7QM-3F2P-9XTAA", "UUUU-UUUU-UUUU"])
    expect(slipCode(wrong)).toBeNull();
  expect(slipCodeText("K7QM3F2P9XTA")).toBe("K7QM-3F2P-9XTA");
  fc.assert(
    fc.property(code, (one) => {
      expect(slipCode(slipCodeText(one))).toBe(one);
    }),
  );
});

test("what is published holds every slip, in an order that tells nothing, and its sums are theirs", () => {
  fc.assert(
    fc.property(slips, (all) => {
      const list = slipList(all, ABOUT, null);
      expect(list.hashes).toEqual([...list.hashes].sort());
      expect(list).toEqual(slipList([...all].reverse(), ABOUT, null));
      for (const one of all) expect(placeInList(list.hashes, one)).not.toBeNull();
      expect(list.sums.households).toBe(all.length);
      expect(list.sums.net_minor).toBe(all.reduce((sum, one) => sum + one.net_minor, 0n));
      expect(checkList(list, all, ABOUT, null)).toEqual([]);
    }),
  );
});

test("a row that is changed afterwards is found, whichever figure and however little", () => {
  fc.assert(
    fc.property(
      slips,
      fc.nat(),
      fc.constantFrom("gross_minor", "deductions_minor", "advances_minor", "brought_forward_minor", "net_minor"),
      (all, which, name) => {
        const list = slipList(all, ABOUT, null);
        const changed = all.map((one, at) => (at === which % all.length ? { ...one, [name]: one[name] + 1n } : one));
        const faults = checkList(list, changed, ABOUT, null);
        expect(faults).toContainEqual({ kind: "slip_not_listed", number: changed[which % all.length]!.number });
        expect(faults).toContainEqual({ kind: "hash_without_slip", count: 1 });
        expect(faults).toContainEqual({ kind: "sum_differs", field: name });
        expect(placeInList(list.hashes, changed[which % all.length]!)).toBeNull();
      },
    ),
  );
});

test("a row left out, a row put in, other sums, and a list taken out from between are found", () => {
  fc.assert(
    fc.property(slips, slip, (all, extra) => {
      const list = slipList(all, ABOUT, "before");
      expect(checkList(list, all.slice(1), ABOUT, "before")).toContainEqual({ kind: "hash_without_slip", count: 1 });
      expect(checkList(list, [...all, extra], ABOUT, "before")).not.toEqual([]);
      const richer = { ...list, sums: { ...list.sums, gross_minor: list.sums.gross_minor + 1n } };
      expect(checkList(richer, all, ABOUT, "before")).toEqual([
        { kind: "sum_differs", field: "gross_minor" },
        { kind: "root_differs" },
      ]);
      expect(checkList(list, all, ABOUT, "other")).toEqual([{ kind: "root_differs" }]);
      expect(checkList(list, all, ["village_2", ...ABOUT.slice(1)], "before")).toEqual([{ kind: "root_differs" }]);
    }),
  );
});

test("without its code a slip's hash tells no amount: another code, another hash", () => {
  const [one] = fc.sample(slip, 1);
  expect(slipHash({ ...one!, slip_code: "000000000001" })).not.toBe(slipHash({ ...one!, slip_code: "000000000002" }));
});

test("sums of fewer than three households are withheld", () => {
  expect(LEAST_HOUSEHOLDS).toBe(3);
  expect([0, 1, 2, 3, 400].map(isWithheld)).toEqual([true, true, true, false, false]);
});

test("a root is of its village, period, currency and revision: another of them, another root", () => {
  const of = { village_id: "village_1", period_id: "period_1", currency: "CNY", revision: 1 };
  expect(boardAbout(of)).toEqual(ABOUT);
  const list = slipList(fc.sample(slips, 1)[0]!, boardAbout(of), null);
  const others = [{ village_id: "village_2" }, { period_id: "period_2" }, { currency: "USD" }, { revision: 2 }];
  for (const other of others) expect(slipRoot(list, boardAbout({ ...of, ...other }), null)).not.toBe(list.root);
});
