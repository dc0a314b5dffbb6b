import {
  BarcodeFormat,
  BinaryBitmap,
  Code128Reader,
  DecodeHintType,
  GlobalHistogramBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
} from "@zxing/library";
import type { Drawn } from "../../../backend/src/lib/print/pdf-reader.fixture";

/** Dots in a point: 288 an inch, what an ordinary printer or a phone's camera makes of a label. */
const DOTS = 4;
const QUIET = 8;
const HINTS = new Map<DecodeHintType, unknown>([
  [DecodeHintType.TRY_HARDER, true],
  [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.CODE_128, BarcodeFormat.QR_CODE]],
]);

/** Codes of labels, one a page, as a scanner reads them from its printed dots. */
export function readCodes(pages: readonly Drawn[]): { code128: string; qr: string }[] {
  return pages.map((page) => {
    // On a label the QR code is all that is filled below two thirds, the barcode above.
    const middle = page.height * (2 / 3);
    const codes = (below: boolean) => page.rects.filter((rect) => rect.y >= middle === below);
    return {
      code128: new Code128Reader().decode(bitmapOf(codes(false)), HINTS).getText(),
      qr: new QRCodeReader().decode(bitmapOf(codes(true)), HINTS).getText(),
    };
  });
}

/** Black rectangles on white, in dots. */
function bitmapOf(rects: Drawn["rects"]): BinaryBitmap {
  const left = Math.min(...rects.map((rect) => rect.x));
  const top = Math.min(...rects.map((rect) => rect.y));
  const dots = (value: number) => Math.round(value * DOTS);
  const width = dots(Math.max(...rects.map((rect) => rect.x + rect.width)) - left) + 2 * QUIET * DOTS;
  const height = dots(Math.max(...rects.map((rect) => rect.y + rect.height)) - top) + 2 * QUIET * DOTS;
  const grey = new Uint8ClampedArray(width * height).fill(255);
  for (const rect of rects) {
    const from = dots(rect.x - left) + QUIET * DOTS;
    const to = dots(rect.x + rect.width - left) + QUIET * DOTS;
    for (let y = dots(rect.y - top) + QUIET * DOTS; y < dots(rect.y + rect.height - top) + QUIET * DOTS; y += 1) {
      grey.fill(0, y * width + from, y * width + to);
    }
  }
  return new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(grey, width, height)));
}
