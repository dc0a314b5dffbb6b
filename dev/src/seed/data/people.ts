// Cooperatives, the people who work there, and how household names, cards and accounts are made: counted, never drawn
// by lot, so that every seed is the same.

export const PASSWORD = "commonlot-demo";
export const PIN = "246810";

export interface CooperativeSeed {
  handle: "wudu" | "longchuan";
  name_zh: string;
  name_en: string;
  county_code: string;
  card_prefix: string;
  phone: string;
  address_1: string;
  city: string;
  province: string;
  postal_code: string;
  members: readonly { name: string; role: "manager" | "weigher" | "packer" | "accountant" }[];
  policy: {
    platform_bp: number;
    cooperative_bp: number;
    packing_minor_per_kg: number;
    holdback_bp: number;
    hold_days: number;
    minimum_payout_minor: number;
  };
}

export const COOPERATIVES: readonly CooperativeSeed[] = [
  {
    handle: "wudu",
    name_zh: "武都山里人家农民专业合作社",
    name_en: "Wudu Mountain Families Cooperative",
    county_code: "621202",
    card_prefix: "WD",
    phone: "0939-8210000",
    address_1: "琵琶镇琵琶街 18 号",
    city: "陇南市",
    province: "甘肃省",
    postal_code: "746000",
    members: [
      { name: "王秀兰", role: "manager" },
      { name: "李建平", role: "weigher" },
      { name: "张小红", role: "packer" },
      { name: "马会芳", role: "accountant" },
    ],
    policy: {
      platform_bp: 300,
      cooperative_bp: 500,
      packing_minor_per_kg: 80,
      holdback_bp: 0,
      // The demo is over in minutes; a cooperative waits some days for complaints before it divides the money.
      hold_days: 0,
      minimum_payout_minor: 1_000,
    },
  },
  {
    handle: "longchuan",
    name_zh: "龙川东江农民专业合作社",
    name_en: "Longchuan Dongjiang Cooperative",
    county_code: "441622",
    card_prefix: "LC",
    phone: "0762-6750000",
    address_1: "佗城镇中山街 6 号",
    city: "河源市",
    province: "广东省",
    postal_code: "517300",
    members: [
      { name: "黄伟强", role: "manager" },
      { name: "叶美珍", role: "weigher" },
      { name: "刘志明", role: "packer" },
      { name: "曾惠玲", role: "accountant" },
    ],
    policy: {
      platform_bp: 300,
      cooperative_bp: 600,
      packing_minor_per_kg: 100,
      holdback_bp: 0,
      // The demo is over in minutes; a cooperative waits some days for complaints before it divides the money.
      hold_days: 0,
      minimum_payout_minor: 1_000,
    },
  },
];

const GIVEN = [
  "秀英",
  "建国",
  "桂兰",
  "志强",
  "玉珍",
  "文军",
  "翠花",
  "永福",
  "春梅",
  "国平",
  "兰芳",
  "海生",
  "凤霞",
  "德贵",
  "银花",
  "保林",
  "素珍",
  "有才",
  "巧玲",
  "喜娃",
  "月娥",
  "世荣",
  "彩霞",
  "长青",
  "腊梅",
  "满仓",
  "菊香",
  "福来",
  "爱莲",
  "守义",
  "金凤",
  "天佑",
  "杏花",
  "来顺",
] as const;

/** The name of household number `n` (from 0) of a village: every pair of family and given name comes once. */
export function householdName(surnames: string, n: number): string {
  const families = [...surnames];
  const family = families[n % families.length];
  const given = GIVEN[(n * 5 + families.length) % GIVEN.length];
  return `${family}${given}`;
}

/** How household number `n` (from 0) of its cooperative is paid: mostly by bank file, one in ten by Stripe, a few in cash. */
export function railOf(n: number): "bank_file" | "stripe" | "cash" {
  if (n % 10 === 3) return "stripe";
  if (n % 15 === 7) return "cash";
  return "bank_file";
}

/** Clearing numbers of head offices in CNAPS, China's payment system. */
export const BANKS = ["103100000026", "403100000004", "102100099996"] as const;

/** An account number that no bank has: the test range ends in the household's card number. */
export function accountNumber(card_number: string): string {
  return `9999000000000${card_number.slice(2).padStart(6, "0")}`;
}

/** Secretaries of two villages, one in each county. */
export const SECRETARIES = [
  { village: "maya", cooperative: "wudu", name: "高文斌", email: "secretary@maya.example" },
  { village: "shangmeng", cooperative: "longchuan", name: "骆建文", email: "secretary@shangmeng.example" },
] as const;

/** Who works in a second cooperative as well, and as what: one bookkeeper keeps the books of both. */
export const SECOND_MEMBERSHIP = {
  email: "accountant@wudu.example",
  cooperative: "longchuan",
  role: "accountant",
} as const;

/** A number that no phone has: mobile numbers begin with 13 to 19. */
export function phoneNumber(cooperative_index: number, n: number): string {
  return `100${cooperative_index}${String(n).padStart(7, "0")}`;
}
