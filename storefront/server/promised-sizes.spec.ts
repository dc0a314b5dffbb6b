import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MOST_FILE_MB } from "../app/features/proof/words";
import en from "../app/i18n/en/index";
import zh from "../app/i18n/zh-CN/index";
import { limitOf } from "./same-site";

/** What stands round a file in a form: its other fields and the marks between them. */
const FORM_BYTES = 4_000;

/** Every screen that takes a file in: where its form is sent to, and the words in which it says how large the file may be. */
const FORMS: readonly { screen: string; pages: readonly string[]; words?: string; mb?: number }[] = [
  { screen: "features/addressees/SheetParts.tsx", pages: ["wholesale/addressees/adr_1"], mb: 15 },
  { screen: "features/bank/UploadForm.tsx", pages: ["desk/bank-answers"], words: "bank.upload.hint" },
  { screen: "features/claims/ClaimForms.tsx", pages: ["desk/claims/claim_1"], words: "claims.forms.photoHint" },
  { screen: "features/claims/OrderClaims.tsx", pages: ["orders/order_1"], words: "orderClaims.photoHint" },
  {
    screen: "features/shop-desk/PicturesEditor.tsx",
    pages: ["desk/shop/villages/village_1/pictures", "desk/shop/products/prod_1/pictures"],
    words: "shopDesk.pictures.fileHint",
  },
  {
    screen: "features/village-desk/CertificatesEditor.tsx",
    pages: ["desk/shop/villages/village_1/certificates"],
    words: "villageDesk.certificates.paperHint",
  },
  {
    screen: "features/weigh-in/WeighInForm.tsx",
    pages: ["desk/weigh-in", "desk/weigh-in/photo"],
    words: "intake.photoHint",
  },
  { screen: "routes/desk/bank-statements.tsx", pages: ["desk/bank-statements"], words: "transfer.fileHint" },
  { screen: "routes/desk/cash.tsx", pages: ["desk/batches/batch_1/cash"], words: "cash.pay.photoHint" },
  { screen: "routes/desk/household-import.tsx", pages: ["desk/households/import"], words: "register.fileHint" },
  { screen: "routes/desk/scale-file.tsx", pages: ["desk/scale-file"], mb: 15 },
  { screen: "routes/desk/shipping-sheets.tsx", pages: ["desk/shipping-sheets"], mb: 15 },
  { screen: "routes/desk/tracking-numbers.tsx", pages: ["desk/tracking-numbers"], mb: 15 },
  { screen: "routes/proof.tsx", pages: ["proof"], words: "proof.fileHint" },
  { screen: "routes/wholesale/addressees.tsx", pages: ["wholesale/addressees"], words: "addressees.fileHint" },
  { screen: "routes/wholesale/company.tsx", pages: ["wholesale/company"], words: "company.photoHint" },
  { screen: "routes/wholesale/quick-list.tsx", pages: ["wholesale/quick/list"], mb: 15 },
];

test("a file as large as its page promises is taken: by the form, and by its script", () => {
  for (const { pages, words, mb } of FORMS) {
    for (const [path, texts] of [
      ["zh", zh],
      ["en", en],
    ] as const) {
      const promised = mb ?? promisedIn(texts, words ?? "");
      for (const page of pages.flatMap((one) => [`/${path}/${one}`, `/${path}/${one}.data`]))
        expect(limitOf(page), page).toBeGreaterThanOrEqual(promised * 1024 * 1024 + FORM_BYTES);
    }
  }
});

test("no screen takes a file in that is not walked here", () => {
  const app = new URL("../app/", import.meta.url);
  const taking = readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx") && !name.startsWith("features/ui/"))
    .filter((name) => /type="file"|<Photo(Field|Form)\b/.test(readFileSync(new URL(name, app), "utf8")));
  expect(taking.sort()).toEqual(FORMS.map((one) => one.screen).sort());
});

test("a page that takes no file reads no large form", () => {
  for (const page of [
    "/zh/desk/bank-statements/bst_1",
    "/en/desk/transfers",
    "/en/proof/abc.data",
    "/en/wholesale/quotes",
  ])
    expect(limitOf(page), page).toBe(100_000);
});

/** The MB that the words say. */
function promisedIn(texts: unknown, key: string): number {
  const text = key.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], texts);
  const said = /(\d+|\{mb\}) MB/.exec(typeof text === "string" ? text : "")?.[1];
  if (said === undefined) throw new Error(`${key} promises no size`);
  return said === "{mb}" ? MOST_FILE_MB : Number(said);
}
