import { describe, expect, test } from "vitest";
import { provideMessages } from "../../i18n/messages";
import zh from "../../i18n/zh-CN/index";
import { readContact, readFetcher } from "./address.server";
import { formOfAddress, formOfTyped } from "./address-form.server";

provideMessages("zh-CN", zh);

const GOOD = {
  form_of: "cn",
  country: "cn",
  email: "wang@example.com",
  name: "王小明",
  phone: "13800000000",
  province: "广东省",
  city: "广州市",
  county: "天河区",
  address: "体育东路 1 号",
  postal_code: "",
};

function formOf(change: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...GOOD, ...change })) form.set(name, value);
  return form;
}
const faults = (change: Record<string, string>) => {
  const read = readContact(formOf(change), "zh");
  return read.ok ? [] : read.problems.map((problem) => problem.field);
};

describe("an address that is typed", () => {
  test("keeps the county behind its city, and reads back into the same choices", () => {
    const read = readContact(formOf(), "zh");
    if (!read.ok) throw new Error("refused");
    expect(read.contact.city).toBe("广州市天河区");
    expect(formOfAddress(read.contact, "zh").values).toMatchObject({
      province: "广东省",
      city: "广州市",
      county: "天河区",
    });
  });

  test("that is too long is called so, and not missing", () => {
    const read = readContact(formOf({ address: "路".repeat(201) }), "zh");
    expect(read).toEqual({ ok: false, problems: [{ field: "address", text: "详细地址最多 200 个字" }] });
  });

  test("a name that is too long is called so, and not missing, whether goods are sent or fetched", () => {
    for (const letters of [61, 64, 81]) {
      const form = formOf({ name: "王".repeat(letters) });
      const long = { ok: false, problems: [{ field: "name", text: "收件人姓名最多 60 个字" }] };
      expect(readContact(form, "zh")).toEqual(long);
      expect(readFetcher(form, "zh")).toEqual(long);
    }
    expect(readContact(formOf({ name: "王".repeat(60) }), "zh").ok).toBe(true);
    const none = { ok: false, problems: [{ field: "name", text: "请填写收件人姓名" }] };
    expect(readContact(formOf({ name: " " }), "zh")).toEqual(none);
    expect(readFetcher(formOf({ name: " " }), "zh")).toEqual(none);
  });

  test.each([
    [{ province: "Atlantis" }, ["province"]],
    [{ province: "湖南省" }, ["city"]],
    [{ county: "南山区" }, ["county"]],
    [{ county: "" }, ["county"]],
    [{ name: "", county: "" }, ["name", "county"]],
    [{ postal_code: "12" }, ["postal_code"]],
  ])("%o is refused by %o", (change, fields) => {
    expect(faults(change)).toEqual(fields);
  });

  test("a form sent only to see the next choice is refused for nothing, and has the cities", () => {
    const step = { next: "place", county: "", city: "" };
    expect(readContact(formOf(step), "zh")).toEqual({ ok: false, problems: [] });
    const drawn = formOfTyped(formOf(step), "zh");
    expect(drawn).toMatchObject({ next: true, values: { name: "王小明" } });
    expect(drawn.cities.map((city) => city.name)).toContain("深圳市");
    // With everything chosen, Enter in a field means to save.
    expect(readContact(formOf({ next: "place" }), "zh").ok).toBe(true);
  });

  test("a municipality is its own city, without being asked", () => {
    expect(formOfTyped(formOf({ next: "place", province: "上海市", city: "", county: "" }), "zh").values.city).toBe(
      "上海市",
    );
  });

  test.each([
    "13800000000",
    "１３８ ００００ ００００",
    "+86 138-0000-0000",
    "0086 138 0000 0000",
    "（86）138–0000–0000",
    "\u202a13800000000\u202c",
  ])("the mobile %s is one number, however it was typed", (phone) => {
    expect(
      readContact(formOf({ phone, email: "wang＠example．com", postal_code: "５１００００" }), "zh"),
    ).toMatchObject({
      ok: true,
      contact: { phone: "13800000000", email: "wang@example.com", postal_code: "510000" },
    });
  });

  test.each(["<b>13800000000</b>", "13800000000 王先生", "138abc00000000", "tel:13800000000", "+", ""])(
    "a phone with something beside it, or none, is refused at its field: %s",
    (phone) => {
      expect(faults({ phone })).toEqual(["phone"]);
      expect(readFetcher(formOf({ phone }), "zh")).toMatchObject({ ok: false, problems: [{ field: "phone" }] });
    },
  );

  test.each([
    ["０９３９－８２１２３４５", "cn", "0939-8212345"],
    ["+65 6123 4567", "sg", "+65 6123 4567"],
  ])("the phone %s in %s keeps how it is parted", (phone, country, kept) => {
    const where: Record<string, string> =
      country === "cn" ? {} : { form_of: country, country, city: "Singapore", province: "" };
    expect(readContact(formOf({ ...where, phone }), "zh")).toMatchObject({ ok: true, contact: { phone: kept } });
  });

  test("another country has other fields: chosen without script, the form comes again with those, then they are written freely", () => {
    expect(readContact(formOf({ country: "sg" }), "zh")).toEqual({ ok: false, problems: [] });
    expect(formOfTyped(formOf({ country: "sg" }), "zh").values).toMatchObject({
      name: "王小明",
      province: "",
      city: "",
    });
    const abroad = { form_of: "sg", country: "sg", province: "", city: "Singapore", postal_code: "238801" };
    expect(readContact(formOf(abroad), "zh")).toMatchObject({
      ok: true,
      contact: { country: "sg", city: "Singapore" },
    });
    expect(faults({ ...abroad, city: "" })).toEqual(["city"]);
  });
});
