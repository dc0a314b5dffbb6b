import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { readPages } from "./pdf-reader.fixture";
import { ticketPdf, type PrintedTicket } from "./ticket";

const ticket: PrintedTicket = {
  title: "收货单",
  number: "W0000012",
  sender: "武都山里人家农民专业合作社",
  household: "欧阳阿卜杜热合曼阿依古丽买买提江吐尔逊娜依 WD0001",
  goods: "核桃 · 一级",
  rows: [
    { label: "毛重", value: "100.5 公斤（201 斤）" },
    { label: "扣水分（测得 12.6 %，基准 8 %）", value: "−5 公斤（10 斤）" },
    { label: "入库", value: "95 公斤（190 斤）", strong: true },
  ],
  notes: ["有误请三天内打 0939-8888888，或扫码提出。".repeat(2), "未收 1 公斤（2 斤）：发霉。"],
  url: "http://localhost:3000/home/receipts/lot_1",
  scan: "扫码看收货单、提出异议",
  signatures: ["司秤 李建国", "交货人"],
};

test("a ticket is one page for the roll or A6, with every figure whole and nothing off the paper", async () => {
  for (const [paper, width_mm] of [
    ["roll", 80],
    ["a6", 105],
  ] as const) {
    const pages = readPages(await ticketPdf(ticket, paper), inflateSync);
    expect(pages).toHaveLength(1);
    expect(pages[0]?.size_mm[0]).toBe(width_mm);
    for (const row of ticket.rows) expect(pages[0]?.text).toContain(row.value);
    expect(pages[0]?.text).toContain("W0000012");
    expect(pages[0]?.right_mm).toBeLessThanOrEqual(width_mm - 3);
  }
});

test("a roll is as long as its ticket, and an A6 grows rather than lose a line", async () => {
  const long = { ...ticket, notes: Array.from({ length: 20 }, (_, index) => `未收 ${index + 1} 公斤：发霉。`) };
  const height = async (of: PrintedTicket, paper: "roll" | "a6") =>
    readPages(await ticketPdf(of, paper), inflateSync)[0]?.size_mm[1] ?? 0;
  expect(await height(long, "roll")).toBeGreaterThan(await height(ticket, "roll"));
  expect(await height(ticket, "a6")).toBe(148);
  expect(await height(long, "a6")).toBeGreaterThan(148);
});

test("a ticket costs little: on an idle machine some 30 ms of processor time", async () => {
  const began = process.cpuUsage();
  for (let i = 0; i < 20; i++) await ticketPdf(ticket, "roll");
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1_000 / 20).toBeLessThan(150);
});
