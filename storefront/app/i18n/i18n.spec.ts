import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import en from "./en/index";
import { inLanguage, pathOf, preferredPath } from "./locale";
import zh from "./zh-CN/index";

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

const texts = { "zh-CN": flat(zh), en: flat(en) };

/** The names a message takes, wherever they stand in it. */
function argumentsOf(message: string): string[] {
  const names = new Set<string>();
  const walk = (elements: readonly unknown[]): void => {
    for (const element of elements as {
      type: number;
      value?: unknown;
      options?: Record<string, { value: unknown[] }>;
    }[]) {
      if (element.type !== 0 && element.type !== 7 && typeof element.value === "string") names.add(element.value);
      for (const option of Object.values(element.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, "en").getAst());
  return [...names].sort();
}

describe("both languages", () => {
  test("have the same keys", () => {
    expect([...texts.en.keys()].sort()).toEqual([...texts["zh-CN"].keys()].sort());
  });

  test("have no empty text, and parse", () => {
    for (const [locale, messages] of Object.entries(texts)) {
      for (const [key, message] of messages) {
        expect(message.trim(), key).not.toBe("");
        expect(() => new IntlMessageFormat(message, locale), `${locale} ${key}`).not.toThrow();
      }
    }
  });

  test("call a cart by one word", () => {
    for (const [locale, other] of [
      ["zh-CN", /购物车/],
      ["en", /\bcarts?\b/i],
    ] as const) {
      expect([...texts[locale].values()].filter((message) => other.test(message))).toEqual([]);
    }
  });

  test("have signs as wide as their letters: between Chinese a comma is “，”", () => {
    // Rows of a sheet, as they are pasted or kept in a file.
    const sheets = [
      "intake.file.headings",
      "register.importExampleText",
      "wholesale.exampleText",
      "addressees.exampleText",
    ];
    const narrow =
      /[\p{Script=Han}”》】][,:;!?()]|[,:;!?()][\p{Script=Han}“《【]|\p{Script=Han}\.(?:$|[\p{Script=Han} ])/u;
    const wrong = [...texts["zh-CN"]].filter(([key, message]) => !sheets.includes(key) && narrow.test(message));
    expect(wrong).toEqual([]);
  });

  test("take the same arguments", () => {
    for (const [key, message] of texts["zh-CN"]) {
      expect(argumentsOf(texts.en.get(key) ?? ""), key).toEqual(argumentsOf(message));
    }
  });
});

/** All source text of the app, tests left out. */
function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return /\.tsx?$/.test(entry.name) && !/\.spec\./.test(entry.name) ? readFileSync(path, "utf8") : "";
    })
    .join("\n");
}

test("no text is left over: every key's last part is named in the code", () => {
  // Closed lists that the pages put into words stand in the domain.
  const lists = ["people/acts.ts", "settlement/connect.ts", "settlement/money-back.ts"].map((file) =>
    readFileSync(join(import.meta.dirname, "../../../domain/src", file), "utf8"),
  );
  const code = sources(join(import.meta.dirname, "..")) + lists.join("");
  const unused = [...texts["zh-CN"].keys()].filter((key) => {
    const last = key.split(".").at(-1) ?? "";
    // Keys made from data (a state, a code, a field) are named as words in the code too.
    return !new RegExp(`(["'\`.:{\\s])${last}(["'\`:,}?\\s.;=])`).test(code);
  });
  expect(unused).toEqual([]);
});

describe("the language of a page", () => {
  test("comes from its address", () => {
    expect(pathOf("/zh/cart")).toBe("zh");
    expect(pathOf("/en")).toBe("en");
    expect(pathOf("/")).toBeUndefined();
    expect(pathOf("/entrance")).toBeUndefined();
    expect(inLanguage("/zh/products/rice", "en")).toBe("/en/products/rice");
    expect(inLanguage("/zh", "en")).toBe("/en");
    expect(inLanguage("/", "zh")).toBe("/zh");
  });

  test("is chosen by Accept-Language where the address has none, Chinese by default", () => {
    expect(preferredPath(null)).toBe("zh");
    expect(preferredPath("fr,de;q=0.9")).toBe("zh");
    expect(preferredPath("en-GB,en;q=0.9,zh;q=0.1")).toBe("en");
    expect(preferredPath("zh-TW,zh;q=0.9,en;q=0.8")).toBe("zh");
    expect(preferredPath("de,en;q=0.3,zh-CN;q=0.7")).toBe("zh");
    expect(preferredPath("zh;q=0,en;q=0.1")).toBe("en");
    expect(preferredPath(";;;,,")).toBe("zh");
  });
});
