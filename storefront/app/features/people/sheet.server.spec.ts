import { describe, expect, test } from "vitest";
import { underHeads } from "../../lib/sheet.server";
import { readSheetFile } from "./sheet.server";

const csv = (text: string | Buffer) =>
  readSheetFile(new File([typeof text === "string" ? text : new Uint8Array(text)], "households.csv"));

describe("a sheet of households", () => {
  test("is read with the line each row stood on, whatever the order of its columns", async () => {
    const read = await csv(
      '\uFEFF姓名,村,手机号,卡号\n王秀英,麻崖村,13800138000,\n\n"李,建国",麻崖村,139 1111 2222,WD0500\n',
    );
    expect(read).toEqual({
      ok: true,
      rows: [
        {
          line: 2,
          card_number: "",
          name: "王秀英",
          village: "麻崖村",
          phone: "13800138000",
          floor_kg: "",
          public_name: "",
          proof: "",
        },
        {
          line: 4,
          card_number: "WD0500",
          name: "李,建国",
          village: "麻崖村",
          phone: "139 1111 2222",
          floor_kg: "",
          public_name: "",
          proof: "",
        },
      ],
    });
  });

  test("is read in the encoding that a Chinese Excel writes", async () => {
    // 姓名,村,手机号 / 王,村,1 in GBK.
    const gbk = Buffer.from("d0d5c3fb2cb4e52ccad6bbfabac50acdf52cb4e52c310a", "hex");
    const read = await csv(gbk);
    expect(read.ok && read.rows[0]).toMatchObject({ name: "王", village: "村", phone: "1" });
  });

  test("a head counts however its words are joined", () => {
    const heads = { parcel: ["parcel"], tracking_number: ["tracking_number"] };
    const rows = [
      ["Parcel", " Tracking  number "],
      ["CL1", "EE1"],
    ];
    const read = underHeads(rows, heads, ["parcel", "tracking_number"]);
    expect(read.ok && read.rows).toEqual([{ line: 2, parcel: "CL1", tracking_number: "EE1" }]);
  });

  test("names the columns it lacks, and what is no sheet is said to be none", async () => {
    expect(await csv("姓名,手机号\n王,1\n")).toEqual({ ok: false, fault: "noHead", columns: ["village"] });
    expect(await csv("name,village,phone\n")).toEqual({ ok: false, fault: "noRows" });
    expect(await csv("")).toEqual({ ok: false, fault: "noFile" });
    expect(await readSheetFile(null)).toEqual({ ok: false, fault: "noFile" });
    expect(await csv(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]))).toEqual({ ok: false, fault: "unreadable" });
    expect(await csv(Buffer.from("PK\x03\x04 not a spreadsheet", "latin1"))).toEqual({ ok: false, fault: "tooLarge" });
  });

  test("of 100,000 lines is read within seconds", async () => {
    const lines = Array.from({ length: 100_000 }, (_, n) => `王秀英,麻崖村,138${String(n).padStart(8, "0")}`);
    const began = performance.now();
    const read = await csv(`姓名,村,手机号\n${lines.join("\n")}`);
    expect(read.ok && read.rows.length).toBe(100_000);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
