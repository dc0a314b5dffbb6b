import { inflateSync } from "node:zlib";
import { MAX_INVOICE_TITLE } from "@commonlot/domain";
import { describe, expect, it } from "vitest";
import { invoicePaper } from "../../src/lib/invoice-paper";
import { invoicePdf } from "../../src/lib/print/invoice";
import { readPages } from "../../src/lib/print/pdf-reader.fixture";
import type { InvoiceWords } from "../../src/modules/settlement/invoices";
import { inTransaction } from "../../src/lib/sql";
import { recordRefundOutcome } from "../../src/modules/settlement/refund";
import { captureInput, givenCooperative, id, order, reasonOf, value, type GivenOrder } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

async function cooperative(): Promise<{ cooperative_id: string; code: string }> {
  return { cooperative_id: await givenCooperative(house), code: id("CO").slice(0, 12) };
}

const wordsOf = (
  given: GivenOrder,
  sellers: readonly { cooperative_id: string; code: string }[],
  buyer_title: string | null = null,
  buyer_tax_number: string | null = null,
): InvoiceWords => ({
  order_number: 7,
  placed_at: "2026-11-26T08:00:00.000Z",
  buyer_title,
  buyer_tax_number,
  lines: new Map(
    given.lines.map((line) => [line.order_line_id, { title: "核桃", pack: "500 克", packs: 2, rate: "9" }]),
  ),
  sellers: new Map([
    ["platform", { code: "COMMONLOT", name_zh: "平台", name_en: "Platform" }],
    ...sellers.map(
      ({ cooperative_id, code }) => [cooperative_id, { code, name_zh: "合作社", name_en: "Coop" }] as const,
    ),
  ]),
});

/** A captured order of one line at 100.00 with 9.00 tax for each cooperative. */
async function captured(cooperatives: readonly { cooperative_id: string }[]): Promise<GivenOrder> {
  const given = order(
    cooperatives.map(({ cooperative_id }) => ({
      cooperative_id,
      grams: 1000,
      paid_minor: 10_000,
      tax_minor: 900,
      lots: [],
    })),
  );
  value(await house.settlement.recordCapture(captureInput(given)));
  return given;
}

async function promised(given: GivenOrder, line: number, amount_minor: number, tax_minor: number): Promise<string> {
  const intent = await house.settlement.refundBeforePosting({
    order_id: given.order_id,
    lines: [{ order_line_id: given.lines[line]!.order_line_id, amount_minor, tax_minor }],
    reason_code: "short",
    person: "member_1",
    dedup_key: id("key"),
  });
  return value(intent).id;
}
const sent = (refund_intent_id: string) =>
  inTransaction(house.knex, (tx) =>
    recordRefundOutcome(tx, { refund_intent_id, state: "created", refund_ref: id("re") }),
  );

