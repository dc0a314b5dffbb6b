import fc from "fast-check";
import { expect, test } from "vitest";
import { BANK_CSV_COLUMNS, BANK_CSV_PRESETS, bankCsvLayoutSchema, bankCsvTable, NEEDED } from "./bank-csv";

const line = (amount_minor: bigint) => ({
  reference: "r1",
  statement: "ST1",
  name: "王秀英",
  account: "6222",
  bank_system: "CNAPS",
  bank_member_id: "102100099996",
  amount_minor,
});
const batch = { currency: "CNY", execution_date: "2026-12-02" };

test("presets are layouts, and each pays to a name and an account", () => {
  for (const preset of Object.values(BANK_CSV_PRESETS))
    expect(bankCsvLayoutSchema.safeParse(preset).success).toBe(true);
});

test("columns stand in the order of the bank, with its headings; the last line sums up when asked", () => {
  const layout = { columns: ["amount", "number", "name", "account"], headings: "zh", total: true } as const;
  expect(bankCsvTable({ ...layout, columns: [...layout.columns] }, batch, [line(1n), line(99_99n)])).toEqual([
    ["金额", "序号", "收款户名", "收款账号"],
    ["0.01", "1", "王秀英", "6222"],
    ["99.99", "2", "王秀英", "6222"],
    ["100.00", "合计 2", "", ""],
  ]);
});

test("a layout that cannot pay, or says a column twice, is refused", () => {
  const wrong = [
    { columns: ["name", "amount"], headings: "en", total: false },
    { columns: ["name", "account", "amount", "name"], headings: "en", total: false },
    { columns: ["name", "account", "amount", "colour"], headings: "en", total: false },
    { columns: [], headings: "en", total: false },
  ];
  expect(wrong.map((layout) => bankCsvLayoutSchema.safeParse(layout).success)).toEqual(wrong.map(() => false));
});

test("every line has every column once, whatever the order", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...BANK_CSV_COLUMNS]), fc.boolean(), fc.nat(20), (some, total, count) => {
      const columns = [...new Set([...some, ...NEEDED])];
      const table = bankCsvTable(
        { columns, headings: "en", total },
        batch,
        Array.from({ length: count }, () => line(5n)),
      );
      expect(table).toHaveLength(count + 1 + Number(total));
      expect(new Set(table.map((cells) => cells.length))).toEqual(new Set([columns.length]));
    }),
  );
});
