import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_CARE } from "../../../../backend/src/lib/care";
import type { ManifestRow, Slip } from "../../../../backend/src/lib/shed-facts";
import { readCode128, readPages, type Page } from "../../../../backend/src/lib/print/pdf-reader.fixture";
import type { Label } from "../print-labels/label";
import { writePaper, type PaperSheet } from "./paper";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "commonlot-papers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A picture of one white dot. */
const WHITE_DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAGzkvkQAAAABJRU5ErkJggg==",
  "base64",
);

let files = 0;
const next = () => ({ file: path.join(folder, `${(files += 1)}.pdf`), title: "paper" });

async function draw(sheet: PaperSheet): Promise<{ pages: Page[]; said: number[] }> {
  const said: number[] = [];
  const written = await writePaper(sheet, (pages) => said.push(pages));
  const pdf = await readFile(sheet.file);
  expect(createHash("sha256").update(pdf).digest("hex")).toBe(written.sha256);
  const pages = readPages(pdf, inflateSync);
  expect(pages).toHaveLength(written.pages);
  return { pages, said };
}

const number = (n: number) => `CL7K3Q9M2X${String(n).padStart(2, "0")}`;
const label = (n: number): Label => ({
  number: number(n),
  tracking_number: null,
  carrier: "standin",
  service: "parcel",
  zone: "middle",
  part: 1,
  parts: 1,
  name: `王小明${n}`,
  phone: "13800138000",
  address: "广东省 河源市 龙川县 佗城镇 灵江村",
  order_number: "1042",
  sender: "武都区竹塘合作社",
  gross_g: 2_120,
  declared_minor: null,
  currency: "CNY",
  contents: [{ title: "核桃", packs: 2 }],
  care: NO_CARE,
  trace_url: `http://localhost:3000/zh/trace/${number(n)}`,
});

/** Barcodes of a page with several: each begins again at the left. */
function barcodes(page: Page): string[] {
  const codes: Page["bars"][] = [];
  let last = Infinity;
  for (const bar of page.bars) {
    if (bar.x < last) codes.push([]);
    codes.at(-1)?.push(bar);
    last = bar.x;
  }
  return codes.map(readCode128);
}

describe("labels on A4", () => {
  it("come four on a page, each with the barcode of its own number", async () => {
    const { pages } = await draw({
      ...next(),
      kind: "labels_a4",
      labels: Array.from({ length: 10 }, (_, n) => label(n)),
    });
    expect(pages).toHaveLength(3);
    expect(pages.map((page) => page.size_mm)).toEqual([
      [210, 297],
      [210, 297],
      [210, 297],
    ]);
    expect(pages.flatMap(barcodes)).toEqual(Array.from({ length: 10 }, (_, n) => number(n)));
    expect(pages[2]?.text).toContain("王小明9");
  });

  it("are the carrier's own where it made one, beside ours or in its place", async () => {
    const picture = path.join(folder, "carrier.png");
    await writeFile(picture, WHITE_DOT);
    const sheet = { ...next(), kind: "labels_a4" as const, labels: [label(0), { picture }, { picture }] };
    const { pages } = await draw(sheet);
    expect(pages).toHaveLength(1);
    expect(pages.flatMap(barcodes)).toEqual([number(0)]);
    expect((await readFile(sheet.file)).toString("latin1").match(/\/Subtype \/Image/g)?.length).toBeGreaterThanOrEqual(
      1,
    );
  });
});

