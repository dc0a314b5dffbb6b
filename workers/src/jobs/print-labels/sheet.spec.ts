import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCode128, readDrawing, readPages, type Page } from "../../../../backend/src/lib/print/pdf-reader.fixture";
import { NO_CARE } from "../../../../backend/src/lib/care";
import { readCodes } from "../../print/read-codes.fixture";
import type { WrittenSheet } from "../../print/write-pdf";
import { writeSheet } from "./sheet";
import type { Label } from "./label";

const LONG_NAME = "新疆维吾尔自治区尉犁县兴平镇达西村股份经济合作社联合社驻广州办事处采购部负责人欧阳阿卜杜热合曼先生";

const label = (index: number): Label => ({
  number: `CL7K3Q9M2X${String(index).padStart(2, "0")}`,
  tracking_number: index % 2 === 0 ? null : `ST123456789${String(index).padStart(6, "0")}`,
  carrier: "standin",
  service: "parcel",
  zone: "middle",
  part: 1,
  parts: 2,
  name: index === 3 ? LONG_NAME : index === 4 ? "阿依古丽\n王\u0000小明" : `王小明${index}`,
  phone: "+86 138-0013-8000",
  address: "广东省 河源市 龙川县 佗城镇 灵江村 委会旁第三巷二十八号之一 Apartment 1204 Building 7 ".repeat(
    index === 5 ? 6 : 1,
  ),
  order_number: "1042",
  sender: "武都区竹塘合作社",
  gross_g: 2_120,
  declared_minor: null,
  currency: "CNY",
  care: NO_CARE,
  contents: Array.from({ length: index === 6 ? 9 : 1 }, (_, line) => ({
    title: `武都纸皮核桃 一级 ${line} ${"特".repeat(40)}`,
    packs: 2,
  })),
  trace_url: `http://localhost:3000/zh/trace/CL7K3Q9M2X${String(index).padStart(2, "0")}`,
});

