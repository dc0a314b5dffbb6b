import sharp from "sharp";
import { expect, test } from "vitest";
import { drawn, srcSet } from "../features/ui/picture-files";
import { drawingOf, pictureOf, pictureSchema } from "../features/ui/pictures.server";
import { drawingSvg } from "./catalogue";
import { ART_NAMES, isVillageArt, produceArt, VILLAGE_ART, villageArt } from "./names";
import { artVersion, press, pressIcons } from "./press";
import { sharePicture } from "./share";

test("every drawing is flat, whole, and the same each time it is drawn", () => {
  for (const name of ART_NAMES) {
    const svg = drawingSvg(name);
    expect(svg, name).toBe(drawingSvg(name));
    expect(svg, name).toMatch(/^<svg [^>]+>.*<\/svg>$/s);
    expect(svg, name).not.toMatch(/NaN|undefined|Infinity|gradient|<script|<image|href/i);
    expect(svg, name).toContain(isVillageArt(name) ? 'width="1200" height="600"' : 'width="960" height="720"');
  }
  expect(artVersion()).toBe(artVersion());
});

/** What a list may cost: the smallest AVIF. */
const LIST_BYTES = 30_000;

test("a picture comes in three widths and three formats; the heaviest drawing stays under 30 kB in a list", async () => {
  // The tray has the most edges of all: pressed by the build, 320 px wide, the others are smaller.
  const files = await press("pepper-tray");
  expect(files.map((one) => one.file)).toEqual(
    srcSet({ ...drawn("pepper-tray"), base: "pepper-tray" }, "avif")
      .split(", ")
      .flatMap((one) => ["avif", "webp", "jpg"].map((format) => one.replace(/avif .*/, format))),
  );
  for (const { file, bytes } of files) {
    const [, width = "", format = ""] = /-(\d+)\.(\w+)$/.exec(file) ?? [];
    const found = await sharp(bytes).metadata();
    expect([found.width, found.height, found.format], file).toEqual([
      Number(width),
      (Number(width) * 3) / 4,
      { avif: "heif", webp: "webp", jpg: "jpeg" }[format],
    ]);
    if (file.endsWith("-320.avif")) expect(bytes.length).toBeLessThan(LIST_BYTES);
  }
});

test("the icons are what browsers, phones and their home screens ask for", async () => {
  const icons = await pressIcons();
  const widths = new Map<string, number | undefined>();
  for (const { file, bytes } of icons)
    if (file.endsWith(".png")) widths.set(file, (await sharp(bytes).metadata()).width);
  expect(Object.fromEntries(widths)).toEqual({
    "apple-touch-icon.png": 180,
    "icon-192.png": 192,
    "icon-512.png": 512,
    "icon-maskable-512.png": 512,
  });
  const ico = icons.find((one) => one.file === "favicon.ico")?.bytes ?? Buffer.alloc(0);
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([0, 1, 3]);
  const last = 6 + 16 * 2;
  const picture = ico.subarray(ico.readUInt32LE(last + 12), ico.readUInt32LE(last + 12) + ico.readUInt32LE(last + 8));
  expect((await sharp(picture).metadata()).width).toBe(48);
});

test("a produce is drawn by its own name or by what people call it; what nobody drew is a basket", () => {
  expect(produceArt("walnut-sack")).toBe("walnut-sack");
  const called = [
    "麻崖核桃",
    "Sichuan pepper",
    "初榨橄榄油",
    "土鸡蛋",
    "丝苗米大米",
    "高山绿茶",
    "honey",
    "脐橙",
    "香菇",
    "南瓜",
  ];
  expect(called.map(produceArt)).toEqual([
    "walnut",
    "pepper",
    "olive-oil",
    "eggs",
    "rice",
    "tea",
    "honey",
    "citrus",
    "mushroom",
    "pumpkin",
  ]);
  for (const other of ["", "玉米", "tea seed oil", "beans", "eggplant", "steak", "constructor"])
    expect(produceArt(other), other).toBe("basket");
});

test("a village has the landscape it was given, else always the same one of its country", () => {
  expect(villageArt({ illustration: "olive-river", county_code: "621202", handle: "luozhai" })).toBe("olive-river");
  for (const illustration of [null, undefined, "walnut", "toString"]) {
    const art = villageArt({ illustration, county_code: "441622", handle: "new-village" });
    expect(art).toBe(villageArt({ illustration, county_code: "441622", handle: "new-village" }));
    expect(VILLAGE_ART).toContain(art);
  }
  expect(villageArt({ county_code: "652823", handle: "any" })).toBe("oasis");
});

test("an uploaded picture takes the drawing's place, and only from our own origin", () => {
  const photo = { base: "/uploads/pic_1", width: 960, height: 640, alt: { zh: "核桃", en: "Walnuts" } };
  expect(pictureOf([photo], "walnut")).toBe(photo);
  expect(drawingOf(photo)).toBeUndefined();
  for (const none of [[], null, undefined]) expect(drawingOf(pictureOf(none, "walnut"))).toBe("walnut");
  expect(pictureSchema.safeParse(photo).success).toBe(true);
  for (const base of ["//evil.example/x", "https://evil.example/x", "/a b", '/a"onload="', "javascript:x"])
    expect(pictureSchema.safeParse({ ...photo, base }).success, base).toBe(false);
});

test("a share picture is a JPEG of 1200 by 630, its Chinese drawn with our own font, whatever the name holds", async () => {
  const share = { title: "麻崖核桃", under: "Maya walnuts", over: "麻崖村" };
  const made = await sharePicture({ ...share, picture: "walnut" });
  expect(await sizeOf(made)).toEqual(["jpeg", 1200, 630]);
  // Chats fetch it at once and give up on heavy ones.
  expect(made.length).toBeLessThan(200_000);
  // Where the name stands, there is ink; without a name, bare paper.
  const ink = async (title: string) => {
    const jpeg = await sharePicture({ title, under: "", over: "", picture: "walnut" });
    const panel = await sharp(jpeg).extract({ left: 56, top: 100, width: 360, height: 380 }).greyscale().toBuffer();
    return (await sharp(panel).stats()).channels[0]?.stdev ?? 0;
  };
  expect(await ink("麻崖核桃")).toBeGreaterThan(20);
  expect(await ink("")).toBeLessThan(3);
  const odd = '<b foreground="red">&amp;</b>\u0000\u0007'.repeat(8);
  expect(await sizeOf(await sharePicture({ title: odd, under: odd, over: odd, picture: "misty-forest" }))).toEqual([
    "jpeg",
    1200,
    630,
  ]);
});

const sizeOf = async (bytes: Buffer) => {
  const { format, width, height } = await sharp(bytes).metadata();
  return [format, width, height];
};
