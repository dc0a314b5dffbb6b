import { createRequire } from "node:module";
import { crc32, deflateSync } from "node:zlib";
import type pg from "pg";
import { refusal, type Answer } from "./shipments.js";

const bwip = createRequire(import.meta.url)("bwip-js/node") as {
  raw(options: { bcid: string; text: string }): { sbs: number[] }[];
};

/** 100 x 150 mm at 203 dots an inch: what a label printer prints. */
const WIDTH = 800;
const HEIGHT = 1_200;
const QUIET = 40;

/** The carrier's own label, as a picture or in a printer's language. That of a cancelled shipment is void. */
export async function labelOf(pool: pg.Pool, id: string, format: unknown = "ZPL"): Promise<Answer> {
  if (format !== "ZPL" && format !== "PNG") return refusal(400, "format", "Labels are made as ZPL or PNG.");
  const { rows } = await pool.query<{ tracking_number: string; state: string }>(
    "select tracking_number, state from carrier_standin.shipment where id = $1",
    [id],
  );
  const shipment = rows[0];
  if (!shipment) return refusal(404, "not_found", "There is no such shipment.");
  if (shipment.state === "cancelled") return refusal(410, "label_void", "This label is void.");
  const drawn = format === "PNG" ? pngOf(shipment.tracking_number) : Buffer.from(zplOf(shipment.tracking_number));
  return { status: 200, body: { format, data: drawn.toString("base64") } };
}

function zplOf(number: string): string {
  return `^XA^FO40,40^BCN,160,Y^FD${number}^FS^XZ`;
}

/** A black and white picture with a frame and the number as Code 128, a dot a bit. */
function pngOf(number: string): Buffer {
  const bars = barsOf(number);
  const stride = WIDTH / 8 + 1;
  const dots = Buffer.alloc(stride * HEIGHT, 0xff);
  for (let y = 0; y < HEIGHT; y += 1) {
    dots[y * stride] = 0;
    for (let x = 0; x < WIDTH; x += 1) {
      const frame = x < 6 || x >= WIDTH - 6 || y < 6 || y >= HEIGHT - 6;
      if (frame || (y >= 200 && y < 520 && bars[x])) blacken(dots, y * stride + 1, x);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  // One bit a dot, grey, nothing interlaced.
  head.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(dots)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function blacken(dots: Buffer, row: number, x: number): void {
  const at = row + (x >> 3);
  dots[at] = (dots[at] ?? 0) & ~(0x80 >> (x & 7));
}

function barsOf(number: string): boolean[] {
  const widths = bwip.raw({ bcid: "code128", text: number })[0]?.sbs ?? [];
  const modules = widths.reduce((sum, width) => sum + width, 0);
  const dot = Math.floor((WIDTH - 2 * QUIET) / modules);
  const bars: boolean[] = new Array<boolean>(WIDTH).fill(false);
  let x = Math.floor((WIDTH - dot * modules) / 2);
  widths.forEach((width, index) => {
    if (index % 2 === 0) bars.fill(true, x, x + width * dot);
    x += width * dot;
  });
  return bars;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
