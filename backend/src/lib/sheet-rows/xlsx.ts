import { SaxesParser } from "saxes";
import { SheetFault, type SheetRow } from "./fault";
import { unpacked, zipParts, type ZipPart } from "./zip";

/** Longest cell that is kept; a cell of a spreadsheet has at most 32,767 letters. */
const MAX_CELL = 2_000;
/** Columns behind these are left out. */
const MAX_COLUMNS = 200;
/** Letters of all texts that a spreadsheet keeps apart from its cells. */
const MAX_SHARED = 60_000_000;

/** Rows of a spreadsheet's first sheet, block by block. A cell that is worked out from others ends the reading: it is named. */
export async function* xlsxRows(bytes: Buffer, block: number): AsyncGenerator<SheetRow[]> {
  const parts = zipParts(bytes);
  const shared = parts.get("xl/sharedStrings.xml");
  const texts = shared ? await sharedTexts(shared) : [];
  const reader = new RowReader(texts);
  for await (const piece of unpacked(firstSheet(parts))) {
    reader.write(piece);
    while (reader.rows.length >= block) yield reader.rows.splice(0, block);
  }
  reader.close();
  if (reader.rows.length > 0) yield reader.rows;
}

/** How many rows it says it has; null when it says nothing. Reads no more than its beginning. */
export async function xlsxLines(bytes: Buffer): Promise<number | null> {
  for await (const piece of unpacked(firstSheet(zipParts(bytes)))) {
    const last = /<(?:\w+:)?dimension [^>]*ref="[A-Z]+\d+:[A-Z]+(\d{1,7})"/.exec(piece)?.[1];
    return last === undefined ? null : Number(last);
  }
  return null;
}

function firstSheet(parts: ReadonlyMap<string, ZipPart>): ZipPart {
  const named = parts.get("xl/worksheets/sheet1.xml");
  const [first] = [...parts.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).sort();
  const part = named ?? parts.get(first ?? "");
  if (!part) throw new SheetFault("unreadable");
  return part;
}

/** Names without the prefix that some programs write. */
const local = (name: string) => name.slice(name.indexOf(":") + 1);

function parserOf(on: {
  open: (name: string, attributes: Record<string, string>) => void;
  text: (said: string) => void;
  close: (name: string) => void;
}): SaxesParser {
  const parser = new SaxesParser();
  parser.on("error", () => {
    throw new SheetFault("unreadable");
  });
  // Nothing in the file can grow or fetch anything.
  parser.on("doctype", () => {
    throw new SheetFault("unreadable");
  });
  parser.on("opentag", (tag) => on.open(local(tag.name), tag.attributes as Record<string, string>));
  parser.on("text", on.text);
  parser.on("cdata", on.text);
  parser.on("closetag", (tag) => on.close(local(tag.name)));
  return parser;
}

/** The texts that cells name by number; how a text is to be spoken is left out. */
async function sharedTexts(part: ZipPart): Promise<string[]> {
  const texts: string[] = [];
  let text = "";
  let open = false;
  let spoken = false;
  let letters = 0;
  const parser = parserOf({
    open: (name) => {
      if (name === "si") text = "";
      else if (name === "rPh") spoken = true;
      else if (name === "t") open = !spoken;
    },
    text: (said) => {
      if (open && text.length < MAX_CELL) text += said.slice(0, MAX_CELL);
    },
    close: (name) => {
      if (name === "t") open = false;
      else if (name === "rPh") spoken = false;
      else if (name === "si") {
        letters += text.length;
        if (letters > MAX_SHARED) throw new SheetFault("too_large");
        texts.push(text);
      }
    },
  });
  for await (const piece of unpacked(part)) parser.write(piece);
  parser.close();
  return texts;
}

/** Fed with the pieces of a sheet; `rows` are those that are whole. */
class RowReader {
  readonly rows: SheetRow[] = [];
  private readonly parser: SaxesParser;
  private line = 0;
  private cells: string[] = [];
  private at = "";
  private type = "";
  private value = "";
  private open = false;

  constructor(private readonly texts: readonly string[]) {
    this.parser = parserOf({
      open: (name, attributes) => this.opened(name, attributes),
      text: (said) => {
        if (this.open && this.value.length < MAX_CELL) this.value += said.slice(0, MAX_CELL);
      },
      close: (name) => this.closed(name),
    });
  }

  write(piece: string): void {
    this.parser.write(piece);
  }

  close(): void {
    this.parser.close();
  }

  private opened(name: string, attributes: Record<string, string>): void {
    if (name === "row") {
      const said = Number(attributes.r);
      this.line = Number.isSafeInteger(said) && said > this.line ? said : this.line + 1;
      this.cells = [];
    } else if (name === "c") {
      this.at = attributes.r ?? "";
      this.type = attributes.t ?? "n";
      this.value = "";
    } else if (name === "f") {
      throw new SheetFault("formula", /^[A-Z]{1,3}\d{1,7}$/.test(this.at) ? this.at : `${this.line}`);
    } else if (name === "v" || name === "t") {
      this.open = true;
    }
  }

  private closed(name: string): void {
    if (name === "v" || name === "t") this.open = false;
    else if (name === "c") this.put();
    else if (name === "row" && this.cells.some((cell) => cell.trim() !== "")) {
      this.rows.push({ line: this.line, cells: Array.from(this.cells, (cell: string | undefined) => cell ?? "") });
    }
  }

  private put(): void {
    const letters = /^[A-Z]{1,3}/.exec(this.at)?.[0];
    const column = letters === undefined ? this.cells.length : columnOf(letters);
    if (column >= MAX_COLUMNS) return;
    this.cells[column] = this.type === "s" ? (this.texts[Number(this.value)] ?? "") : numberText(this.value, this.type);
  }
}

/** "A" is 0, "AA" is 26. */
function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** A phone that a spreadsheet took for a number may be written "1.3800138E+10". */
function numberText(value: string, type: string): string {
  return type === "n" && /^\d(?:\.\d+)?E\+?\d+$/i.test(value) ? String(Number(value)) : value;
}
