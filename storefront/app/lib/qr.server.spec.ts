import { BinaryBitmap, GlobalHistogramBinarizer, QRCodeReader, RGBLuminanceSource } from "@zxing/library";
import { expect, test } from "vitest";
import { qrOf } from "./qr.server";

const DOT = 4;

test("what is drawn reads as what it was drawn of, a code that begins with zeros, too", () => {
  for (const text of ["004217", "123456"]) {
    const { size, path } = qrOf(text);
    const side = size * DOT;
    const grey = new Uint8ClampedArray(side * side).fill(255);
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
      for (let down = 0; down < DOT; down += 1) {
        const from = (Number(y) * DOT + down) * side + Number(x) * DOT;
        grey.fill(0, from, from + Number(width) * DOT);
      }
    const bitmap = new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(grey, side, side)));
    expect(new QRCodeReader().decode(bitmap).getText()).toBe(text);
  }
});