let folder: string;
let written: WrittenSheet;
let file: string;
let pages: Page[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "commonlot-labels-"));
  file = path.join(folder, "labels", "order_1.pdf");
  written = await writeSheet({ file, title: "Labels", labels: Array.from({ length: 20 }, (_, index) => label(index)) });
  pages = readPages(await readFile(file), inflateSync);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a sheet of labels", () => {
  it("is one page of 100 x 150 mm a label, whole, and says its own hash", async () => {
    expect(written.pages).toBe(20);
    expect(pages).toHaveLength(20);
    for (const page of pages) expect(page.size_mm).toEqual([100, 150]);
    expect(
      createHash("sha256")
        .update(await readFile(file))
        .digest("hex"),
    ).toBe(written.sha256);
    expect(await readdir(path.dirname(file))).toEqual(["order_1.pdf"]);
  });

  it("prints Chinese names and addresses that can be read again", () => {
    expect(pages[0]?.text).toContain("王小明0");
    expect(pages[0]?.text).toContain("灵江村");
    expect(pages[0]?.text).toContain("武都区竹塘合作社");
    expect(pages[0]?.text).toContain("毛重 2.12 kg");
  });

  it("cuts what is too long at a letter, with an ellipsis, inside the paper", () => {
    const at = pages[3]?.lines.findIndex((line) => line.startsWith("新疆维吾尔")) ?? -1;
    const name = pages[3]?.lines.slice(at, at + 2).join("") ?? "";
    expect(name.endsWith("…")).toBe(true);
    expect(name.length).toBeGreaterThan(40);
    expect(LONG_NAME.startsWith(name.slice(0, -1))).toBe(true);
    expect(pages[6]?.text).toContain("+6");
    for (const page of pages) expect(page.right_mm).toBeLessThanOrEqual(94.5);
  });

  it("prints a long address in smaller letters, in the room that few goods leave, and cuts it only where no size is left", async () => {
    const address =
      "呼伦贝尔市 内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇赛克社区伊敏河东岸民族团结进步示范小区三期二十八号楼四单元一千二百零一室（请放在物业前台，勿放快递柜，收件前请先打电话，周末也有人在）";
    const goods = [0, 1, 2].map((n) => ({ title: `核桃 ${n}`, packs: 1 }));
    const out = path.join(folder, "address.pdf");
    await writeSheet({
      file: out,
      title: "Labels",
      labels: [
        { ...label(0), address, contents: goods.slice(0, 1) },
        { ...label(0), address, contents: goods },
        { ...label(0), address: address.repeat(9), contents: goods },
      ],
    });
    const said = readPages(await readFile(out), inflateSync).map((page) => page.lines.join("").replaceAll(" ", ""));
    for (const page of said.slice(0, 2)) {
      expect(page).toContain(address.replaceAll(" ", ""));
      expect(page).not.toContain("…");
    }
    expect(said[2]?.match(/…/g)).toHaveLength(1);
  });

  it("says by mark and word how the box wants to be handled, and its codes still read", async () => {
    const out = path.join(folder, "care.pdf");
    const all = { fragile: true, upright: true, cold: true };
    const cares = [NO_CARE, { ...NO_CARE, fragile: true }, { ...NO_CARE, fragile: true, upright: true }, all];
    await writeSheet({ file: out, title: "Labels", labels: cares.map((care) => ({ ...label(1), care })) });
    const pdf = await readFile(out);
    const said = readPages(pdf, inflateSync);
    expect(said[0]?.text).not.toMatch(/易碎|Fragile|朝上/);
    expect(said[1]?.text).toContain("易碎");
    expect(said[1]?.text).not.toContain("This way up");
    for (const word of ["易碎", "Fragile", "此面朝上", "This way up", "冷藏", "Keep cold"]) {
      expect(said[3]?.text).toContain(word);
    }
    expect(said[3]?.text).toContain("毛重 2.12 kg");
    for (const page of said) expect(page.right_mm).toBeLessThanOrEqual(94.5);
    for (const code of readCodes(readDrawing(pdf, inflateSync))) {
      expect(code).toEqual({ code128: label(1).tracking_number, qr: label(1).trace_url });
    }
  });

  it("never prints an empty box: a rare letter is told by its number, pictures are left out", async () => {
    const out = path.join(folder, "rare-letters.pdf");
    const names = ["𠮷野家👍", "👨‍👩‍👧", "𬭎䶮㛃", "王☎️"];
    await writeSheet({ file: out, title: "Labels", labels: names.map((name) => ({ ...label(0), name })) });
    const lines = readPages(await readFile(out), inflateSync).map((page) => page.lines);
    expect(lines[0]).toContain("〔U+20BB7〕野家");
    expect(lines[1]).toContain("〔表情 emoji〕");
    expect(lines[2]).toContain("𬭎䶮㛃");
    expect(lines[3]).toContain("王☎");
  });

  it("prints a name on one line whatever control characters were in it", () => {
    expect(pages[4]?.text).not.toContain("\u0000");
    expect(pages[4]?.lines.some((line) => line === "阿依古丽 王 小明")).toBe(true);
  });

  it("prints a Code 128 that reads as the tracking number, or the parcel's own number before there is one", () => {
    pages.forEach((page, index) => {
      expect(readCode128(page.bars)).toBe(label(index).tracking_number ?? label(index).number);
    });
  });

  it("has codes that a scanner reads from their dots: the number above, the address of its origin below", async () => {
    const codes = readCodes(readDrawing(await readFile(file), inflateSync));
    expect(codes).toEqual(
      Array.from({ length: 20 }, (_, index) => ({
        code128: label(index).tracking_number ?? label(index).number,
        qr: label(index).trace_url,
      })),
    );
  });

  it("is the same to the last byte when it is printed again, as after a kill", async () => {
    const labels = Array.from({ length: 3 }, (_, index) => label(index));
    const made_at = "2026-11-26T08:00:00.000Z";
    const [one, two] = ["one.pdf", "two.pdf"].map((name) => path.join(folder, name)) as [string, string];
    const first = await writeSheet({ file: one, title: "Labels", made_at, labels });
    expect(await writeSheet({ file: two, title: "Labels", made_at, labels })).toEqual(first);
  });

  it("cuts a name between letters as people see them: a rare ideograph and a family of signs stay whole", async () => {
    const whole = ["𬭎", "👨‍👩‍👧", "é"];
    const out = path.join(folder, "rare.pdf");
    const names = whole.map((sign) => sign.repeat(120));
    await writeSheet({ file: out, title: "Labels", labels: names.map((name) => ({ ...label(0), name })) });
    const rare = readPages(await readFile(out), inflateSync);
    expect(rare).toHaveLength(3);
    for (const page of rare) expect(page.right_mm).toBeLessThanOrEqual(94.5);
    const latin = rare[2]?.lines.filter((line) => line.startsWith("é")).join("");
    expect(latin?.replaceAll("é", "")).toBe("…");
  });

  it("writes a thousand labels in a few seconds", async () => {
    const began = Date.now();
    const many = await writeSheet({
      file: path.join(folder, "many.pdf"),
      title: "Labels",
      labels: Array.from({ length: 1_000 }, (_, index) => ({ ...label(7), number: `CL${index}`, name: `张${index}` })),
    });
    expect(many.pages).toBe(1_000);
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});
