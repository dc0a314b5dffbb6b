import type { z } from "zod";

/** What is wrong with a value, as the end of "field: …", in both languages. */
export interface InputWords {
  readonly en: string;
  readonly zh: string;
}

/** Values of a list that are named; a province's thirty are too many for a sentence. */
const NAMED = 12;

/**
 * One fault that the library found, in our own words. Schemas that say their own sentence keep it: a map given to `safeParse` comes
 * after theirs. Formulated once for the API, commands and forms, so that nobody reads "Too small: expected number to be >0".
 */
export function inputWords(issue: z.core.$ZodRawIssue): InputWords {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? MISSING : (TYPES[issue.expected] ?? NOT_VALID);
    case "too_small":
      return limitWords(issue.origin, Number(issue.minimum), issue.inclusive ?? true, "least");
    case "too_big":
      return limitWords(issue.origin, Number(issue.maximum), issue.inclusive ?? true, "most");
    case "not_multiple_of":
      return { en: `must be a multiple of ${issue.divisor}`, zh: `须为 ${issue.divisor} 的倍数` };
    case "invalid_format":
      return FORMATS[issue.format] ?? { en: "is not written as it should be", zh: "写法不对" };
    case "invalid_value":
      return valueWords(issue.input, issue.values);
    case "unrecognized_keys": {
      const names = issue.keys.slice(0, NAMED).map((key) => `"${key.slice(0, 40)}"`);
      return { en: `has fields that are not known: ${names.join(", ")}`, zh: `含有未知的字段：${names.join("、")}` };
    }
    case "invalid_key":
      return { en: "has a name that is not taken", zh: "含有不接受的名称" };
    case "invalid_union":
      return issue.input === undefined
        ? MISSING
        : { en: "is none of the forms that are taken", zh: "不是可接受的任何一种形式" };
    case "custom":
    case "invalid_element":
      return NOT_VALID;
  }
}

const MISSING: InputWords = { en: "is missing", zh: "没有填" };
const NOT_VALID: InputWords = { en: "is not valid", zh: "填得不对" };

const TYPES: Readonly<Record<string, InputWords>> = {
  int: { en: "must be a whole number", zh: "须为整数" },
  number: { en: "must be a number", zh: "须为数字" },
  bigint: { en: "must be a whole number", zh: "须为整数" },
  string: { en: "must be text", zh: "须为文字" },
  boolean: { en: "must be true or false", zh: "须为是或否" },
  array: { en: "must be a list", zh: "须为列表" },
  tuple: { en: "must be a list", zh: "须为列表" },
  object: { en: "must hold named fields", zh: "须含有各字段" },
  record: { en: "must hold named fields", zh: "须含有各字段" },
  date: { en: "must be a day", zh: "须为日期" },
};

const FORMATS: Readonly<Record<string, InputWords>> = {
  date: { en: "must be a day such as 2026-11-26", zh: "须为日期，如 2026-11-26" },
  datetime: { en: "must be a time such as 2026-11-26T09:30:00Z", zh: "须为时间，如 2026-11-26T09:30:00Z" },
  time: { en: "must be a time of day such as 09:30", zh: "须为时刻，如 09:30" },
  email: { en: "must be an e-mail address", zh: "须为电子邮箱" },
  url: { en: "must be a web address", zh: "须为网址" },
};

/** How many of what: a number, characters, or entries. */
function limitWords(origin: string, limit: number, inclusive: boolean, side: "least" | "most"): InputWords {
  const at = String(limit);
  if (origin === "string") {
    if (side === "least" && limit === 1) return { en: "must not be empty", zh: "不能为空" };
    return side === "least"
      ? { en: `must have at least ${at} characters`, zh: `至少 ${at} 个字` }
      : { en: `must have at most ${at} characters`, zh: `最多 ${at} 个字` };
  }
  if (origin === "array" || origin === "set" || origin === "map") {
    return side === "least"
      ? { en: `must have at least ${at} ${limit === 1 ? "entry" : "entries"}`, zh: `至少要有 ${at} 项` }
      : { en: `must have at most ${at} ${limit === 1 ? "entry" : "entries"}`, zh: `最多 ${at} 项` };
  }
  if (side === "least") {
    return inclusive
      ? { en: `must be at least ${at}`, zh: `不能小于 ${at}` }
      : { en: `must be above ${at}`, zh: `须大于 ${at}` };
  }
  return inclusive
    ? { en: `must be at most ${at}`, zh: `不能大于 ${at}` }
    : { en: `must be below ${at}`, zh: `须小于 ${at}` };
}

function valueWords(input: unknown, values: readonly unknown[]): InputWords {
  if (input === undefined) return MISSING;
  const named = values.slice(0, NAMED).map(String);
  const more = values.length > NAMED ? { en: " …", zh: "等" } : { en: "", zh: "" };
  return { en: `must be one of ${named.join(", ")}${more.en}`, zh: `须为以下之一：${named.join("、")}${more.zh}` };
}