describe("packing slips", () => {
  const slip = (n: number, lots = 2): Slip => ({
    number: number(n),
    order_number: "1042",
    name: "王小明",
    address: "广东省 广州市 天河区某路 5 号",
    contents: [
      {
        title: `武都纸皮核桃 ${"很".repeat(n === 1 ? 80 : 1)}`,
        packs: 3,
        unit: "g",
        care: NO_CARE,
        lots: Array.from({ length: lots }, (_, lot) => ({
          number: `W000012${lot}`,
          village: "麻崖村",
          harvested_on: "2026-10-01",
          units: 750,
        })),
      },
    ],
  });

  it("say what is inside and from whose village, and nothing of prices and phones", async () => {
    const sheet = { kind: "slips" as const, sender: "竹塘合作社", trace: "http://localhost:3000/zh/trace" };
    const { pages } = await draw({ ...next(), ...sheet, slips: [slip(0), slip(1), slip(2, 60)] });
    expect(pages.length).toBe(5);
    expect(pages[0]?.text).toContain(number(0));
    expect(pages[0]?.text).toContain("麻崖村 · 采收 2026-10-01 · W0000120");
    expect(pages[0]?.text).toContain("0.75 kg (1.5 斤)");
    expect(pages[1]?.lines.join("")).toContain("很".repeat(80));
    expect(pages[0]?.text).toContain("天河区某路 5 号");
    expect(pages[2]?.text).toContain("1/3");
    for (const page of pages) expect(page.text).not.toMatch(/1380013|¥|元/);
  });

  it("say which goods are fragile, must stand upright or be kept cold", async () => {
    const careful = slip(0);
    const [first] = careful.contents;
    const contents = [
      { ...first!, care: { fragile: true, upright: true, cold: false } },
      { ...first!, title: "核桃" },
    ];
    const sheet = { kind: "slips" as const, sender: "竹塘合作社", trace: "http://localhost:3000/zh/trace" };
    const { pages } = await draw({ ...next(), ...sheet, slips: [{ ...careful, contents }] });
    const marked = pages[0]?.lines.filter((line) => line.includes("易碎 Fragile"));
    expect(marked).toEqual(["易碎 Fragile · 此面朝上 This way up"]);
  });

  it("of thousands stream: memory stays, and how far it is is said", async () => {
    const before = process.memoryUsage().arrayBuffers;
    const { pages, said } = await draw({
      ...next(),
      kind: "slips",
      sender: "竹塘合作社",
      trace: "http://localhost:3000/zh/trace",
      slips: Array.from({ length: 400 }, (_, n) => ({ ...slip(0), number: `CL${n}` })),
    });
    expect(pages).toHaveLength(400);
    expect(said).toEqual([50, 100, 150, 200, 250, 300, 350, 400]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000);
  });
});

describe("the driver's manifest", () => {
  const row = (n: number): ManifestRow => ({
    number: number(n),
    tracking_number: n % 2 === 0 ? null : `ST${n}`,
    carrier: `c${n % 6}`,
    service: "parcel",
    carrier_name: `快递${n % 6}`,
    service_title: "标准",
    name: "王小明",
    province_code: "44",
    gross_g: 2_000 + n,
    declared_minor: n % 2 === 0 ? null : 12_350,
    currency: "CNY",
  });
  const head = {
    number: "HO000007",
    sender: "竹塘合作社",
    driver: "老赵",
    plate: "甘K12345",
    at: "2026-11-26 09:30",
    parcels: 0,
    gross_g: 0,
    signature: "M10 20L30 40L50 60",
    lists: [] as { carrier: string; number: string; parcels: number }[],
  };

  it("names the carriers' own lists by their numbers before the line to sign, however many rows there are", async () => {
    const lists = Array.from({ length: 9 }, (_, n) => ({ carrier: "standin", number: `MF${n}`, parcels: 5_000 }));
    for (const count of [1, 22, 26, 30, 36]) {
      const rows = Array.from({ length: count }, (_, n) => row(n));
      const { pages } = await draw({
        ...next(),
        kind: "manifest",
        head: { ...head, parcels: count, lists: count === 1 ? lists : lists.slice(0, 2) },
        rows,
      });
      const last = pages.at(-1)!;
      expect(last.text).toContain("MF0");
      expect(last.text).toContain("司机签字");
      expect(last.text.includes("共 9 份")).toBe(count === 1);
    }
  });

  it("names every parcel once, sums them, and leaves a line to sign on its last page", async () => {
    for (const count of [1, 26, 27, 36, 37, 80, 81, 150]) {
      const rows = Array.from({ length: count }, (_, n) => row(n));
      const gross_g = rows.reduce((sum, one) => sum + one.gross_g, 0);
      const { pages } = await draw({ ...next(), kind: "manifest", head: { ...head, parcels: count, gross_g }, rows });
      const lines = pages.flatMap((page) => page.lines);
      for (const one of rows)
        expect(
          lines.filter((line) => line === one.number),
          `${one.number} of ${count}`,
        ).toHaveLength(1);
      expect(pages[0]?.text).toContain("老赵");
      expect(pages[0]?.text).toContain("快递0");
      expect(pages.at(-1)?.text).not.toMatch(/\bc\d\b/);
      expect(pages.at(-1)?.text).toContain("司机签字");
      expect(pages.slice(0, -1).some((page) => page.text.includes("司机签字"))).toBe(false);
      expect(pages.at(-1)?.lines.length).toBeLessThan(44 * 6 + 20);
    }
  });
});

