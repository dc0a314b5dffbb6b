import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { gb18030, xlsx } from "../../../tests/pool/addressee-kit";
import { sheetBeginning, SheetFault, sheetRows, type SheetRow } from "./index";

async function all(bytes: Buffer, block = 2): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const some of sheetRows(bytes, block)) {
    expect(some.length).toBeLessThanOrEqual(block);
    rows.push(...some);
  }
  return rows;
}
const faultOf = (bytes: Buffer) =>
  all(bytes).then(
    () => null,
    (error: unknown) => (error instanceof SheetFault ? [error.kind, error.cell] : error),
  );

test("rows keep their places over blocks, blank rows, quotes and breaks inside of cells", async () => {
  const text = `\uFEFF姓名,地址\r\n"李,雷","一\r\n号"\r\n\r\n"他说""好""",二号\r\n五,"六"`;
  const rows = [
    { line: 1, cells: ["姓名", "地址"] },
    { line: 2, cells: ["李,雷", "一\n号"] },
    { line: 4, cells: [`他说"好"`, "二号"] },
    { line: 5, cells: ["五", "六"] },
  ];
  for (const block of [1, 2, 3, 100]) expect(await all(Buffer.from(text), block)).toEqual(rows);
  expect(await all(gb18030(text.slice(1)), 3)).toEqual(rows);
  expect((await all(Buffer.from("a\tb,c\n1\t2"))).map(({ cells }) => cells)).toEqual([
    ["a", "b,c"],
    ["1", "2"],
  ]);
});

test("mixed line ends lose nobody, whichever come first", async () => {
  const rows = ["姓名,电话", "李雷,1", "韩梅梅,2", "王小明,3", "张三,4"];
  const read = rows.map((row, at) => ({ line: at + 1, cells: row.split(",") }));
  for (const ends of [["\n", "\r\n"], ["\r\n", "\n"], ["\r"], ["\r", "\n", "\r\n"], ["\n", "\r"]]) {
    const bytes = Buffer.from(rows.map((row, at) => row + (ends[at % ends.length] ?? "")).join(""));
    for (const block of [1, 2, 100]) expect(await all(bytes, block)).toEqual(read);
    expect((await sheetBeginning(bytes, 2)).lines).toBe(5);
  }
});

test("UTF-16 is read by its mark, and refused where it is cut", async () => {
  const little = Buffer.from("\uFEFF姓名\t电话\r\n李雷\t1\r\n", "utf16le");
  const rows = [
    { line: 1, cells: ["姓名", "电话"] },
    { line: 2, cells: ["李雷", "1"] },
  ];
  expect(await all(little)).toEqual(rows);
  expect(await all(Buffer.from(little).swap16())).toEqual(rows);
  expect(await sheetBeginning(little, 2)).toEqual({ rows, lines: 2 });
  expect(await faultOf(little.subarray(0, little.length - 1))).toEqual(["unreadable", null]);
  expect(await faultOf(Buffer.from("a\0b"))).toEqual(["unreadable", null]);
});

test("a spreadsheet is read by its cells' names, packed or not, and says how many rows it has", async () => {
  const rows = Array.from({ length: 1_001 }, (_, at) => [`名${at}`, "", `三${at}`]);
  const plain = xlsx(rows);
  const read = await all(plain, 100);
  expect(await all(xlsx(rows, true), 100)).toEqual(read);
  expect(read).toHaveLength(1_001);
  expect(read[1_000]).toEqual({ line: 1_001, cells: ["名1000", "", "三1000"] });
  expect(await sheetBeginning(plain, 2)).toMatchObject({ rows: [{ line: 1 }, { line: 2 }], lines: 1_001 });
  expect(await faultOf(xlsx([["a"], ["b", { formula: "A1" }]]))).toEqual(["formula", "B2"]);
});

test("what can't be read is refused by its kind", async () => {
  const cut = xlsx([["a"]]);
  expect(await faultOf(cut.subarray(0, cut.length - 10))).toEqual(["unreadable", null]);
  expect(await faultOf(Buffer.concat([Buffer.from("PK"), deflateRawSync(Buffer.alloc(99))]))).toEqual([
    "unreadable",
    null,
  ]);
  expect(await faultOf(Buffer.alloc(0))).toEqual(["empty", null]);
  expect(await faultOf(Buffer.from([0x61, 0xff, 0xff, 0x0a]))).toEqual(["unreadable", null]);
});
