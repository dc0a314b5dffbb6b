import { expect, test } from "vitest";
import { provideMessages } from "../../i18n/messages";
import zh from "../../i18n/zh-CN/index";
import { versionOf } from "./version-form.server";

provideMessages("zh-CN", zh);

const LATER = "2099-12-01";

function version(change: Record<string, string> = {}) {
  const form = new FormData();
  const typed = {
    upon_version: "2",
    "packs:p:kilo": "10",
    "price:p:kilo": "20.00",
    "packs:p:half": "",
    "price:p:half": "",
    freight: "0",
    bearer: "buyer",
    percent: "50",
    deliver_on: LATER,
    ...change,
  };
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  const { body, problems } = versionOf("zh", form, "CNY");
  return { body, wrong: problems.map(({ field }) => field) };
}

test("numbers are understood as people type them", () => {
  const { body, wrong } = version({
    "packs:p:kilo": "１，２００ 份",
    "price:p:kilo": "￥1,234.50",
    freight: "８０元",
    bearer: "shared",
    percent: "４０％",
    deliver_on: "2099年12月1日",
  });
  expect(wrong).toEqual([]);
  expect(body).toMatchObject({
    lines: [{ product_id: "p", variant_id: "kilo", packs: 1_200, price_minor: 123_450 }],
    freight_minor: 8_000,
    freight_term: { bearer: "shared", buyer_bp: 4_000 },
    deliver_on: LATER,
  });
});

test("a buyer who bears a loss pays up to a cap: what was typed, a tenth where nothing was, none where the cooperative bears it", () => {
  expect(version({ cap: "２５％" }).body.freight_term).toEqual({ bearer: "buyer", cap_bp: 2_500 });
  expect(version().body.freight_term).toEqual({ bearer: "buyer", cap_bp: 1_000 });
  expect(version({ bearer: "shared", cap: "0" }).body.freight_term).toEqual({
    bearer: "shared",
    buyer_bp: 5_000,
    cap_bp: 0,
  });
  expect(version({ bearer: "cooperative", cap: "5" }).body.freight_term).toEqual({ bearer: "cooperative" });
});

test("what can't be read is asked back beside its field: a line is never left out without a word", () => {
  expect(version({ "packs:p:half": "两箱", "price:p:half": "20" }).wrong).toEqual(["packs:p:half"]);
  expect(version({ "packs:p:kilo": "1,000,001" }).wrong).toEqual(["packs:p:kilo"]);
  expect(version({ "packs:p:kilo": "0" }).wrong).toEqual(["lines"]);
  expect(version({ "price:p:kilo": "" }).wrong).toEqual(["price:p:kilo"]);
  expect(version({ bearer: "shared", percent: "101" }).wrong).toEqual(["percent"]);
  expect(version({ cap: "101" }).wrong).toEqual(["cap"]);
  expect(version({ cap: "ten" }).wrong).toEqual(["cap"]);
  expect(version({ bearer: "cooperative", cap: "ten", percent: "x" }).wrong).toEqual([]);
  expect(version({ deliver_on: "2020-01-01" }).wrong).toEqual(["deliver_on"]);
  expect(version({ deliver_on: "2099-02-30" }).wrong).toEqual(["deliver_on"]);
});
