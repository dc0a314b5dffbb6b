/** One page of our own PDFs, read back: what a person and a scanner would find on it. */
export interface Page {
  size_mm: [number, number];
  lines: string[];
  text: string;
  /** Each line with the size of its letters, in points. */
  sizes: { text: string; size: number }[];
  /** Rectangles of the barcode, in points: x and width. */
  bars: { x: number; width: number }[];
  /** How far to the right anything is printed. */
  right_mm: number;
}

const POINTS_PER_MM = 72 / 25.4;

/** Rectangles that are filled on a page, in points from its upper left corner. */
export interface Drawn {
  width: number;
  height: number;
  rects: { x: number; y: number; width: number; height: number }[];
}

/** Filled rectangles page by page, wherever scaling and moving put them: what a code is on paper. */
export function readDrawing(pdf: Buffer, inflate: (data: Buffer) => Buffer): Drawn[] {
  const objects = objectsOf(pdf, inflate);
  return pagesOf(objects).map(({ head, contents }) => {
    const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(head);
    const [width, height] = [Number(box?.[1]), Number(box?.[2])];
    // The first matrix turns the page over, so that y grows downwards: left out here, as all of ours is written after it.
    return { width, height, rects: filledRects(contents.replace(/^1 0 0 -1 0 [\d.]+ cm$/m, "")) };
  });
}

function filledRects(contents: string): Drawn["rects"] {
  const filled: Drawn["rects"] = [];
  let open: Drawn["rects"] = [];
  let at = { x: 0, y: 0, scale: 1 };
  const saved: (typeof at)[] = [];
  for (const line of contents.split("\n")) {
    const words = line.trim().split(" ");
    const [a = 0, , , , e = 0, f = 0] = words.map(Number);
    const operator = words.at(-1);
    if (operator === "q") saved.push(at);
    else if (operator === "Q") at = saved.pop() ?? at;
    else if (operator === "cm") at = { x: at.x + e * at.scale, y: at.y + f * at.scale, scale: at.scale * a };
    else if (operator === "re") {
      const [x = 0, y = 0, width = 0, height = 0] = words.map(Number).map((value) => value * at.scale);
      open.push({ x: x + at.x, y: y + at.y, width, height });
    } else if (operator === "f") filled.push(...open.splice(0));
    else if (operator === "S") open = [];
  }
  return filled;
}

type Objects = Map<number, { head: string; stream: Buffer | undefined }>;

function objectsOf(pdf: Buffer, inflate: (data: Buffer) => Buffer): Objects {
  const objects = new Map<number, { head: string; stream: Buffer | undefined }>();
  const source = pdf.toString("latin1");
  for (const match of source.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const body = match[2] ?? "";
    const at = body.indexOf("stream\n");
    const head = at < 0 ? body : body.slice(0, at);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
    const raw = at < 0 ? undefined : Buffer.from(body.slice(at + 7, at + 7 + length), "latin1");
    objects.set(Number(match[1]), { head, stream: raw && head.includes("FlateDecode") ? inflate(raw) : raw });
  }
  return objects;
}

function pagesOf(objects: Objects): { head: string; contents: string }[] {
  return [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\n/.test(head))
    .map(({ head }) => ({
      head,
      contents: objects.get(Number(/\/Contents (\d+) 0 R/.exec(head)?.[1]))?.stream?.toString("latin1") ?? "",
    }));
}