describe("invoices of an order", () => {
  it("are one for each seller, once however many ask at once, and sum to what was captured", async () => {
    const sellers = [await cooperative(), await cooperative()];
    const given = await captured(sellers);
    const words = wordsOf(given, sellers, "陇南某某公司", "91350100M000100Y43");
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => house.settlement.invoices.issue(given.order_id, words)),
    );
    const papers = value(asked[0]!);
    for (const answer of asked) expect(value(answer).map((one) => one.number)).toEqual(papers.map((one) => one.number));
    expect(papers.map((one) => one.seller).sort()).toEqual(sellers.map((one) => one.cooperative_id).sort());
    expect(papers.reduce((sum, one) => sum + one.total_minor, 0)).toBe(20_000);
    for (const one of papers) {
      expect(one).toMatchObject({ kind: "invoice", net_minor: 9_100, tax_minor: 900, total_minor: 10_000 });
      expect(one.facts).toMatchObject({
        buyer_title: "陇南某某公司",
        buyer_tax_number: "91350100M000100Y43",
        tax_rows: [{ rate: "9", net_minor: 9_100, tax_minor: 900 }],
      });
    }
  });

  it("have no gap in their numbers, whoever is first and whatever fails between", async () => {
    const seller = await cooperative();
    const orders = await Promise.all(Array.from({ length: 8 }, () => captured([seller])));
    const nobody = { ...wordsOf(orders[0]!, []), lines: new Map() };
    await Promise.all([
      ...orders.map((given) => house.settlement.invoices.issue(given.order_id, wordsOf(given, [seller]))),
      // A paper that can't be written gives its number back.
      house.settlement.invoices.issue(orders[0]!.order_id, nobody).catch(() => undefined),
    ]);
    const { rows } = await house.db.query<{ serial: string }>(
      "select serial from invoice where seller = $1 order by serial",
      [seller.cooperative_id],
    );
    expect(rows.map((one) => Number(one.serial))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("are followed by a credit note in the transaction that books the refund, for that seller and that amount, once", async () => {
    const sellers = [await cooperative(), await cooperative()];
    const given = await captured(sellers);
    const early = await promised(given, 0, 1_000, 90);
    await sent(early);
    value(await house.settlement.invoices.issue(given.order_id, wordsOf(given, sellers)));
    const late = await promised(given, 0, 2_000, 180);
    const notes = async () =>
      (await house.settlement.invoices.ofOrder(given.order_id)).filter((one) => one.kind === "credit_note");
    expect((await notes()).map((one) => one.total_minor)).toEqual([1_000]);
    await Promise.all([sent(late), sent(late), sent(late)]);
    expect((await notes()).map((one) => one.total_minor)).toEqual([1_000, 2_000]);
    const [invoice] = (await house.settlement.invoices.ofOrder(given.order_id)).filter(
      (one) => one.kind === "invoice" && one.seller === given.lines[0]!.cooperative_id,
    );
    for (const note of await notes()) {
      expect(note).toMatchObject({ seller: invoice!.seller, facts: { credits_number: invoice!.number } });
      expect(note.tax_minor + note.net_minor).toBe(note.total_minor);
    }
  });

  it("written while a refund is being booked credit it, whichever of the two is first", async () => {
    const seller = await cooperative();
    const given = await captured([seller]);
    const refund_intent_id = await promised(given, 0, 1_000, 90);
    let issued: ReturnType<typeof house.settlement.invoices.issue> | undefined;
    await inTransaction(house.knex, async (tx) => {
      await recordRefundOutcome(tx, { refund_intent_id, state: "created", refund_ref: id("re") });
      // Booked, and not yet to be seen by anybody.
      issued = house.settlement.invoices.issue(given.order_id, wordsOf(given, [seller]));
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    const papers = value((await issued)!);
    expect(papers.map((one) => [one.kind, one.total_minor])).toEqual([
      ["invoice", 10_000],
      ["credit_note", 1_000],
    ]);
  });

  /** A short of all of its one line: what was paid is promised back. */
  const wholeShort = async (given: GivenOrder): Promise<string> => {
    const short_id = id("short");
    const { order_line_id } = given.lines[0]!;
    const line = {
      order_id: given.order_id,
      order_line_id,
      amount_minor: "10000",
      freight_minor: "0",
      tax_minor: "900",
    };
    value(await house.settlement.shorts.promise({ short_id, lines: [line], borne: false, person: "m" }));
    return short_id;
  };
  const papers = async (given: GivenOrder) =>
    (await house.settlement.invoices.ofOrder(given.order_id)).map((one) => [one.kind, one.total_minor]);

  it("are refused where all that was paid goes back, take no number, and are made once the short is undone", async () => {
    const seller = await cooperative();
    const given = await captured([seller]);
    const ask = () => house.settlement.invoices.issue(given.order_id, wordsOf(given, [seller]));
    const short_id = await wholeShort(given);
    expect(await house.settlement.invoices.allGoesBack(given.order_id)).toBe(true);
    expect(reasonOf(await ask())).toBe("all_goes_back");
    expect(await papers(given)).toEqual([]);
    value(await house.settlement.shorts.cancel(short_id));
    expect(await house.settlement.invoices.allGoesBack(given.order_id)).toBe(false);
    expect(value(await ask())).toMatchObject([{ number: `${seller.code}-000001`, total_minor: 10_000 }]);
  });

  it("are refused to the one who asked while the refund of all of it was being promised", async () => {
    const seller = await cooperative();
    const given = await captured([seller]);
    let issued: ReturnType<typeof house.settlement.invoices.issue> | undefined;
    await inTransaction(house.knex, async (tx) => {
      await tx.raw(`select 1 from sale where order_id = ? for update`, [given.order_id]);
      issued = house.settlement.invoices.issue(given.order_id, wordsOf(given, [seller]));
      await new Promise((resolve) => setTimeout(resolve, 500));
      await tx.raw(`update sale_line set refund_minor = paid_minor, refund_tax_minor = tax_minor where order_id = ?`, [
        given.order_id,
      ]);
    });
    expect(reasonOf((await issued)!)).toBe("all_goes_back");
    expect(await papers(given)).toEqual([]);
  });

  it("are refused where nothing comes, also before its refund is promised; and where they were made before, stay and are credited whole", async () => {
    const seller = await cooperative();
    const [none, made] = [await captured([seller]), await captured([seller])];
    const nothingComes = () => Promise.resolve(true);
    const refused = await house.settlement.invoices.issue(none.order_id, wordsOf(none, [seller]), nothingComes);
    expect(reasonOf(refused)).toBe("all_goes_back");
    expect(await papers(none)).toEqual([]);
    value(await house.settlement.invoices.issue(made.order_id, wordsOf(made, [seller])));
    const short_id = await wholeShort(made);
    const again = await house.settlement.invoices.issue(made.order_id, wordsOf(made, [seller]), nothingComes);
    expect(value(again).map((one) => one.kind)).toEqual(["invoice"]);
    const { rows } = await house.db.query<{ id: string }>("select id from refund_intent where short_id = $1", [
      short_id,
    ]);
    await sent(rows[0]!.id);
    expect(await papers(made)).toEqual([
      ["invoice", 10_000],
      ["credit_note", 10_000],
    ]);
  });

  it("are refused before the payment is taken, and never changed by anybody", async () => {
    const seller = await cooperative();
    const words = wordsOf(order([]), [seller]);
    expect(reasonOf(await house.settlement.invoices.issue(id("order"), words))).toBe("not_captured");
    const given = await captured([seller]);
    value(await house.settlement.invoices.issue(given.order_id, wordsOf(given, [seller])));
    for (const change of [
      "update invoice set total_minor = 1, net_minor = 1, tax_minor = 0",
      "delete from invoice",
      "truncate invoice",
    ]) {
      await expect(house.db.query(change), change).rejects.toThrow(/never changed/);
    }
  });

  it("name their buyer whole on paper, however long the name is", async () => {
    const seller = await cooperative();
    const given = await captured([seller]);
    const title = "陇南市武都区某某农业科技发展有限责任公司".repeat(6);
    expect(title).toHaveLength(MAX_INVOICE_TITLE);
    const number = "91350100M000100Y43";
    const words = wordsOf(given, [seller], title, number);
    const [paper] = value(await house.settlement.invoices.issue(given.order_id, words));
    const [page] = readPages(await invoicePdf(invoicePaper(paper!, "zh")), inflateSync);
    expect(page!.text.replace(/\s/g, "")).toContain(title);
    expect(page!.text.replace(/\s/g, "")).toContain(number);
  });

  it("are made out by the platform where it sells", async () => {
    const seller = await cooperative();
    const given = await captured([seller]);
    await house.db.query("update sale_line set seller = 'platform' where order_id = $1", [given.order_id]);
    const [paper] = value(await house.settlement.invoices.issue(given.order_id, wordsOf(given, [seller])));
    expect(paper).toMatchObject({ seller: "platform", facts: { seller: { name_zh: "平台" } } });
    const pdf = await invoicePdf(invoicePaper(paper!, "zh"));
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect((await invoicePdf(invoicePaper(paper!, "en"))).length).toBeGreaterThan(1_000);
  });
});
