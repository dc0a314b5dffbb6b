import { PICKUP, PICKUP_WORDS } from "./pickup-point";
import type { TrackingRule } from "./tracking-number";
import { TRUCK, TRUCK_WORDS } from "./truck";

/** How we speak with a carrier: numbers typed at the desk, or our own small server in place of a real one. */
export const CARRIER_ADAPTERS = ["manual", "standin"] as const;
export type CarrierAdapter = (typeof CARRIER_ADAPTERS)[number];

export interface KnownCarrier {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly adapter: CarrierAdapter;
  /** A courier calls before the door; without a number the parcel is not taken. */
  readonly needs_phone: boolean;
  readonly tracking: readonly TrackingRule[];
}

const LETTER_OR_DIGIT = "[A-Z0-9]";

/**
 * Carriers a house knows from the start. Lengths and prefixes of their numbers are common knowledge, not published by the
 * carriers and not compared with waybills (only UPU S10 is a standard): they catch slips of the hand. A carrier opens new ranges
 * without telling anybody, so a cooperative may set its own lengths and prefixes for a carrier, which then stand in place of
 * these.
 */
export const KNOWN_CARRIERS: readonly KnownCarrier[] = [
  {
    code: "sf",
    zh: "顺丰速运",
    en: "SF Express",
    adapter: "manual",
    needs_phone: true,
    // SF and 13 more; 12 digits on older waybills.
    tracking: [
      { prefix: "SF", length: 15, rest: `${LETTER_OR_DIGIT}\\d{12}` },
      { prefix: "", length: 12, rest: "\\d{12}" },
    ],
  },
  {
    code: "zto",
    zh: "中通快递",
    en: "ZTO Express",
    adapter: "manual",
    needs_phone: true,
    tracking: [{ prefix: "7", length: 14, rest: "\\d{13}" }],
  },
  {
    code: "yto",
    zh: "圆通速递",
    en: "YTO Express",
    adapter: "manual",
    needs_phone: true,
    tracking: [{ prefix: "YT", length: 15, rest: "\\d{13}" }],
  },
  {
    code: "yunda",
    zh: "韵达快递",
    en: "Yunda Express",
    adapter: "manual",
    needs_phone: true,
    tracking: [
      { prefix: "3", length: 15, rest: "\\d{14}" },
      { prefix: "4", length: 15, rest: "\\d{14}" },
      { prefix: "5", length: 13, rest: "\\d{12}" },
    ],
  },
  {
    code: "jd",
    zh: "京东快递",
    en: "JD Logistics",
    adapter: "manual",
    needs_phone: true,
    tracking: [{ prefix: "JD", length: 15, rest: `${LETTER_OR_DIGIT}{2}\\d{11}` }],
  },
  {
    code: "ems",
    zh: "中国邮政 EMS",
    en: "China Post EMS",
    adapter: "manual",
    needs_phone: true,
    // UPU S10 with its check digit; 13 digits within China.
    tracking: [
      { prefix: "", length: 13, rest: "[A-Z]{2}\\d{9}[A-Z]{2}", check: "s10" },
      { prefix: "1", length: 13, rest: "\\d{12}" },
      { prefix: "8", length: 13, rest: "\\d{12}" },
      { prefix: "9", length: 13, rest: "\\d{12}" },
    ],
  },
  {
    code: "standin",
    zh: "演示承运商",
    en: "Demonstration carrier",
    adapter: "standin",
    needs_phone: true,
    tracking: [{ prefix: "ST", length: 18, rest: "\\d{16}" }],
  },
];

/** A carrier of the list, or undefined. */
export function knownCarrier(code: string): KnownCarrier | undefined {
  return KNOWN_CARRIERS.find((carrier) => carrier.code === code);
}

/** What people call a carrier of the list, a truck, or the way of goods that nobody carries; its code where we know no name. */
export function carrierWords(code: string): { readonly zh: string; readonly en: string } {
  if (code === PICKUP.carrier) return PICKUP_WORDS;
  return knownCarrier(code) ?? (code === TRUCK.carrier ? TRUCK_WORDS : { zh: code, en: code });
}
