import { Readable } from "node:stream";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { Result } from "@commonlot/domain";
import { MAX_PHOTO_BYTES, readPhoto, redrawPhoto } from "./photo";

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#a06030" } });
const reasonOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.reason);

describe("a photo of a lot", () => {
  test("is drawn anew: the place where it was taken is gone, and a large one is made smaller", async () => {
    const source = await picture(2_400, 1_200)
      .withExif({ IFD0: { Make: "SecretPhone" }, IFD3: { GPSLatitude: "33/1 24/1 0/1" } })
      .jpeg()
      .toBuffer();
    expect(source.includes("SecretPhone")).toBe(true);
    const redrawn = await redrawPhoto(source);
    if (!redrawn.ok) throw new Error(redrawn.refusal.message);
    expect([redrawn.value.width, redrawn.value.height]).toEqual([1_600, 800]);
    const meta = await sharp(redrawn.value.jpeg).metadata();
    expect([meta.format, meta.exif]).toEqual(["jpeg", undefined]);
    expect(redrawn.value.jpeg.includes("SecretPhone")).toBe(false);
  });

  test("may be JPEG, PNG or WebP by its bytes, and nothing else", async () => {
    for (const one of [picture(40, 30).jpeg(), picture(40, 30).png(), picture(40, 30).webp()]) {
      expect(reasonOf(await redrawPhoto(await one.toBuffer()))).toBe("ok");
    }
    const gif = await picture(40, 30).gif().toBuffer();
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>`);
    const half = (await picture(400, 300).jpeg().toBuffer()).subarray(0, 600);
    const html = Buffer.from("<html><script>alert(1)</script></html>");
    for (const wrong of [gif, svg, half, html, Buffer.alloc(0), Buffer.from("ffd8ff", "hex")]) {
      expect(reasonOf(await redrawPhoto(wrong))).toBe("not_a_photo");
    }
  });

  test("that would unpack to more than 50 megapixels is refused", async () => {
    const bomb = await picture(8_000, 7_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(MAX_PHOTO_BYTES);
    expect(reasonOf(await redrawPhoto(bomb))).toBe("not_a_photo");
  });

  test("over 8 MB is refused without being kept", async () => {
    const part = Buffer.alloc(1024 * 1024);
    const send = (parts: number) => readPhoto(Readable.from(Array.from({ length: parts }, () => part)));
    expect(reasonOf(await send(8))).toBe("ok");
    expect(reasonOf(await send(9))).toBe("photo_too_large");
  });
});
