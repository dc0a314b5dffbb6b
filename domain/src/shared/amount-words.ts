import { minorDigits } from "./money";

const CAPITALS = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"] as const;
const PLACES = ["", "拾", "佰", "仟"] as const;
/** Names of groups of four digits, from the right. 万亿 is 10^12: an amount has at most 19 digits. */
const GROUPS = ["", "万", "亿", "万亿", "亿亿"] as const;

/** How a currency and its parts are called; others by their code. `parts` are the names of its decimals, first to last. */
const NAMES: Readonly<Record<string, { zh: string; en: string; parts: readonly string[] }>> = {
  CNY: { zh: "元", en: "yuan", parts: ["角", "分"] },
  JPY: { zh: "日元", en: "yen", parts: [] },
  HKD: { zh: "港元", en: "Hong Kong dollars", parts: ["角", "分"] },
  USD: { zh: "美元", en: "US dollars", parts: ["角", "分"] },
  EUR: { zh: "欧元", en: "euros", parts: ["角", "分"] },
  KWD: { zh: "科威特第纳尔", en: "Kuwaiti dinars", parts: [] },
};

/**
 * An amount of minor units in Chinese financial capitals, as a cheque and a cash sheet write it, so that no digit can be
 * added: (113477n, "CNY") -> "壹仟壹佰叁拾肆元柒角柒分", (100000n, "CNY") -> "壹仟元整", (5n, "CNY") -> "伍分".
 * 整 ends what has no 分. A currency without names for its decimals says them after 点: "科威特第纳尔壹点贰叁肆".
 * Below zero begins with 负. Throws on a currency we do not know, as `formatMinor` does.
 * Source: 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》 (People's Bank of China, 1997).
 */
export function amountInCapitals(amount_minor: bigint, currency: string): string {
  const { whole, decimals, sign } = split(amount_minor, currency);
  const code = currency.toUpperCase();
  const names = NAMES[code];
  const minus = sign ? "负" : "";
  if (decimals.length > 0 && names?.parts.length !== decimals.length) {
    const rest = decimals.replace(/0+$/, "");
    const point = rest === "" ? "整" : `点${digitsOf(rest)}`;
    return `${minus}${names?.zh ?? `${code} `}${wholeInCapitals(whole)}${point}`;
  }
  const unit = names?.zh ?? ` ${code} `;
  const parts = names?.parts ?? [];
  const cents = [...decimals].map(Number);
  if (cents.every((digit) => digit === 0)) return `${minus}${wholeInCapitals(whole)}${unit}整`;
  const first = cents.findIndex((digit) => digit !== 0);
  const words = cents.map((digit, at) => (digit === 0 ? "" : `${CAPITALS[digit] ?? ""}${parts[at] ?? ""}`)).join("");
  const ending = cents.at(-1) === 0 ? "整" : "";
  const head = whole === 0n ? "" : `${wholeInCapitals(whole)}${unit}`;
  // A place that is skipped between what is said before and after is a zero that is said.
  const gap = first > 0 && whole !== 0n ? "零" : "";
  return `${minus}${head}${gap}${words}${ending}`;
}

/**
 * The same in English, as a cheque writes it: (113477n, "CNY") -> "one thousand one hundred thirty-four and 77/100 yuan",
 * (1000n, "JPY") -> "one thousand yen". Decimals are a fraction, whatever the currency has of them.
 */
export function amountInEnglish(amount_minor: bigint, currency: string): string {
  const { whole, decimals, sign } = split(amount_minor, currency);
  const code = currency.toUpperCase();
  const part = decimals.length === 0 ? "" : ` and ${decimals}/1${"0".repeat(decimals.length)}`;
  return `${sign ? "minus " : ""}${wholeInEnglish(whole)}${part} ${NAMES[code]?.en ?? code}`;
}

function split(amount_minor: bigint, currency: string): { whole: bigint; decimals: string; sign: boolean } {
  const digits = minorDigits(currency);
  if (!digits.ok) throw new RangeError(digits.refusal.message);
  const sign = amount_minor < 0n;
  const text = (sign ? -amount_minor : amount_minor).toString().padStart(digits.value + 1, "0");
  const at = text.length - digits.value;
  return { whole: BigInt(text.slice(0, at)), decimals: text.slice(at), sign };
}

const digitsOf = (text: string): string => [...text].map((digit) => CAPITALS[Number(digit)] ?? "").join("");

function wholeInCapitals(value: bigint): string {
  if (value === 0n) return CAPITALS[0];
  let words = "";
  let zero = false;
  for (const [index, group] of groupsOf(value, 4).entries()) {
    const place = GROUPS[index];
    if (place === undefined) throw new RangeError(`${value} is too large to be written`);
    if (group === 0) {
      // 亿 of 万亿 is said even when its own group is empty only through the group above it.
      zero = words !== "";
      continue;
    }
    const said = groupInCapitals(group);
    words = `${said}${place}${zero || (words !== "" && needsZero(groupsOf(value, 4)[index - 1] ?? 0)) ? "零" : ""}${words}`;
    zero = false;
  }
  return words;
}

/** 壹万零叁佰: the group after has fewer than four digits. */
const needsZero = (after: number): boolean => after !== 0 && after < 1_000;

function groupInCapitals(group: number): string {
  let words = "";
  let zero = false;
  for (let place = 0, rest = group; rest > 0; place += 1, rest = Math.floor(rest / 10)) {
    const digit = rest % 10;
    if (digit === 0) {
      zero = words !== "";
      continue;
    }
    words = `${CAPITALS[digit] ?? ""}${PLACES[place] ?? ""}${zero ? "零" : ""}${words}`;
    zero = false;
  }
  return words;
}

/** Groups of so many digits, from the right. */
function groupsOf(value: bigint, digits: number): number[] {
  const size = 10n ** BigInt(digits);
  const groups: number[] = [];
  for (let rest = value; rest > 0n; rest /= size) groups.push(Number(rest % size));
  return groups;
}

const ONES = [
  ...["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
  ...["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
];
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const THOUSANDS = ["", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion"];

function wholeInEnglish(value: bigint): string {
  if (value === 0n) return "zero";
  return groupsOf(value, 3)
    .map((group, index) => (group === 0 ? "" : `${hundreds(group)}${THOUSANDS[index] ?? ""}`))
    .filter((words) => words !== "")
    .reverse()
    .join(" ");
}

function hundreds(value: number): string {
  const rest = value % 100;
  const hundred = value >= 100 ? `${ONES[Math.floor(value / 100)] ?? ""} hundred` : "";
  const ones =
    rest < 20 ? (ONES[rest] ?? "") : [TENS[Math.floor(rest / 10)], ONES[rest % 10]].filter(Boolean).join("-");
  return [hundred, ones].filter(Boolean).join(" ");
}
