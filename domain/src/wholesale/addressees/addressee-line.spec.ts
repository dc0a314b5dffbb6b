import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsFault, guessAddresseeColumns, isAddresseeHead } from "./addressee-columns";
import { MAX_GOODS_TEXT, packsWritten } from "./addressee-goods";
import {
  ADDRESSEE_FAULTS,
  cellText,
  judgeAddressee,
  MAX_ADDRESSEE_CELL,
  sameAddressee,
  writtenAddressee,
  WRITTEN_FIELDS,
  type AddresseeKnowledge,
  type WrittenAddressee,
} from "./addressee-line";

const known: AddresseeKnowledge = {
  isPhone: (typed) => /^\+?\d{7,15}$/.test(typed.replaceAll(" ", "")),
  placeOf: ({ province, city, district, town, address }) => ({
    province_code: province.startsWith("广东") || address.startsWith("广东") ? "44" : null,
    city: city + district,
    address: town + address,
    faults: province.startsWith("广东") || address.startsWith("广东") ? [] : ["no_province"],
  }),
};
const right: WrittenAddressee = {
  name: "李雷",
  phone: "13800138000",
  province: "广东省",
  city: "广州市",
  district: "",
  town: "",
  address: "体育东路 1 号",
  packs: "2",
  message: "",
  goods: "",
};
const judged = (more: Partial<WrittenAddressee>) => judgeAddressee({ ...right, ...more }, known);

describe("columns", () => {
  test("are guessed by their heads in both languages, each field once", () => {
    expect(
      guessAddresseeColumns([
        "序号",
        "收件人*",
        "手机号码",
        "省份",
        "城市",
        "区/县",
        "乡镇（街道）",
        "详细地址",
        "份数（盒）",
        "留言",
      ]),
    ).toEqual([null, "name", "phone", "province", "city", "district", "town", "address", "packs", "message"]);
    expect(guessAddresseeColumns(["Line", "Full_Name", "MOBILE", "Address", "Street", "Qty"])).toEqual([
      "line",
      "name",
      "phone",
      "address",
      null,
      "packs",
    ]);
    expect(isAddresseeHead(["李雷", "13800138000", "广东省"])).toBe(false);
    expect(isAddresseeHead(["姓名", "x", "电话"])).toBe(true);
  });

  test("are refused when one stands twice, when a needed one is missing, and when nobody says how many packs", () => {
    expect(columnsFault(["name", "phone", "address", "name"], 1)).toEqual({ fault: "twice", field: "name" });
    expect(columnsFault(["name", null, "address"], 1)).toEqual({ fault: "missing", field: "phone" });
    expect(columnsFault(["name", "phone", "address"], null)).toEqual({ fault: "no_packs" });
    expect(columnsFault(["name", "phone", "address"], 1)).toBeNull();
    expect(columnsFault(["name", "phone", "address", "packs"], null)).toBeNull();
  });
});

describe("a line", () => {
  test("that is right has its province and packs", () => {
    expect(judged({})).toEqual({
      province_code: "44",
      to_city: "广州市",
      to_address: "体育东路 1 号",
      packs: 2,
      goods: null,
      faults: [],
    });
    expect(judged({ province: "", address: "广东省广州市体育东路 1 号" }).faults).toEqual([]);
  });

  test("says all that is wrong with it at once", () => {
    expect(judged({ name: "", phone: "不知道", province: "火星", packs: "两" }).faults).toEqual([
      "no_name",
      "bad_phone",
      "no_province",
      "bad_packs",
    ]);
    expect(judged({ packs: "=1+1" }).faults).toEqual(["formula", "bad_packs"]);
    expect(judged({ phone: "", address: "", packs: "1001" }).faults).toEqual([
      "no_phone",
      "no_address",
      "too_many_packs",
    ]);
    expect(judged({ name: "很".repeat(61), message: "x".repeat(201) }).faults).toEqual(["name_long", "message_long"]);
  });

  test("is read by its columns, and gets what everybody gets where it says nothing", () => {
    const columns = guessAddresseeColumns(["电话", "姓名", "地址", "份数"]);
    expect(writtenAddressee(["'+8613800138000", "李\n雷 ", "广东 1 号", ""], columns, 3)).toEqual({
      name: "李 雷",
      phone: "+8613800138000",
      province: "",
      city: "",
      district: "",
      town: "",
      address: "广东 1 号",
      packs: "3",
      message: "",
      goods: "",
    });
  });

  test("counts packs as people and spreadsheets write them", () => {
    expect(["2", "２", "1,000", "2.0", "2 份", "3 Packs"].map(packsWritten)).toEqual([2, 2, 1_000, 2, 2, 3]);
    expect(["", "0", "-1", "1.5", "两", "1e3", "2 kg"].map(packsWritten)).toEqual(Array(7).fill(null));
  });

  test("is the same as another to one person at one door, however it is written", () => {
    const to = { to_city: "广州市", to_address: "体育东路 1 号" };
    const key = sameAddressee(right, to);
    const other = { ...right, phone: "+86 138-0013-8000", name: " 李雷" };
    expect(sameAddressee(other, { ...to, to_address: "体育东路１号" })).toBe(key);
    expect(sameAddressee({ ...right, name: "韩梅梅" }, to)).not.toBe(key);
    expect(sameAddressee(right, { ...to, to_city: "广州市天河区" })).not.toBe(key);
  });
});

test("whatever stands in a sheet: a line is judged, keeps its text, and without a fault can be sent", () => {
  const cell = fc.string({ unit: "binary", maxLength: 600 });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 10, maxLength: 10 }), (cells) => {
      const written = writtenAddressee(cells, WRITTEN_FIELDS, null);
      for (const field of WRITTEN_FIELDS) {
        const longest = field === "goods" ? 2 * MAX_GOODS_TEXT : MAX_ADDRESSEE_CELL;
        expect(written[field].length).toBeLessThanOrEqual(longest);
        expect(cellText(written[field]).length).toBeLessThanOrEqual(written[field].length);
      }
      const { faults, packs, province_code } = judgeAddressee(written, known);
      expect(new Set(faults).size).toBe(faults.length);
      for (const fault of faults) expect(ADDRESSEE_FAULTS).toContain(fault);
      if (faults.length === 0) expect([packs !== null, province_code]).toEqual([true, "44"]);
    }),
  );
});
