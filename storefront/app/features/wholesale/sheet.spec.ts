import { describe, expect, test } from "vitest";
import { MAX_LINES, readSheet } from "./sheet";

describe("a pasted list of addressees", () => {
  test("is read from a sheet, by tabs, with or without a head line", () => {
    const body = "王芳\t13800000001\t广东省\t广州市\t天河区某路 1 号\t2";
    const expected = [
      {
        line: 1,
        name: "王芳",
        phone: "13800000001",
        province_code: "广东省",
        city: "广州市",
        address: "天河区某路 1 号",
        packs: 2,
      },
    ];
    expect(readSheet(body)).toEqual({ ok: true, addressees: expected });
    expect(readSheet(`姓名\t手机\t省\t市\t地址\t份数\r\n${body}\r\n\r\n`)).toEqual({
      ok: true,
      addressees: [{ ...expected[0], line: 2 }],
    });
  });

  test("is read as CSV, with commas and quotes inside quotes", () => {
    const sheet = readSheet('Li Qiang,13800000002,Beijing,Beijing,"3 Some Street, ""B"" 2",1');
    expect(sheet).toMatchObject({ ok: true, addressees: [{ address: '3 Some Street, "B" 2', packs: 1 }] });
  });

  test("names the lines that must be mended, by their own numbers", () => {
    const sheet = readSheet(
      "name,phone,province,city,address,packs\nA,13800000001,广东,广州,X\nB,13800000001,广东,广州,X,1.5\nC,13800000001,广东,广州,X,1",
    );
    expect(sheet).toEqual({
      ok: false,
      problems: [
        { line: 2, problem: "columns" },
        { line: 3, problem: "packs" },
      ],
    });
  });

  test("must hold something, and not too much", () => {
    expect(readSheet(" \n ")).toEqual({ ok: false, problems: [{ line: 1, problem: "empty" }] });
    expect(readSheet("姓名,手机,省,市,地址,份数")).toEqual({ ok: false, problems: [{ line: 1, problem: "empty" }] });
    const long = "A,13800000001,广东,广州,X,1\n".repeat(MAX_LINES + 1);
    expect(readSheet(long)).toMatchObject({ ok: false, problems: [{ problem: "tooMany" }] });
  });
});
