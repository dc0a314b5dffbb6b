import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { addresseeKey, isAddresseeKey } from "../../src/lib/addressee-link";
import { parcelsOfAddressee, trackingSheet } from "../../src/lib/addressee-tracking";
import { askForSheet, dryRunOfSheet, forgetSheet } from "../../src/workflows/wholesale/addressees";
import { compareCarriage } from "../../src/workflows/wholesale/quote-carriage";
import { id, reasonOf } from "../settlement/house";
import { people } from "./addressee-kit";
import { sheetsOf, type SheetsGiven } from "./addressee-sheets";
import { value } from "./short-house";

/** Sheets of addressees that goods are asked for with, and what those see whose goods they are; on the house of the quick order. */
export function addresseeAskingCases(given: () => SheetsGiven): void {
  const { sheets, sql, read, csv, stands, buyer } = sheetsOf(given);

  test("a sheet is asked for once, by a quote with its packs; freight is known before; freed when the quote came to nothing", async () => {
    const { house, wholesale, container, firm, product_id, variant_id, day, refusal } = given();
    await house.lot(500_000);
    const by = await firm();
    const sheet_id = await read(by, csv([...people(6), "李雷,12,广东省,广州市,一号,1,"]));
    const ask = (idempotency_key: string, wanted_on = day(10)) =>
      askForSheet(container, buyer(by), { sheet_id, product_id, variant_id, wanted_on, words: "", idempotency_key });
    const key = randomUUID();
    expect(await refusal(ask(key))).toBe("sheet_wrong");
    value(await sheets().mend(by, { sheet_id, lines: [{ line: 8, left_out: true }] }));
    const sheet = await stands(by, sheet_id);
    if (!sheet) throw new Error("the sheet has gone");
    const run = await dryRunOfSheet(container, sheet, { variant_id, currency: "CNY" });
    expect(run).toMatchObject({ addressees: 6, parcels: 6, refused: [] });
    expect(run.zones.reduce((sum, one) => sum + one.freight_minor, 0n)).toBe(run.freight_minor);
    expect(run.cartons.reduce((sum, one) => sum + one.parcels, 0)).toBe(6);
    expect(await refusal(ask(key, day(-1)))).toBe("day_past");
    expect((await stands(by, sheet_id))?.state).toBe("checked");

    const made = await ask(key);
    expect(await ask(key)).toEqual(made);
    expect(await refusal(ask(randomUUID()))).toBe("sheet_asked");
    // Whoever offers reads the same freight as whoever asked; a truck takes no parcels to many.
    const manager = { side: "seller" as const, id: "m_manager", cooperative_id: house.cooperative_id };
    expect(value(await compareCarriage(container, manager, made.id))).toMatchObject({
      addressees: run,
      parcels: { ok: true, value: { freight_minor: run.freight_minor, parcels: 6 } },
      trucks: [],
    });
    expect(await refusal(compareCarriage(container, { ...manager, cooperative_id: "coop_other" }, made.id))).toBe(
      "quote_not_found",
    );
    const quote = await wholesale.quotes.byId(made.id);
    const list_id = quote?.addressee_list_id ?? "";
    expect((await wholesale.quotes.version(made.id, 1))?.lines.map((line) => line.packs)).toEqual([12]);
    expect((await wholesale.addressees(list_id)).map((one) => [one.line, one.packs])).toEqual(
      [2, 3, 4, 5, 6, 7].map((line) => [line, 1 + ((line - 2) % 3)]),
    );
    expect(reasonOf(await sheets().mend(by, { sheet_id, lines: [{ line: 2, left_out: true }] }))).toBe(
      "sheet_not_open",
    );
    // Its list is nobody's to look at or to order with but its quote's.
    expect(await wholesale.list(list_id, by.member_id)).toBeUndefined();
    expect(reasonOf(await wholesale.checkList({ list_id, packs: 12, cart_id: "cart_other" }))).toBe(
      "addressee_list_not_found",
    );
    const [line] = (await wholesale.quotes.version(made.id, 1))?.lines ?? [];
    if (!line) throw new Error("the quote has no line");
    const draft = {
      lines: [{ ...line, packs: 13, price_minor: 1n }],
      freight_minor: 0n,
      freight_term: { bearer: "buyer" as const },
      deliver_on: day(10),
      terms: null,
      words: "",
    };
    const seller = { side: "seller" as const, id: "m_manager", cooperative_id: house.cooperative_id };
    const offer = { quote_id: made.id, upon_version: 1, expires_at: new Date(Date.now() + 86_400_000), draft };
    expect(reasonOf(await wholesale.quotes.write(seller, offer))).toBe("addressee_list_differs");

    const gone = { sheet_id, company_id: by.company_id, quote_id: made.id, person: by.member_id };
    expect(reasonOf(await wholesale.addresseeAsking.reopen(by, sheet_id))).toBe("sheet_in_use");
    expect(reasonOf(await forgetSheet(container, gone))).toBe("sheet_in_use");
    value(await wholesale.quotes.end(buyer(by), { quote_id: made.id, as: "withdrawn", upon_version: 1, words: "" }));
    value(await wholesale.addresseeAsking.reopen(by, sheet_id));
    expect(await wholesale.addressees(list_id)).toEqual([]);
    const again = await ask(randomUUID());
    expect(again.id).not.toBe(made.id);
    value(await wholesale.quotes.end(buyer(by), { quote_id: again.id, as: "withdrawn", upon_version: 1, words: "" }));
    value(await forgetSheet(container, { ...gone, quote_id: again.id }));
    expect(await stands(by, sheet_id)).toMatchObject({ state: "forgotten", first_rows: [] });
    const second = (await wholesale.quotes.byId(again.id))?.addressee_list_id ?? "";
    expect((await wholesale.addressees(second)).map((one) => `${one.name}${one.phone}${one.address}`)).toEqual(
      Array(6).fill(""),
    );
    expect(await sheets().lines(sheet_id, { shown: "all", after: 0, limit: 9 })).toEqual([]);
  });

  test("an addressee's link shows their own parcel and words, and the tracking sheet shows all to their company", async () => {
    const { house, wholesale, container, firm, product_id, variant_id, day } = given();
    await house.lot(500_000);
    const by = await firm();
    const sheet_id = await read(by, csv(people(3)));
    const { id: quote_id } = await askForSheet(container, buyer(by), {
      sheet_id,
      product_id,
      variant_id,
      wanted_on: day(10),
      words: "",
      idempotency_key: randomUUID(),
    });
    const list_id = (await wholesale.quotes.byId(quote_id))?.addressee_list_id ?? "";
    const [first, second] = await wholesale.addressees(list_id);
    if (!first || !second) throw new Error("the list has nobody");
    const order_id = id("order");
    await house.db.query(
      `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) values ($1, 1, 'CNY', 1, 0)`,
      [order_id],
    );
    await house.db.query(
      `insert into parcel (id, number, order_id, plan_version, cooperative_id, destination_id, addressee_id, name, phone, province_code, address, zone,
         carton, carton_id, goods_g, gross_g, freight_minor, carton_minor, currency, carrier, service, state, handed_over_at)
       select $1, $2, $3, 1, $4, $5, $5, 'x', '1', '44', 'x', 'z', code, id, 1000, 1200, 0, 0, 'CNY', 'carrier', 'service', 'labelled', '2026-12-01T12:30:00Z' from carton limit 1`,
      [id("parcel"), "CLADDRESSEE1", order_id, house.cooperative_id, first.id],
    );
    await house.db.query(
      `insert into parcel_line (parcel_id, order_line_id, title, packs, pack_units, pack_g, freight_minor)
       select id, 'line', '麻崖核桃 500 克', 2, 500, 500, 0 from parcel where number = 'CLADDRESSEE1'`,
    );
    const key = addresseeKey(first.id);
    expect([isAddresseeKey(first.id, key), isAddresseeKey(second.id, key), isAddresseeKey(first.id, "")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await parcelsOfAddressee(sql(), first.id)).toMatchObject({
      company: "食堂",
      message: "新年快乐",
      parcels: [
        {
          number: "CLADDRESSEE1",
          state: "labelled",
          goods_g: 1000,
          lines: [{ title: "麻崖核桃 500 克", packs: 2 }],
          cooperative: { phone: expect.any(String) },
        },
      ],
    });
    expect((await parcelsOfAddressee(sql(), second.id))?.parcels).toEqual([]);
    expect(await parcelsOfAddressee(sql(), "adr_nobody")).toBeUndefined();
    let file = "";
    for await (const part of trackingSheet(sql(), list_id, { path: "zh", time_zone: "Europe/Paris" })) file += part;
    const lines = file.trim().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain(`"寄出时间（Europe/Paris）","签收时间（Europe/Paris）"`);
    expect(lines[1]).toContain(
      `"2","王小明0","CLADDRESSEE1","已贴面单","carrier","","2026-12-01 13:30","","广东 广州市"`,
    );
    expect(lines[1]).toContain(key);
    expect(lines[2]).toContain(`"3","王小明1","","还没有包裹"`);
  });
}
