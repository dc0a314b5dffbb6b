import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { lookInto, readTable } from "./sheet.server";

/** A spreadsheet as a spreadsheet program writes it, parts stored unpacked: `cells` is the XML of its only row below the head. */
function xlsx(cells: string, sheets: readonly string[] = ["1"]): File {
  const main = "http://schemas.openxmlformats.org";
  const head = `<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="inlineStr"><is><t>单价</t></is></c></row>`;
  const parts: [string, string][] = [
    [
      "[Content_Types].xml",
      `<Types xmlns="${main}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ],
    [
      "xl/workbook.xml",
      `<workbook xmlns="${main}/spreadsheetml/2006/main" xmlns:r="${main}/officeDocument/2006/relationships"><sheets>${sheets.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="${main}/package/2006/relationships"><Relationship Id="rId1" Type="${main}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
    [
      "xl/worksheets/sheet1.xml",
      `<worksheet xmlns="${main}/spreadsheetml/2006/main"><sheetData>${head}<row r="2"><c r="A2" t="inlineStr"><is><t>S1</t></is></c>${cells}</row></sheetData></worksheet>`,
    ],
  ];
  return new File([new Uint8Array(zip(parts))], "boxes.xlsx");
}

function zip(parts: readonly [string, string][]): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of parts) {
    const [title, body] = [Buffer.from(name), Buffer.from(text)];
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(body), 10);
    facts.writeUInt32LE(body.length, 14);
    facts.writeUInt32LE(body.length, 18);
    facts.writeUInt16LE(title.length, 22);
    const entry = Buffer.concat([Buffer.from("PK\x03\x04"), facts, title, body]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), facts, place, title]));
    local.push(entry);
    at += entry.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, index, end]);
}

const read = (cells: string) => readTable(xlsx(cells));

test("a formula is read as what the sheet showed for it, and one that shows nothing as an empty cell, never as its text", async () => {
  expect(await read(`<c r="B2"><f>1.50*2</f><v>3</v></c>`)).toEqual({
    ok: true,
    table: [
      ["编号", "单价"],
      ["S1", "3"],
    ],
  });
  expect(await read(`<c r="B2"><f>1.50*2</f></c>`)).toMatchObject({ table: [{}, ["S1", ""]] });
  expect(await read(`<c r="B2" t="str"><f>"2"&amp;".5"</f><v>2.5</v></c>`)).toMatchObject({
    table: [{}, ["S1", "2.5"]],
  });
});

test("a formula that failed is no number that a price could be", async () => {
  const failed = await read(`<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`);
  const cell = failed.ok ? failed.table[1]?.[1] : "";
  expect(Number.isFinite(Number(cell === "" ? NaN : cell))).toBe(false);
});

test("where formulas are not taken, the first one is named by its cell", async () => {
  const formula = `<c r="B2"><f>1.50*2</f><v>3</v></c>`;
  expect(await lookInto(xlsx(formula))).toEqual({ name: "1", others: 0, formula: "B2" });
  expect(await lookInto(xlsx(`<c r="B2"><v>3</v></c>`))).toMatchObject({ formula: null });
  expect(await lookInto(new File(["=A1,3"], "list.csv"))).toBeNull();
  expect(await lookInto(new File(["PK and nothing more"], "broken.xlsx"))).toBeNull();
});

test("of several sheets the first one is read, whatever part of the file it is in, and named", async () => {
  expect(await lookInto(xlsx(`<c r="B2"><v>3</v></c>`, ["十二月 &amp; 一月", "旧"]))).toEqual({
    name: "十二月 & 一月",
    others: 1,
    formula: null,
  });
});

test("a text of Excel in its Unicode, and one that names its separator, are read", async () => {
  const wide = Buffer.from("\uFEFF商品\t数量\r\n核桃\t5\r\n", "utf16le");
  const table = [
    ["商品", "数量"],
    ["核桃", "5"],
  ];
  const read = await readTable(new File([new Uint8Array(wide)], "list.txt"));
  expect(read.ok && read.table.slice(0, 2)).toEqual(table);
  const named = await readTable(new File(["\uFEFFsep=;\r\n商品;数量\r\n核桃;5"], "list.csv"));
  expect(named).toEqual({ ok: true, table });
});
