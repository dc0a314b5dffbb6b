import { inflateSync } from "node:zlib";
import { createHash, randomInt } from "node:crypto";
import { readProof } from "@commonlot/domain";
import { describe, expect, it } from "vitest";
import { invoicePdf } from "../../src/lib/print/invoice";
import { readPages } from "../../src/lib/print/pdf-reader.fixture";
import { isSigned, ProofKey } from "../../src/lib/proof-key";
import { proofPaper, proofTable } from "../../src/lib/proof-paper";
import type { ProofWords } from "../../src/modules/settlement/proofs";
import { claimedOf } from "./claimed";
import {
  captureInput,
  givenCooperative,
  id,
  NONE,
  order,
  postInput,
  reasonOf,
  sold,
  value,
  violations,
  type GivenOrder,
} from "./house";
import { specHouse } from "./spec-house";

/** What a public buyer files: sums of truth, one text for one version, found again by its hash, and no name of anybody. */
const house = specHouse();

const MAYA = { zh: "=麻崖村", en: "Maya" };
const wordsOf = (given: GivenOrder, claim_ids: readonly string[] = []): ProofWords => ({
  order_number: Number(given.order_id.replaceAll(/\D/g, "").slice(0, 9)) || randomInt(1, 1_000_000),
  placed_on: "2026-11-20",
  buyer: "林家食堂",
  lines: new Map(given.lines.map((line) => [line.order_line_id, { title: "核桃", pack: "1 公斤", packs: 2 }])),
  villages: new Map(given.lines.flatMap((line) => line.lots.map((lot) => [lot.household_id, MAYA] as const))),
  cooperatives: new Map(given.lines.map((line) => [line.cooperative_id, { zh: "竹塘合作社", en: "Zhutang" }] as const)),
  claim_ids,
});

/** Two households' lots at 100.00 with 9.00 tax, a tenth of their share held back. */
async function given(): Promise<{ cooperative_id: string; households: string[]; given: GivenOrder }> {
  const cooperative_id = await givenCooperative(house, { holdback_bp: 1_000 });
  const households = [id("household"), id("household")];
  const line = {
    cooperative_id,
    grams: 2_000,
    paid_minor: 10_000,
    tax_minor: 900,
    freight_minor: 800,
    lots: households.map((household_id, at) => ({ household_id, grams: at === 0 ? 1_400 : 600, lot_id: id("lot") })),
  };
  return { cooperative_id, households, given: await sold(house, [line]) };
}

