import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CARDS_A_PAGE, writeCards, type Card } from "./sheet";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "commonlot-cards-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const card = (n: number, more: Partial<Card> = {}): Card => ({
  card_number: `WD${String(n).padStart(4, "0")}`,
  name: "王秀英",
  village: "琵琶镇麻崖村",
  cooperative: "武都山里人家农民专业合作社",
  cooperative_phone: "0939-8210000",
  url: `http://localhost:3000/home/card/WD${String(n).padStart(4, "0")}`,
  ...more,
});

test("cards come eight on a page, the last page as full as it gets", async () => {
  for (const [cards, pages] of [
    [1, 1],
    [CARDS_A_PAGE, 1],
    [CARDS_A_PAGE + 1, 2],
    [120, 15],
  ] as const) {
    const file = path.join(folder, `${cards}.pdf`);
    const written = await writeCards({ file, title: "cards", cards: Array.from({ length: cards }, (_, n) => card(n)) });
    expect(written.pages).toBe(pages);
    const pdf = await readFile(file, "latin1");
    expect(pdf.startsWith("%PDF-")).toBe(true);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(pages);
    expect(pdf).toMatch(/MediaBox \[0 0 595\.2\d* 841\.8\d*\]/);
  }
});

test("a name as long as a register allows stays on its card", async () => {
  const long = card(1, { name: "阿".repeat(80), village: "很长的村名".repeat(16), cooperative: "合作社".repeat(27) });
  const file = path.join(folder, "long.pdf");
  expect((await writeCards({ file, title: "cards", cards: [long, card(2)] })).pages).toBe(1);
});