/** Reads a PDF as pdfkit writes it: plain objects, flate streams, TrueType subsets with a ToUnicode map. */
export function readPages(pdf: Buffer, inflate: (data: Buffer) => Buffer): Page[] {
  const objects = objectsOf(pdf, inflate);
  const headOf = (id: string | undefined) => objects.get(Number(id))?.head ?? "";
  return pagesOf(objects).map(({ head, contents }) => {
    const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(head);
    const resources = headOf(/\/Resources (\d+) 0 R/.exec(head)?.[1]);
    const fonts = new Map<string, Map<number, string>>();
    for (const [, name, id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = objects.get(Number(/\/ToUnicode (\d+) 0 R/.exec(headOf(id))?.[1]))?.stream;
      fonts.set(name ?? "", unicodeMap(map?.toString("latin1") ?? ""));
    }
    const size_mm: [number, number] = [
      Math.round(Number(box?.[1]) / POINTS_PER_MM),
      Math.round(Number(box?.[2]) / POINTS_PER_MM),
    ];
    return { size_mm, ...readContents(contents, fonts) };
  });
}

function readContents(contents: string, fonts: Map<string, Map<number, string>>): Omit<Page, "size_mm"> {
  const lines: string[] = [];
  const sizes: Page["sizes"] = [];
  for (const block of contents.matchAll(/BT\n([\s\S]*?)\nET/g)) {
    const font = fonts.get(/\/(F\d+) [\d.]+ Tf/.exec(block[1] ?? "")?.[1] ?? "");
    const shown = [...(block[1] ?? "").matchAll(/<([0-9a-f]*)>/g)].map((hex) => hex[1] ?? "").join("");
    const codes = shown.match(/.{4}/g) ?? [];
    const text = codes.map((code) => font?.get(parseInt(code, 16)) ?? "").join("");
    lines.push(text);
    sizes.push({ text, size: Number(/\/F\d+ ([\d.]+) Tf/.exec(block[1] ?? "")?.[1]) });
  }
  const rects = [...contents.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g)].map((match) =>
    match.slice(1, 5).map(Number),
  );
  const tallest = Math.max(...rects.map((rect) => rect[3] ?? 0));
  const bars = rects.filter((rect) => rect[3] === tallest).map((rect) => ({ x: rect[0] ?? 0, width: rect[2] ?? 0 }));
  const right = Math.max(...rects.map((rect) => (rect[0] ?? 0) + (rect[2] ?? 0)));
  return { lines, text: lines.join("\n"), sizes, bars, right_mm: right / POINTS_PER_MM };
}

function unicodeMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const range of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    let code = parseInt(range[1] ?? "0", 16);
    for (const hex of (range[2] ?? "").matchAll(/<([0-9a-f ]*)>/gi)) {
      map.set(
        code++,
        Buffer.from((hex[1] ?? "").replaceAll(" ", ""), "hex")
          .swap16()
          .toString("utf16le"),
      );
    }
  }
  return map;
}

/** The 106 patterns of ISO/IEC 15417, three bars and three spaces each, and the stop. */
const PATTERNS =
  `212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122
123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123
311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112
142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143
111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232`.split(/\s+/);
const CODE_C = 99;
const CODE_B = 100;
const START_B = 104;
const START_C = 105;

/** Reads a Code 128 (sets B and C) from its printed bars, check digit included: what a scanner does. */
export function readCode128(bars: readonly { x: number; width: number }[]): string {
  const narrow = Math.min(...bars.map((bar) => bar.width));
  const units = bars.flatMap((bar, index) => {
    const next = bars[index + 1];
    return next ? [bar.width, next.x - bar.x - bar.width] : [bar.width];
  });
  const widths = units.map((width) => Math.round(width / narrow)).join("");
  if (!widths.endsWith("2331112")) throw new Error(`no stop pattern in ${widths}`);
  const values = (widths.slice(0, -7).match(/.{6}/g) ?? []).map((pattern) => PATTERNS.indexOf(pattern));
  const check = values.pop();
  const sum = values.reduce((total, value, index) => total + value * Math.max(1, index), 0);
  if (sum % 103 !== check) throw new Error("the check digit is wrong");
  let set = values.shift();
  if (set !== START_B && set !== START_C) throw new Error(`starts with ${set}`);
  let text = "";
  for (const value of values) {
    if (value === CODE_C && set === START_B) set = START_C;
    else if (value === CODE_B && set === START_C) set = START_B;
    else text += set === START_C ? String(value).padStart(2, "0") : String.fromCharCode(value + 32);
  }
  return text;
}