describe("a proof of benefit", () => {
  it("says what each household was given, to the cent, and is signed; pressed by six at once it is one", async () => {
    const { given: sale, households } = await given();
    const words = wordsOf(sale);
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => house.settlement.proofs.issue(sale.order_id, words, "wmember_1")),
    );
    const [proof] = asked.map((one) => value(one));
    expect(new Set(asked.map((one) => value(one).sha256)).size).toBe(1);
    const said = readProof(proof!.text);
    const { rows } = await house.db.query<{ household_id: string; sum: string; grams: string }>(
      `select r.household_id, sum(r.amount_minor)::text as sum, max(r.grams)::text as grams
       from sale_line_row r join sale_line l on l.id = r.sale_line_id where l.order_id = $1 and r.household_id is not null group by 1`,
      [sale.order_id],
    );
    const key = new ProofKey();
    expect(Object.fromEntries(said.rows.map((row) => [row.household, row.payable_minor + row.holdback_minor]))).toEqual(
      Object.fromEntries(rows.map((row) => [key.nameOf(sale.order_id, row.household_id), BigInt(row.sum)])),
    );
    expect(said.rows.map((row) => row.grams).sort()).toEqual([1_400n, 600n].sort());
    expect(isSigned(proof!.text, proof!)).toBe(true);
    expect(isSigned(proof!.text.replace("林家食堂", "别人"), proof!)).toBe(false);
    for (const household of households) expect(proof!.text).not.toContain(household);
    expect(await violations(house)).toEqual(NONE);
  });

  it("calls a household otherwise in every order: two papers can't be joined", () => {
    const key = new ProofKey();
    expect(key.nameOf("order_1", "household_1")).toBe(new ProofKey().nameOf("order_1", "household_1"));
    expect(key.nameOf("order_1", "household_1")).not.toBe(key.nameOf("order_2", "household_1"));
    expect(key.nameOf("order_1", "household_1")).not.toBe(key.nameOf("order_1", "household_2"));
  });

  it("is refused with what is missing while nothing is divided, and from when it is there", async () => {
    const cooperative_id = await givenCooperative(house);
    const open = order([
      { cooperative_id, grams: 1_000, paid_minor: 5_000, lots: [{ household_id: id("household"), grams: 1_000 }] },
    ]);
    const issue = () => house.settlement.proofs.issue(open.order_id, wordsOf(open), "wmember_1");
    expect(reasonOf(await issue())).toBe("proof_not_paid");
    value(await house.settlement.recordCapture(captureInput(open)));
    expect(reasonOf(await issue())).toBe("proof_not_divided");
    const delivered_at = new Date("2026-11-20T08:00:00Z");
    expect(await house.settlement.proofs.lackOf(open.order_id, null)).toEqual({ lack: "not_delivered", from: null });
    expect(await house.settlement.proofs.lackOf(open.order_id, delivered_at)).toEqual({
      lack: "not_divided",
      from: delivered_at,
    });
    value(await house.settlement.postSale(postInput(open)));
    value(await issue());
    expect(await house.settlement.proofs.lackOf(open.order_id, delivered_at)).toBeNull();
  });

  it("is followed by a version of what a refund and a claim changed; the first one stays, and says that it was replaced", async () => {
    const { cooperative_id, given: sale } = await given();
    const first = value(await house.settlement.proofs.issue(sale.order_id, wordsOf(sale), "wmember_1"));
    value(
      await house.settlement.lateRefunds.refund({
        order_id: sale.order_id,
        cooperative_id,
        lines: [{ order_line_id: sale.lines[0]!.order_line_id, amount_minor: 1_000n }],
        words: "一箱压坏",
        person: "member_1",
        idempotency_key: id("key"),
      }),
    );
    const second = value(await house.settlement.proofs.issue(sale.order_id, wordsOf(sale), "wmember_1"));
    expect(second.version).toBe(2);
    // The cooperative bears a late refund: the households have what they had.
    expect(second.households_minor).toBe(first.households_minor);
    expect(readProof(second.text).totals).toMatchObject({ refund_minor: 1_000n, taken_back_minor: 0n });

    const { claim_id, borne } = await claimedOf(house, { cooperative_id, given: sale, amount: 500, cause: "goods" });
    const words = wordsOf(sale, [claim_id]);
    const third = value(await house.settlement.proofs.issue(sale.order_id, words, "wmember_1"));
    const taken = borne.lots.reduce((sum, lot) => sum + lot.amount_minor, 0);
    expect(taken).toBeGreaterThan(0);
    expect(Number(third.taken_back_minor)).toBe(taken);
    expect(value(await house.settlement.proofs.issue(sale.order_id, words, "member_2")).version).toBe(3);

    const found = await house.settlement.proofs.byHash(first.sha256);
    expect(found).toMatchObject({ latest: 3, holds: true, file: null, proof: { version: 1, number: first.number } });
    for (const change of [
      "update benefit_proof set version = 9",
      "delete from benefit_proof",
      "truncate benefit_proof_file",
    ]) {
      await expect(house.db.query(change), change).rejects.toThrow(/never changed|foreign key/);
    }
    expect(await violations(house)).toEqual(NONE);
  });

  it("is found by every file that was handed out, which is the same each time, and by nothing else", async () => {
    const { given: sale } = await given();
    const proof = value(await house.settlement.proofs.issue(sale.order_id, wordsOf(sale), "wmember_1"));
    const said = readProof(proof.text);
    const pdf = await invoicePdf(proofPaper(said, proof, "zh"));
    expect(pdf.equals(await invoicePdf(proofPaper(said, proof, "zh")))).toBe(true);
    const csv = proofTable(said, "zh");
    for (const file of [
      { kind: "pdf", language: "zh", bytes: pdf },
      { kind: "csv", language: "zh", bytes: csv },
    ] as const) {
      await house.settlement.proofs.handedOut(proof.id, file);
      await house.settlement.proofs.handedOut(proof.id, file);
      const hash = createHash("sha256").update(file.bytes).digest("hex");
      expect(await house.settlement.proofs.byHash(hash)).toMatchObject({
        proof: { id: proof.id },
        file: { kind: file.kind, language: "zh" },
      });
    }
    expect(await house.settlement.proofs.byHash("0".repeat(64))).toBeUndefined();
    const [page] = readPages(pdf, inflateSync);
    const text = page!.text.replaceAll(/\s/g, "");
    expect(text).toContain(proof.sha256.slice(0, 32));
    expect(text).toContain("林家食堂");
    for (const row of said.rows) expect(text).toContain(row.household);
    // A village that a spreadsheet would run stays words.
    expect(csv.toString()).toContain(`"'=麻崖村"`);
    expect(await house.settlement.proofs.publicKeys()).toEqual([{ public_key: proof.public_key, current: true }]);
  });
});
