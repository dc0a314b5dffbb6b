import { constants, createDeflateRaw, crc32 } from "node:zlib";

/** Most that a part holds: what the directory's fields of 32 bits can say, and far above any sheet of ours. */
const MOST_BYTES = 0xffff_ffff;
/** In the head of a part: its sizes follow behind it, and its name is UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980, the first day that a zip file knows: the same table is the same file. */
const DAY = 0x0021;

const XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** All that a spreadsheet of one sheet has besides its rows. */
const FRAME: readonly (readonly [name: string, text: string])[] = [
  [
    "[Content_Types].xml",
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  ],
  [
    "_rels/.rels",
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    "xl/workbook.xml",
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    "xl/_rels/workbook.xml.rels",
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
];

/**
 * A table as an XLSX file, made while it is sent: memory holds one block of rows. Every cell is text, so that nothing in it can run and no
 * number loses its zeros.
 */
export async function* xlsxParts(blocks: AsyncIterable<readonly (readonly string[])[]>): AsyncGenerator<Uint8Array> {
  const zip = new Zip();
  for (const [name, text] of FRAME) yield* zip.part(name, [text]);
  yield* zip.part("xl/worksheets/sheet1.xml", sheetText(blocks));
  yield zip.end();
}

async function* sheetText(blocks: AsyncIterable<readonly (readonly string[])[]>): AsyncGenerator<string> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetData>`;
  for await (const block of blocks) yield block.map(rowText).join("");
  yield `</sheetData></worksheet>`;
}

/** Cells without their places: they follow each other. */
function rowText(cells: readonly string[]): string {
  const all = cells.map((cell) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`);
  return `<row>${all.join("")}</row>`;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Signs that XML has no place for are a blank. */
function escaped(text: string): string {
  return text

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, " ")
    .replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);
}

interface Written {
  readonly name: Buffer;
  readonly at: number;
  readonly crc: number;
  readonly packed: number;
  readonly plain: number;
}

/** A zip file from front to back: each part's sizes stand behind it, the directory at the end. */
class Zip {
  private at = 0;
  private readonly parts: Written[] = [];

  async *part(name: string, texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
    const part = { name: Buffer.from(name), at: this.at };
    yield this.counted(fields([0x04034b50, 4], [20, 2], [FLAGS, 2], [DEFLATED, 2], [0, 2], [DAY, 2], [0, 4], [0, 4], [0, 4], [part.name.length, 2], [0, 2])); // prettier-ignore
    yield this.counted(part.name);
    const deflate = createDeflateRaw({ level: constants.Z_BEST_SPEED });
    let [crc, plain, packed] = [0, 0, 0];
    const written = (async () => {
      try {
        for await (const text of texts) {
          if (deflate.destroyed) return;
          const bytes = Buffer.from(text);
          crc = crc32(bytes, crc);
          plain += bytes.length;
          if (!deflate.write(bytes)) await drained(deflate);
        }
        deflate.end();
      } catch (error) {
        deflate.destroy(error as Error);
      }
    })();
    try {
      for await (const piece of deflate as AsyncIterable<Buffer>) {
        packed += piece.length;
        yield this.counted(piece);
      }
    } finally {
      // Also when the reader left in the middle.
      deflate.destroy();
      await written;
    }
    if (plain > MOST_BYTES) throw new Error(`part ${name} of a spreadsheet has ${plain} bytes`);
    yield this.counted(fields([0x08074b50, 4], [crc, 4], [packed, 4], [plain, 4]));
    this.parts.push({ ...part, crc, packed, plain });
  }

  /** The directory, and where it is. */
  end(): Buffer {
    const entries = this.parts.map(({ name, at, crc, packed, plain }) =>
      Buffer.concat([
        fields([0x02014b50, 4], [20, 2], [20, 2], [FLAGS, 2], [DEFLATED, 2], [0, 2], [DAY, 2], [crc, 4], [packed, 4], [plain, 4], [name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), // prettier-ignore
        name,
      ]),
    );
    const directory = Buffer.concat(entries);
    const count = this.parts.length;
    return Buffer.concat([
      directory,
      fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [directory.length, 4], [this.at, 4], [0, 2]),
    ]);
  }

  private counted(bytes: Buffer): Buffer {
    this.at += bytes.length;
    return bytes;
  }
}

/** Numbers behind each other, each of so many bytes, the lowest first. */
function fields(...all: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(all.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of all) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}

/** Until there is room again, or nobody reads any more. */
function drained(stream: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done).off("close", done);
      resolve();
    };
    stream.on("drain", done).on("close", done);
  });
}
