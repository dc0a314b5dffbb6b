import { createRequire } from "node:module";
import sharp, { type OverlayOptions } from "sharp";
import { drawingSvg } from "./catalogue";
import { appIcon } from "./icon";
import { isVillageArt, type ArtName } from "./names";

/** As Open Graph wants it, and as chats cut it. */
export const SHARE_WIDTH = 1200;
export const SHARE_HEIGHT = 630;

const PAPER = "#FFFDF8";
const INK = "#0F3F22";
const MUTED = "#4A524D";
/** The papers' own font: Chinese must be drawn on a machine that has no font at all. */
const REGULAR = "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf";
const BOLD = "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf";
const fontFile = (name: string): string => createRequire(import.meta.url).resolve(name);

/** How wide the paper is beside a product. */
const PANEL = 460;

export interface Share {
  /** A drawing by its name, or a photo's own bytes. */
  picture: ArtName | Buffer;
  /** Its name in Chinese, and below it in English. */
  title: string;
  under: string;
  /** Where it comes from, above the name. */
  over: string;
}

/** The picture that a shared link shows, JPEG: the art, and its name on paper beside it or, for a wide landscape, below it. */
export async function sharePicture(share: Share): Promise<Buffer> {
  const wide = typeof share.picture === "string" && isVillageArt(share.picture);
  const source = typeof share.picture === "string" ? Buffer.from(drawingSvg(share.picture)) : share.picture;
  const art = wide
    ? // Of a landscape a strip of sky is left out, not what stands on the ground.
      sharp(await sharp(source).resize(SHARE_WIDTH).toBuffer()).extract({
        left: 0,
        top: 84,
        width: SHARE_WIDTH,
        height: 484,
      })
    : sharp(source).resize(SHARE_WIDTH - PANEL, SHARE_HEIGHT, { fit: "cover" });
  const picture = await art.removeAlpha().toBuffer();
  const icon = await sharp(Buffer.from(appIcon("round")), { density: 72 })
    .resize(52, 52)
    .png()
    .toBuffer();
  const words = await (wide ? below(share) : beside(share));
  return sharp({ create: { width: SHARE_WIDTH, height: SHARE_HEIGHT, channels: 3, background: PAPER } })
    .composite([
      { input: picture, left: wide ? 0 : PANEL, top: 0 },
      ...words,
      { input: icon, left: wide ? 920 : 56, top: wide ? 531 : 522 },
    ])
    .jpeg({ quality: 84, mozjpeg: true })
    .toBuffer();
}

async function beside(share: Share): Promise<OverlayOptions[]> {
  const width = 372;
  const title = await fitted(share.title, width, 220, [78, 64, 52, 42]);
  const under = await text(share.under, MUTED, REGULAR, 28, width, 2);
  const over = await text(share.over, MUTED, REGULAR, 30, width, 1);
  const top = Math.max(150, 300 - Math.round((title.height + under.height) / 2));
  return [
    { input: over.data, left: 56, top: top - over.height - 22 },
    { input: title.data, left: 56, top },
    { input: under.data, left: 56, top: top + title.height + 22 },
    await brand(124, 536),
  ];
}

async function below(share: Share): Promise<OverlayOptions[]> {
  const title = await fitted(share.title, 780, 66, [56, 46, 38]);
  const under = await text([share.under, share.over].filter(Boolean).join(" · "), MUTED, REGULAR, 26, 800, 1);
  const top = 557 - Math.round((title.height + under.height + 14) / 2);
  return [
    { input: title.data, left: 56, top },
    { input: under.data, left: 56, top: top + title.height + 14 },
    await brand(988, 545),
  ];
}

async function brand(left: number, top: number): Promise<OverlayOptions> {
  return { input: (await text("Commonlot", INK, BOLD, 28, 240, 1)).data, left, top };
}

interface Drawn {
  data: Buffer;
  height: number;
}

/** A pixel that does not show. */
const NOTHING = sharp({ create: { width: 1, height: 1, channels: 4, background: "#FFFDF800" } })
  .png()
  .toBuffer();

/** The largest of the sizes at which the words stay within the height, on lines about as long as each other. */
async function fitted(words: string, width: number, height: number, sizes: readonly number[]): Promise<Drawn> {
  const wide = Math.max(1, widthOf(words));
  let drawn: Drawn | undefined;
  for (const size of [Math.min(sizes[0] ?? 0, Math.floor(width / wide)), ...sizes].filter(
    (one) => one >= 42 || one === sizes.at(-1),
  )) {
    const lines = Math.ceil((wide * size) / width);
    const even = Math.min(width, Math.ceil((Math.ceil(wide / lines) + 0.4) * size));
    drawn = await text(words, INK, BOLD, size, lines === 1 ? width : even, 4);
    if (drawn.height <= height) break;
  }
  return drawn ?? text(words, INK, BOLD, sizes.at(-1) ?? 40, width, 4);
}

/** How wide words are in letters: a Chinese one is as wide as it is high, others about half. */
const widthOf = (words: string): number =>
  [...words].reduce((sum, letter) => sum + (/[\u2e80-\u9fff\uff00-\uffef]/.test(letter) ? 1 : 0.56), 0);

/** Words in one colour, broken at `width`, cut short when they would take more than so many lines. */
async function text(
  words: string,
  colour: string,
  font: string,
  size: number,
  width: number,
  lines: number,
): Promise<Drawn> {
  // A guess that errs to the short side.
  const room = (width / size) * lines * 0.94;
  let used = 0;
  let kept = "";
  for (const letter of words.replace(/\p{C}/gu, " ")) {
    used += widthOf(letter);
    if (used > room) {
      kept = `${kept.trimEnd()}…`;
      break;
    }
    kept += letter;
  }
  if (kept.trim() === "") return { data: await NOTHING, height: 0 };
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${colour}">${escaped(kept)}</span>`,
      font: `Noto Sans SC ${font === BOLD ? "Bold " : ""}${size}`,
      fontfile: fontFile(font),
      width,
      dpi: 72,
      rgba: true,
      wrap: "word-char",
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { data, height: info.height };
}

/** The text library reads markup: a name is only ever letters to it. */
const escaped = (words: string): string => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
