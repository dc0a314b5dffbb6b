import { describe, expect, test } from "vitest";
import { MAX_LINES, readQuickSheet } from "./sheet.server";

const pasted = (text: string) => readQuickSheet(null, text);
const line = (name: string, amount: string, pack = "", unit: "packs" | "kg" = "packs") => ({
  name,
  pack,
  amount,
  unit,
});

describe("what is pasted out of a sheet", () => {
  test("is product and amount, or product, pack and amount, with tabs or commas", async () => {
    expect(await pasted("核桃\t20\r\n花椒\t3\r\n\r\n")).toEqual({
      ok: true,
      lines: [line("核桃", "20"), line("花椒", "3")],
    });
    expect(await pasted("Walnuts,2.5 kg,20\nPepper,,3")).toMatchObject({
      lines: [line("Walnuts", "20", "2.5 kg"), { name: "Pepper" }],
    });
  });

  test("has its columns in any order under heads, kilos and jin among them; a stock number goes before a name", async () => {
    const text = "公斤\t规格\t商品\t货号\n12.5\t\t核桃\t\n\t\t花椒\tHJ-1\n";
    expect(await pasted(text)).toEqual({ ok: true, lines: [line("核桃", "12.5", "", "kg"), line("HJ-1", "")] });
    expect(await pasted("product\tjin\nRice\t30\n")).toEqual({ ok: true, lines: [line("Rice", "30斤")] });
    expect(await pasted("product\tpack\nRice\t5 kg\n")).toEqual({ ok: false, fault: "noAmounts" });
  });

  test("has heads as purchase orders have them; heads nobody knows are said to be that, and are no line", async () => {
    expect(await pasted("物料编码\t物料名称*\t规格型号\t采购量（kg）：\nHT-1\t核桃\t\t500\n")).toEqual({
      ok: true,
      lines: [line("HT-1", "500", "", "kg")],
    });
    expect(await pasted("要什么\t要多少\n核桃\t20\n花椒\t3\n")).toEqual({ ok: false, fault: "unknownHeads" });
    // A line that says no amount, and others that do not all, is a line.
    expect(await pasted("核桃\t几袋\n花椒\t\n")).toMatchObject({ ok: true });
  });

  test("is not lost beside a file, and an empty file is called so", async () => {
    const file = (text: string) => new File([text], "list.csv");
    expect(await readQuickSheet(file("核桃,5"), "花椒\t3")).toEqual({ ok: false, fault: "both" });
    expect(await readQuickSheet(file(""), "")).toEqual({ ok: false, fault: "emptyFile" });
    expect(await readQuickSheet(file(" \n,,\n"), "")).toEqual({ ok: false, fault: "emptyFile" });
    // A browser sends a field without a file as one without a name.
    expect(await readQuickSheet(new File([], ""), "核桃\t5")).toMatchObject({ ok: true });
    expect(await readQuickSheet(file("\uFEFF商品,数量\n核桃,5"), "")).toEqual({ ok: true, lines: [line("核桃", "5")] });
  });

  test("must hold something, and not too much; a line that says little is kept as it is", async () => {
    expect(await pasted(" \n ")).toEqual({ ok: false, fault: "empty" });
    expect(await pasted("商品\t数量")).toEqual({ ok: false, fault: "empty" });
    expect(await pasted("a\t1\n".repeat(MAX_LINES))).toMatchObject({ ok: true });
    expect(await pasted("a\t1\n".repeat(MAX_LINES + 1))).toEqual({ ok: false, fault: "tooMany" });
    expect(await pasted("核桃\t=2*3\n?\t")).toEqual({ ok: true, lines: [line("核桃", "=2*3"), line("?", "")] });
  });

  test("and so is a file of a Chinese spreadsheet program in GB18030", async () => {
    // 商品,数量 / 核桃,5
    const bytes = new Uint8Array(Buffer.from("c9ccc6b72ccafdc1bf0abacbccd22c350a", "hex"));
    expect(await readQuickSheet(new File([bytes], "list.csv"), "")).toEqual({ ok: true, lines: [line("核桃", "5")] });
  });
});
