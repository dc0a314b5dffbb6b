import { describe, expect, test } from "vitest";
import { sheetRows } from "./sheet-rows";
import { xlsxParts } from "./xlsx-parts";

type Table = readonly (readonly string[])[];

async function* blocks(...all: Table[]): AsyncGenerator<Table> {
  for (const block of all) yield await Promise.resolve(block);
}

async function bytesOf(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

async function cellsOf(bytes: Buffer): Promise<string[][]> {
  const found: string[][] = [];
  for await (const block of sheetRows(bytes, 1_000)) found.push(...block.map(({ cells }) => cells));
  return found;
}

describe("a spreadsheet that is made while it is sent", () => {
  test("has every cell as text, as it was: formulas, zeros, signs of XML, both languages", async () => {
    const table = [
      ["行号", "Name <&>"],
      ["007", "=1+1"],
      ["", '张三 "a"  b'],
      ["1e5", "😀 &amp;"],
    ];
    const file = await bytesOf(xlsxParts(blocks(table.slice(0, 1), table.slice(1))));
    expect(await cellsOf(file)).toEqual(table);
    expect(await bytesOf(xlsxParts(blocks(table)))).toEqual(await bytesOf(xlsxParts(blocks(table))));
  });

  test("of 100,000 rows comes in pieces, none of them large, and loses no row", async () => {
    async function* many(): AsyncGenerator<Table> {
      for (let at = 0; at < 100_000; at += 2_000)
        yield await Promise.resolve(Array.from({ length: 2_000 }, (_, more) => [String(at + more), "王小明"]));
    }
    let most = 0;
    const all: Uint8Array[] = [];
    for await (const part of xlsxParts(many())) {
      most = Math.max(most, part.length);
      all.push(part);
    }
    expect(most).toBeLessThan(1 << 17);
    const cells = await cellsOf(Buffer.concat(all));
    expect([cells.length, cells[0], cells.at(-1)]).toEqual([100_000, ["0", "王小明"], ["99999", "王小明"]]);
  });

  test("whose rows fail in the middle fails, and one that nobody reads on ends", async () => {
    async function* failing(): AsyncGenerator<Table> {
      yield await Promise.resolve([["a"]]);
      throw new Error("gone");
    }
    await expect(bytesOf(xlsxParts(failing()))).rejects.toThrow("gone");
    let ended = false;
    async function* watched(): AsyncGenerator<Table> {
      try {
        for (;;) yield await Promise.resolve([["x".repeat(50_000)]]);
      } finally {
        ended = true;
      }
    }
    const reading = xlsxParts(watched());
    for (let at = 0; at < 20; at++) await reading.next();
    await reading.return(undefined);
    expect(ended).toBe(true);
  });
});
