import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEAL_START, sealAfter, sealHash, sealText, SealVerifier, type SealableJournal } from "./seal";

const journal = (id: string, more: Partial<SealableJournal> = {}): SealableJournal => ({
  id,
  kind: "capture",
  source_id: `order_${id}`,
  order_id: `order_${id}`,
  memo: "Captured 土鸡蛋",
  at: "2026-11-26T03:52:42.123456Z",
  postings: [
    { seq: 1, kind: "clearing", party: "stripe", currency: "CNY", amount_minor: "8600", lot: null },
    { seq: 2, kind: "buyer_deposit", party: `order_${id}`, currency: "CNY", amount_minor: "-8600", lot: "lot_1" },
  ],
  ...more,
});

const text = fc.string({ unit: "binary", maxLength: 12 });
const anyJournal: fc.Arbitrary<SealableJournal> = fc
  .record({
    id: text,
    kind: text,
    source_id: text,
    order_id: fc.option(text),
    memo: text,
    amounts: fc.array(fc.bigInt({ min: 1n, max: 2n ** 62n }), { minLength: 1, maxLength: 4 }),
    party: text,
    lot: fc.option(text),
  })
  .map(({ amounts, party, lot, ...rest }) => ({
    ...rest,
    at: "2026-11-26T03:52:42.123456Z",
    postings: amounts.flatMap((amount, index) =>
      [amount, -amount].map((signed, side) => ({
        seq: index * 2 + side + 1,
        kind: "tax",
        party,
        currency: "JPY",
        amount_minor: String(signed),
        lot,
      })),
    ),
  }));

function verified(journals: readonly SealableJournal[], change: (links: Link[]) => Link[] = (links) => links) {
  const byId = new Map(journals.map((one) => [one.id, one]));
  const links = sealAfter(SEAL_START, 0, journals).map((link) => ({
    ...link,
    journal: byId.get(link.journal_id) ?? null,
  }));
  const verifier = new SealVerifier();
  for (const link of change(links)) verifier.next(link);
  return verifier;
}
type Link = Parameters<SealVerifier["next"]>[0];

describe("the seal of the ledger", () => {
  it("hashes the bytes that its description names", () => {
    const bytes =
      `["commonlot-seal-1","${SEAL_START}",1,"a","capture","order_a","order_a","Captured 土鸡蛋","2026-11-26T03:52:42.123456Z",` +
      `[[1,"clearing","stripe","CNY","8600",null],[2,"buyer_deposit","order_a","CNY","-8600","lot_1"]]]`;
    expect(sealText(SEAL_START, 1, journal("a"))).toBe(bytes);
    expect(sealHash(SEAL_START, 1, journal("a"))).toBe(createHash("sha256").update(bytes, "utf8").digest("hex"));
  });

  it("holds for any journals, and in parts as in one go", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyJournal, { selector: ({ id }) => id, minLength: 1, maxLength: 8 }),
        fc.nat(8),
        (journals, cut) => {
          expect(verified(journals).first).toBeUndefined();
          const whole = sealAfter(SEAL_START, 0, journals);
          const before = whole.slice(0, cut);
          const last = before.at(-1);
          const after = sealAfter(last?.hash ?? SEAL_START, last?.seq ?? 0, journals.slice(cut));
          expect([...before, ...after]).toEqual(whole);
        },
      ),
    );
  });

  it("names the journal whatever of it was changed, and that one alone", () => {
    const change: Partial<SealableJournal>[] = [
      { kind: "refund" },
      { source_id: "order_x" },
      { order_id: null },
      { memo: "Captured" },
      { at: "2026-11-26T03:52:42.123457Z" },
      { postings: journal("b").postings.map((one) => ({ ...one, party: "other" })) },
      { postings: journal("b").postings.map((one) => ({ ...one, lot: null })) },
      { postings: journal("b").postings.map((one) => ({ ...one, amount_minor: `${one.amount_minor}0` })) },
      { postings: [...journal("b").postings].reverse() },
    ];
    for (const part of change) {
      const verifier = verified([journal("a"), journal("b"), journal("c")], (links) =>
        links.map((link) => (link.seq === 2 ? { ...link, journal: { ...journal("b"), ...part } } : link)),
      );
      expect(verifier.first, JSON.stringify(part)).toMatchObject({ seq: 2, journal_id: "b", reason: "hash_differs" });
      expect(verifier.breaks).toBe(1);
    }
  });

  it("sees a journal that is gone, a seal that is gone, two that changed places", () => {
    const three = [journal("a"), journal("b"), journal("c")];
    const gone = verified(three, (links) => links.map((link) => (link.seq === 2 ? { ...link, journal: null } : link)));
    expect(gone.first).toMatchObject({ seq: 2, reason: "journal_missing" });
    const cut = verified(three, (links) => links.filter(({ seq }) => seq !== 2));
    expect(cut.first).toMatchObject({ seq: 3, reason: "number_missing" });
    const swapped = verified(three, ([a, b, c]) => [
      a!,
      { ...b!, journal: c!.journal },
      { ...c!, journal: b!.journal },
    ]);
    expect(swapped.first).toMatchObject({ seq: 2, reason: "hash_differs" });
  });

  it("sees a journal that was sealed off balance", () => {
    const off = journal("b", { postings: journal("b").postings.slice(0, 1) });
    expect(verified([journal("a"), off]).first).toMatchObject({ journal_id: "b", reason: "unbalanced" });
    expect(verified([journal("b", { postings: [] })]).first).toMatchObject({ reason: "unbalanced" });
  });

  it("knows the end that was written down: what was taken off the end shows by it", () => {
    const whole = verified([journal("a"), journal("b")]);
    const cut = verified([journal("a"), journal("b")], (links) => links.slice(0, 1));
    expect(cut.first).toBeUndefined();
    expect(cut.head).not.toEqual(whole.head);
  });
});
