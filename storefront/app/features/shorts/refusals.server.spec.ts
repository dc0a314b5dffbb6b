import { expect, test } from "vitest";
import { provideMessages } from "../../i18n/messages";
import en from "../../i18n/en/index";
import zh from "../../i18n/zh-CN/index";
import { claimWords, refused } from "../claims/data.server";
import { shortWords } from "./refusals.server";

provideMessages("zh-CN", zh);
provideMessages("en", en);

/** As the backend answers it and the door of the storefront hands it on. */
const refusal = (code: string, details: object) => ({
  status: 400,
  code,
  message: "",
  field: "lines",
  details: { code, message: "", details },
});

test("more lost than is here of a lot is refused with how much is here, in its unit", () => {
  const over = refusal("loss_over_stock", { left_units: 1_010 });
  expect(shortWords("zh", over, "g")).toContain("1.01 公斤");
  expect(shortWords("en", over, "piece")).toContain("1,010");
  expect(shortWords("zh", refusal("loss_over_stock", { left_units: 0 }), "g")).toContain("已经没有");
  expect(shortWords("zh", { status: 400, code: "loss_over_stock", message: "" }, "g")).toContain("还在库的数量");
});

test("more claimed than came is refused at its field, with how much can still be claimed", () => {
  const over = refusal("packs_not_in_parcel", { order_line: "line_1", left_packs: 3, packs: 5 });
  expect(claimWords("zh", over)).toContain("最多还能报 3 件，您填了 5 件");
  expect(claimWords("en", over)).toContain("3 packs");
  expect(refused("zh", over, "words").map((one) => one.field)).toEqual(["packs:line_1"]);
  expect(claimWords("zh", { status: 400, code: "packs_not_in_parcel", message: "" })).toContain("包裹里有的件数");
});
