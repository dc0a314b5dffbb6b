import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { progressOfSheets } from "../../src/lib/sheet-progress";
import { AddresseeReading } from "../../src/modules/wholesale/addressees/addressee-reading";
import { askForSheet, forgetSheet } from "../../src/workflows/wholesale/addressees";
import { reasonOf } from "../settlement/house";
import { gb18030, HEAD, people, xlsx } from "./addressee-kit";
import { COLUMNS, sheetsOf, type SheetsGiven } from "./addressee-sheets";
import { value } from "./short-house";

/** Sheets of addressees as they are read and put right, on the house of the quick order: its products, pools and companies. */
export function addresseeCases(given: () => SheetsGiven): void {
  const { sheets, sql, bring, choose, read, csv, wrong, stands, buyer } = sheetsOf(given);

  test("a sheet in GB18030 keeps its wrong lines with what is wrong; put right in place and by a file, nothing else moves", async () => {
    const by = await given().firm();
    const lines = people(1_000);
    lines[9] = "李雷,不知道,广东省,广州市,一号,1,";
    lines[19] = "韩梅梅,13800138000,火星,,一号,1,";
    lines[29] = ",13800138000,广东省,广州市,一号,1,";
    lines[39] = "李雷,13800138000,广东省,广州市,,0,";
    lines[49] = "李雷,13800138000,广东省,广州市,二号,=1+1,";
    lines[59] = `${"很".repeat(70)},13800138000,广东省,广州市,二号,1,`;
    lines[69] = "李雷,,广东省,广州市,二号,2000,";
    lines[500] = lines[100] ?? "";
    lines[501] = (lines[100] ?? "").replace("人民路 ", "人民路");
    const sheet_id = await read(by, gb18030([HEAD, ...lines].join("\r\n")));
    expect(await stands(by, sheet_id)).toMatchObject({
      state: "checked",
      lines: 1_000,
      wrong: 7,
      repeats: 2,
      addressees: 993,
      first_rows: [
        ["姓名", "电话", "省份", "城市", "地址", "份数", "留言"],
        expect.anything(),
        ...Array(4).fill(expect.anything()),
      ],
    });
    const file = await wrong(sheet_id);
    expect(file.split("\r\n")).toHaveLength(9);
    expect(file).toContain(`"11","李雷","不知道","广东省","广州市","","","一号","1","","电话打不通：请带区号填写完整"`);
    expect(file).toContain("没有电话：快递员要打电话；一个地址最多 1,000 份");
    // What a spreadsheet would run is text in our file, and a formula of theirs is read as one all the same.
    expect(file).toContain(`"'=1+1"`);

    value(
      await sheets().mend(by, {
        sheet_id,
        lines: [
          { line: 11, left_out: false, phone: "13800138001" },
          { line: 21, left_out: true },
        ],
      }),
    );
    expect(await stands(by, sheet_id)).toMatchObject({ wrong: 5, left_out: 1, addressees: 994 });
    const repaired = [
      "行号,姓名,电话,省份,城市,地址,份数,留言,错在哪里",
      "31,李雷,13800138002,广东省,广州市,三号,1,,没有姓名",
      "41,李雷,13800138003,广东省,广州市,四号,1,,",
      "51,李雷,'+8613800138004,广东省,广州市,五号,2,,",
      "61,李雷,13800138005,广东省,广州市,六号,1,,",
      "71,李雷,13800138006,广东省,广州市,七号,200,,",
      "99999,李雷,13800138006,广东省,广州市,七号,200,,",
    ].join("\n");
    expect(value(await sheets().repair(by, { sheet_id, bytes: Buffer.from(repaired) }))).toEqual({
      taken: 5,
      unknown: 1,
    });
    const right = await stands(by, sheet_id);
    expect(right).toMatchObject({ wrong: 0, lines: 1_000, addressees: 999 });
    const [untouched] = await sheets().lines(sheet_id, { shown: "all", after: 499, limit: 1 });
    expect(untouched?.written.name).toBe("王小明498");
    value(await sheets().keepRepeats(by, { sheet_id, keep: false }));
    expect((await stands(by, sheet_id))?.addressees).toBe(997);
    expect(reasonOf(await sheets().repair(by, { sheet_id, bytes: Buffer.from("a,b\n1,2") }))).toBe("repairs_no_heads");
  });

  test("districts stand behind their city, a whole address is read, places and phones that are none are named at their line", async () => {
    const { wholesale, container, firm, product_id, variant_id, day } = given();
    await given().house.lot(500_000);
    const by = await firm();
    const columns = ["name", "phone", "province", "city", "district", "town", "address", "packs"] as const;
    const lines = [
      "一,13800138001,北京市,北京市,朝阳区,,人民路 4 号,1",
      "二,13800138002,广东,广州,白云区,太和镇,园夏二街 10 号,1",
      "三,13800138003,,,,,广东省广州市天河区体育东路 1 号,1",
      "四,1380013,广东省,广州市,,,一号,1",
      "五,99999999999,广东省,广州市,,,一号,1",
      "六,13800138004,新疆维吾尔自治区,上海市,,,一号,1",
      "七,13800138005,广东省,哈尔滨市,,,一号,1",
      "八,13800138006,广东省,,,,一号,1",
      "九,13800138007,广东省,广州市,福田区,,一号,1",
      "十,13800138008,广东省,广州市,,,1,1",
    ];
    const bytes = Buffer.from(`姓名,电话,省,市,区县,乡镇街道,地址,份数\n${lines.join("\r\n")}`);
    const sheet_id = await bring(by, bytes);
    value(await sheets().choose(by, { sheet_id, columns: [...columns], has_head: true, packs_each: null }));
    await wholesale.addresseeReading.read(sheet_id);
    const wrongs = await sheets().lines(sheet_id, { shown: "wrong", after: 0, limit: 20 });
    expect(wrongs.map((one) => [one.line, one.faults])).toEqual([
      [5, ["bad_phone"]],
      [6, ["bad_phone"]],
      [7, ["bad_city"]],
      [8, ["bad_city"]],
      [9, ["no_city"]],
      [10, ["bad_district"]],
      [11, ["bad_address"]],
    ]);
    expect(await wrong(sheet_id)).toContain(`"10","九","13800138007","广东省","广州市","福田区","","一号"`);
    value(
      await sheets().mend(by, {
        sheet_id,
        lines: [
          { line: 10, left_out: false, district: "番禺" },
          ...[5, 6, 7, 8, 9, 11].map((line) => ({ line, left_out: true })),
        ],
      }),
    );
    const { id: quote_id } = await askForSheet(container, buyer(by), {
      sheet_id,
      product_id,
      variant_id,
      wanted_on: day(10),
      words: "",
      idempotency_key: randomUUID(),
    });
    const list_id = (await wholesale.quotes.byId(quote_id))?.addressee_list_id ?? "";
    expect((await wholesale.addressees(list_id)).map((one) => [one.province_code, one.city, one.address])).toEqual([
      ["11", "朝阳区", "人民路 4 号"],
      ["44", "广州市白云区", "太和镇园夏二街 10 号"],
      ["44", "广州市天河区", "体育东路 1 号"],
      ["44", "广州市番禺区", "一号"],
    ]);
    expect(await wholesale.addresseeAsking.sheetOfList(list_id)).toBe(sheet_id);
    expect(await progressOfSheets(sql(), [sheet_id])).toEqual(new Map());
  });

  test("another company finds nothing of a sheet, whatever it does", async () => {
    const { wholesale, container, firm } = given();
    const [by, other] = [await firm(), await firm()];
    const sheet_id = await read(by, csv(people(2)));
    expect(await stands(other, sheet_id)).toBeUndefined();
    const none = "addressee_sheet_not_found";
    const chosen = { sheet_id, columns: [...COLUMNS], has_head: true, packs_each: null };
    expect(reasonOf(await sheets().choose(other, chosen))).toBe(none);
    expect(reasonOf(await sheets().mend(other, { sheet_id, lines: [{ line: 2, left_out: true }] }))).toBe(none);
    expect(
      reasonOf(await sheets().repair(other, { sheet_id, bytes: Buffer.from("行号,姓名,电话,地址,份数\n2,x,1,y,1") })),
    ).toBe(none);
    expect(reasonOf(await sheets().keepRepeats(other, { sheet_id, keep: false }))).toBe(none);
    expect(reasonOf(await wholesale.addresseeAsking.reopen(other, sheet_id))).toBe(none);
    const forgotten = await forgetSheet(container, {
      sheet_id,
      company_id: other.company_id,
      quote_id: null,
      person: "x",
    });
    expect(reasonOf(forgotten)).toBe(none);
    expect(await stands(by, sheet_id)).toMatchObject({ state: "checked", lines: 2, addressees: 2, keep_repeats: true });
  });

  test("a formula is named by its cell, 100,001 lines and a file that is none are refused: nothing of them is kept", async () => {
    const by = await given().firm();
    const head = HEAD.split(",");
    const rows = people(3).map((line) => line.split(","));
    expect(await stands(by, await read(by, xlsx([head, ...rows])))).toMatchObject({ lines: 3, rows_said: 4 });
    const worked = (after: number) =>
      xlsx([head, ...people(after).map((line) => line.split(",")), ["x", { formula: "A2" }]]);
    const early = await sheets().bring(by, { title: "x", bytes: worked(5), idempotency_key: randomUUID() });
    expect(!early.ok && early.refusal).toMatchObject({
      reason: "sheet_formula",
      field: "file",
      details: { cell: "B7" },
    });
    // One that stands behind what is looked at first is found when the lines are read.
    const formula = await read(by, worked(2_500));
    expect(await stands(by, formula)).toMatchObject({
      state: "refused",
      fault: "formula",
      fault_cell: "B2502",
      lines: 0,
    });
    const many = await read(by, csv(people(100_001)));
    expect(await stands(by, many)).toMatchObject({ state: "refused", fault: "too_many", lines: 0 });
    const { rows: left } = await given().house.db.query(
      `select 1 from addressee_sheet_line where sheet_id = any($1) union all select 1 from addressee_sheet_file where sheet_id = any($1)`,
      [[formula, many]],
    );
    expect(left).toEqual([]);
    const key = { title: "x", idempotency_key: randomUUID() };
    expect(reasonOf(await sheets().bring(by, { ...key, bytes: Buffer.from([0x50, 0x4b, 3, 4, 9, 9]) }))).toBe(
      "sheet_unreadable",
    );
    expect(reasonOf(await sheets().bring(by, { ...key, bytes: Buffer.from("\n \n") }))).toBe("sheet_empty");
    expect(reasonOf(await sheets().bring(by, { ...key, bytes: Buffer.from([0, 1, 2]) }))).toBe("sheet_unreadable");
  });

  test("readers that race, and one that is stopped in the middle, leave every line once", async () => {
    const { house, firm } = given();
    const by = await firm();
    const sheet_id = await bring(by, csv(people(1_000)));
    await choose(by, sheet_id);
    await house.db.query(
      `create function stuck_line() returns trigger language plpgsql as $$ begin if new.line = 600 then raise exception 'stuck'; end if; return new; end $$;
       create trigger stuck_line before insert on addressee_sheet_line for each row execute function stuck_line()`,
    );
    const reading = new AddresseeReading(sql(), 70);
    await expect(reading.read(sheet_id)).rejects.toThrow("stuck");
    expect(await stands(by, sheet_id)).toMatchObject({ state: "reading", lines: 559, read_to: 560 });
    await house.db.query(`drop trigger stuck_line on addressee_sheet_line; drop function stuck_line()`);
    await Promise.all([reading.read(sheet_id), new AddresseeReading(sql(), 33).read(sheet_id), reading.read(sheet_id)]);
    expect(await stands(by, sheet_id)).toMatchObject({ state: "checked", lines: 1_000, wrong: 0, repeats: 0 });
    expect(await sheets().lines(sheet_id, { shown: "all", after: 1_000, limit: 9 })).toMatchObject([{ line: 1_001 }]);
  });
}