describe("names on the manifest", () => {
  it("are whole as long as two lines of their room hold them", async () => {
    const names = [
      "Christopher Alexander Montgomery-Featherstonehaugh III",
      "阿不都热合曼·买买提吐尔逊江·阿布都克里木",
    ];
    for (const declared_minor of [null, 12_350]) {
      const rows = names.map((name, n) => ({
        number: number(n),
        tracking_number: "ST9375602419829752",
        carrier: "standin",
        service: "parcel",
        carrier_name: "演示承运商",
        service_title: "标准快递（次日达）",
        name,
        province_code: "44",
        gross_g: 2_000,
        declared_minor,
        currency: "CNY",
      }));
      const head = { number: "HO1", sender: "", driver: "", plate: "", at: "", parcels: 2, gross_g: 4_000 };
      const sheet = { kind: "manifest" as const, head: { ...head, signature: null, lists: [] }, rows };
      const { pages } = await draw({ ...next(), ...sheet });
      const said = pages[0]?.lines.join("").replaceAll(" ", "") ?? "";
      for (const name of names) expect(said).toContain(name.replaceAll(" ", ""));
      expect(said).not.toContain("…");
    }
  });
});

describe("the pick list", () => {
  it("names every good of every parcel, however many and however long", async () => {
    const goods = (count: number) =>
      Array.from({ length: count }, (_, n) => ({
        title: `椒园大红袍花椒 100 克罐装第 ${n} 号 ${"特".repeat(n)}`,
        packs: n + 1,
      }));
    const parcels = [1, 3, 40].map((count, n) => ({
      id: String(n),
      number: number(n),
      state: "labelled",
      name: "阿不都热合曼·买买提吐尔逊江·阿布都克里木",
      carton: "M",
      lines: goods(count),
    }));
    const head = { number: "WV000001", sender: "竹塘合作社", cut_off: "" };
    const { pages } = await draw({ ...next(), kind: "pick_list", head, products: [], lots: [], parcels });
    const lines = pages.flatMap((page) => page.lines);
    const said = lines.join("").replaceAll(" ", "");
    for (const { title, packs } of goods(40)) {
      expect(said).toContain(title.slice(0, 20).replaceAll(" ", ""));
      expect(lines).toContain(`× ${packs}`);
    }
    expect(said.match(/特/g)).toHaveLength((3 * 2) / 2 + (40 * 39) / 2);
    expect(said).toContain(parcels[0]!.name);
    expect(said).not.toContain("…");
    expect(pages.length).toBeGreaterThan(1);
  });

  it("has each lot's number as a barcode that opens it in the shed", async () => {
    const { pages } = await draw({
      ...next(),
      kind: "pick_list",
      head: { number: "WV000001", sender: "竹塘合作社", cut_off: "2026-11-26 17:00" },
      products: [
        {
          title: "核桃 500 克",
          pool_id: "p",
          produce: "walnut",
          grade: "1",
          unit: "g",
          packs: 3,
          units: 1_500,
          pack_g: 500,
        },
      ],
      lots: ["W0000123", "W0000124"].map((lot_number) => ({
        title: "核桃 500 克",
        lot_id: lot_number,
        lot_number,
        household_name: "王秀英",
        best_before: "2027-01-01",
        unit: "g" as const,
        units: 750,
        recalled: lot_number.endsWith("4"),
      })),
      parcels: Array.from({ length: 60 }, (_, n) => ({
        id: String(n),
        number: number(n),
        state: "labelled",
        name: "王小明",
        carton: "M",
        lines: [{ title: "核桃 500 克", packs: 1 }],
      })),
    });
    expect(pages.length).toBe(2);
    expect(barcodes(pages[0]!)).toEqual(["W0000123", "W0000124"]);
    expect(pages[0]?.text).toContain("RECALLED");
    expect(pages[1]?.text).toContain(number(59));
  });
});
