import {
  FREIGHT_CAP_BP,
  MAX_CART_LINES,
  MAX_PACKS_PER_LINE,
  MAX_INSPECTION_DAYS,
  RELEASES,
  withoutUnseen,
  type FreightTerm,
  type InspectionTerm,
  type PaymentTerms,
  type QuoteSide,
  type QuoteState,
} from "@commonlot/domain";
import { z } from "zod";
import type { Words } from "../../../lib/words";
import { agentCode } from "../agents";

/** Far above any price or freight, and exact as a number of JSON. */
const MAX_MINOR = 1_000_000_000_000;
const MAX_WORDS = 2_000;

const id = z.string().min(1).max(128);
const minor = z.int().min(0).max(MAX_MINOR);
export const quoteWords = z.string().overwrite(withoutUnseen).trim().max(MAX_WORDS);
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a day as 2026-12-01");

const basisPoints = z.int().min(0).max(10_000);
/** What the buyer may be asked for of a loss, of the freight quoted. */
const cap_bp = basisPoints.default(FREIGHT_CAP_BP);

export const freightTermInput = z.discriminatedUnion("bearer", [
  z.strictObject({ bearer: z.literal("buyer"), cap_bp }),
  z.strictObject({ bearer: z.literal("cooperative") }),
  z.strictObject({ bearer: z.literal("shared"), buyer_bp: basisPoints, cap_bp }),
]);

/** Packs of a product that are asked for. */
export const askedLine = z.strictObject({
  product_id: id,
  variant_id: id,
  packs: z.int().min(1).max(MAX_PACKS_PER_LINE),
});
export type AskedLine = z.output<typeof askedLine>;
/** The same at a price for a pack, in minor units of the company's currency. */
const pricedLine = askedLine.extend({ price_minor: minor });

export const quoteRequestInput = z.strictObject({
  lines: z.array(askedLine).min(1).max(MAX_CART_LINES),
  wanted_on: day,
  address_id: id.optional(),
  addressee_list_id: id.optional(),
  words: quoteWords.default(""),
  /** Of who brought this order. */
  agent_code: agentCode.optional(),
  idempotency_key: z.uuid(),
});
export type QuoteRequestInput = z.output<typeof quoteRequestInput>;

export const quoteVersionInput = z.strictObject({
  upon_version: z.int().min(1),
  lines: z.array(pricedLine).min(1).max(MAX_CART_LINES),
  freight_minor: minor,
  freight_term: freightTermInput,
  deliver_on: day,
  words: quoteWords.default(""),
});
const SHIP_BY = ["parcels", "truck"] as const;

export const quoteOfferInput = quoteVersionInput.extend({
  ship_by: z.enum(SHIP_BY).default("parcels"),
  /** By which rate, when it goes by truck. */
  truck_rate_id: id.optional(),
  expires_at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  priority: z.int().min(0).max(9).default(5),
  /** Left out: three days, and the money does not wait for them. */
  inspection: z.strictObject({ days: z.int().min(0).max(MAX_INSPECTION_DAYS), release: z.enum(RELEASES) }).optional(),
});
export type QuoteVersionInput = z.output<typeof quoteVersionInput>;
export type QuoteOfferInput = z.output<typeof quoteOfferInput>;

/** Who acts upon a quote, from one of its two sides. */
export type QuoteActor =
  { side: "buyer"; id: string; company_id: string } | { side: "seller"; id: string; cooperative_id: string };

export interface QuoteLine {
  product_id: string;
  variant_id: string;
  pool_id: string;
  /** As they were named when it was written. */
  title: Words;
  pack: Words;
  grade: string;
  unit: "g" | "piece";
  units_per_pack: number;
  packs: number;
  /** Of one pack; null in a request. */
  price_minor: bigint | null;
}

/** Goods on a truck, as it was worked out when the version was written: it stays, whatever the rate becomes. */
export interface TruckPlan {
  rate_id: string;
  name: string;
  road_km: number;
  days: number;
  trucks: number;
  pallets: number;
  cartons: number;
  /** With boxes and pallets. */
  gross_g: number;
  /** What all trucks cost, in digits: the books lay it on the cartons. */
  freight_minor: string;
}

/** What a version says besides its lines. */
export interface VersionDraft {
  lines: readonly QuoteLine[];
  freight_minor: bigint | null;
  freight_term: FreightTerm | null;
  deliver_on: string | null;
  terms: PaymentTerms | null;
  /** Null: as it is where nothing was agreed. */
  inspection?: InspectionTerm | null;
  /** Null or left out: in parcels of carriers. */
  truck?: TruckPlan | null;
  words: string;
}

export interface QuoteVersion extends VersionDraft {
  version: number;
  by: QuoteSide;
  person: string;
  expires_at: Date;
  created_at: Date;
}

export interface Quote {
  id: string;
  number: string;
  company_id: string;
  cooperative_id: string;
  /** The joint quote that it is a part of. */
  joint_id: string | null;
  state: QuoteState;
  version: number;
  by: QuoteSide;
  currency: string;
  asked_by: string;
  address_id: string | null;
  addressee_list_id: string | null;
  wanted_on: string;
  priority: number;
  expires_at: Date;
  /** Since then nothing is held for it: its goods went to orders. */
  goods_gone_at: Date | null;
  accepting_version: number | null;
  accepting_by: QuoteSide | null;
  accepting_person: string | null;
  accepting_at: Date | null;
  cart_id: string | null;
  /** `placeMark` of where its cart goes (docs/adr/0069); null until it is accepted, and where it names no place. */
  place_mark: string | null;
  /** Of a call-off: its prices are agreed, nobody writes another version. */
  agreement_id: string | null;
  /** Of a sample: the pack that is tried. Its prices stand too. */
  sample_variant_id: string | null;
  ended_at: Date | null;
  created_at: Date;
}

export interface QuoteMessage {
  id: string;
  by: QuoteSide;
  person: string;
  words: string;
  at: Date;
}

export interface QuoteEvent {
  at: Date;
  by: QuoteSide | "system";
  person: string | null;
  act: string;
  version: number | null;
  words: string;
}

export interface CompanyOrder {
  id: string;
  company_id: string;
  quote_id: string;
  version: number;
  member_id: string;
  asked_at: Date;
  total_minor: bigint;
  currency: string;
  state: "awaiting_approval" | "placed" | "declined" | "cancelled";
  decided_by: string | null;
  decided_at: Date | null;
  words: string;
  cart_id: string | null;
  order_id: string | null;
}

/** What a version costs: its packs at their prices, and its freight. */
export function totalOf(version: Pick<VersionDraft, "lines" | "freight_minor">): bigint {
  const goods = version.lines.reduce((sum, line) => sum + (line.price_minor ?? 0n) * BigInt(line.packs), 0n);
  return goods + (version.freight_minor ?? 0n);
}

/** What a version asks of each pool, base units. */
export function wantedOf(
  lines: readonly Pick<QuoteLine, "pool_id" | "units_per_pack" | "packs">[],
): Map<string, number> {
  const wanted = new Map<string, number>();
  for (const line of lines)
    wanted.set(line.pool_id, (wanted.get(line.pool_id) ?? 0) + line.units_per_pack * line.packs);
  return wanted;
}
