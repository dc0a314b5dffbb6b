import { deflateRawSync } from "node:zlib";

// Files of addressees as people bring them.

/** Text as a Chinese Excel saves it, by turning the decoder round: every pair of bytes that is one letter. */
export function gb18030(text: string): Buffer {
  const decoder = new TextDecoder("gb18030");
  const pairs = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) pairs.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return Buffer.from(
    [...text].flatMap((letter) => (letter < "\u0080" ? [letter.charCodeAt(0)] : (pairs.get(letter) ?? [0x3f]))),
  );
}

/** A spreadsheet of one sheet, packed or not, without check sums, which nobody here looks at. */
export function xlsx(rows: readonly (readonly (string | { formula: string })[])[], packed = false): Buffer {
  const cells = (row: (typeof rows)[number], at: number) =>
    row
      .map((cell, column) => {
        const name = `${String.fromCharCode(65 + column)}${at + 1}`;
        return typeof cell === "string"
          ? `<c r="${name}" t="inlineStr"><is><t>${cell}</t></is></c>`
          : `<c r="${name}"><f>${cell.formula}</f><v>1</v></c>`;
      })
      .join("");
  const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:H${rows.length}"/><sheetData>${rows
    .map((row, at) => `<row r="${at + 1}">${cells(row, at)}</row>`)
    .join("")}</sheetData></worksheet>`;
  return zip("xl/worksheets/sheet1.xml", Buffer.from(sheet), packed);
}

function zip(name: string, plain: Buffer, packed: boolean): Buffer {
  const bytes = packed ? deflateRawSync(plain) : plain;
  const method = packed ? 8 : 0;
  const named = Buffer.from(name);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(method, 8);
  head.writeUInt32LE(bytes.length, 18);
  head.writeUInt32LE(plain.length, 22);
  head.writeUInt16LE(named.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(bytes.length, 20);
  entry.writeUInt32LE(plain.length, 24);
  entry.writeUInt16LE(named.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + named.length, 12);
  end.writeUInt32LE(head.length + named.length + bytes.length, 16);
  return Buffer.concat([head, named, bytes, entry, named, end]);
}

export const HEAD = "姓名,电话,省份,城市,地址,份数,留言";

/** Lines that are right, no two to one person. */
export const people = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, at) => {
    const one = from + at;
    return `王小明${one},138001${String(38000 + (one % 60_000)).padStart(5, "0")},广东省,广州市,人民路 ${one} 号,${1 + (one % 3)},新年快乐`;
  });
