import { formatKg, formatMinor, type RateCard, type Surcharge } from "@commonlot/domain";
import { provinceName } from "../../lib/province";
import type { Words } from "../../lib/words";
import type { CarrierView } from "./carriers";
import type { CartonView } from "./cartons";
import type { DescribedPack } from "./packs";
import type { KeptCard } from "./rate-cards";
import type { SheetColumn } from "./sheet-reader";

// The same sheets outwards: what is written here reads back as what it was.

export type SheetOut = Partial<Record<SheetColumn, string>>[];

const yes = (is: boolean): string => (is ? "是" : "否");
const text = (value: number | undefined | null): string => (value === undefined || value === null ? "" : String(value));

export function cartonSheet(cartons: readonly CartonView[]): SheetOut {
  return cartons.map((carton) => ({
    code: carton.code,
    title: carton.title,
    length_mm: text(carton.size_mm?.[0]),
    width_mm: text(carton.size_mm?.[1]),
    height_mm: text(carton.size_mm?.[2]),
    tare_g: String(carton.tare_g),
    max_weight_kg: formatKg(carton.max_weight_g),
    cost: formatMinor(BigInt(carton.cost_minor), carton.currency),
  }));
}

/** `names`: what people call the packs. They are for the eye, so that nobody has to know a variant by its id. */
export function packSheet(packs: readonly (DescribedPack & { names?: Words })[]): SheetOut {
  return packs.map((pack) => ({
    variant_id: pack.variant_id,
    title_zh: pack.names?.zh ?? "",
    title_en: pack.names?.en ?? "",
    gross_g: text(pack.gross_g),
    length_mm: text(pack.size_mm?.[0]),
    width_mm: text(pack.size_mm?.[1]),
    height_mm: text(pack.size_mm?.[2]),
    volume_ml: text(pack.volume_ml),
    fragile: yes(pack.fragile),
    cold: yes(pack.cold),
    keep_upright: yes(pack.keep_upright),
    goods_class: pack.goods_class ?? "",
    not_with: pack.not_with.join(" "),
  }));
}

/** `carriers`: what people call those of the cards and their services, for the eye. */
export function rateCardSheet(
  cards: readonly Pick<KeptCard, "card" | "example">[],
  carriers: readonly Pick<CarrierView, "code" | "zh" | "en" | "services">[] = [],
): SheetOut {
  const named = new Map(carriers.map((carrier) => [carrier.code, carrier]));
  return cards.flatMap(({ card, example }) => {
    const money = (amount_minor: bigint | undefined): string =>
      amount_minor === undefined ? "" : formatMinor(amount_minor, card.currency);
    return card.zones.map((zone) => ({
      carrier: card.carrier,
      carrier_zh: named.get(card.carrier)?.zh ?? "",
      carrier_en: named.get(card.carrier)?.en ?? "",
      service: card.service,
      service_title: named.get(card.carrier)?.services.find((one) => one.service === card.service)?.title ?? "",
      valid_from: card.valid_from ?? "",
      valid_to: card.valid_to ?? "",
      zone: zone.zone,
      provinces: zone.provinces.map(provinceName).join(" "),
      countries: (zone.countries ?? []).join(" "),
      first_kg: formatKg(card.first_weight_g),
      first_price: money(zone.first_minor),
      step_kg: formatKg(card.step_g),
      step_price: money(zone.step_minor),
      max_kg: formatKg(card.max_weight_g),
      divisor: text(card.volumetric_divisor),
      minimum: money(card.minimum_minor),
      max_side_mm: text(card.max_side_mm),
      max_sides_mm: text(card.max_sides_mm),
      surcharges: (card.surcharges ?? []).map((one) => surchargeText(card, one)).join("; "),
      insured_percent: card.declared === undefined ? "" : percent(card.declared.bp),
      insured_minimum: money(card.declared?.minimum_minor),
      insured_most: money(card.declared?.max_minor),
      example: yes(example),
    }));
  });
}

/** "heavy 3.00 >20kg @far": as `surchargesCell` reads it. */
export function surchargeText(card: Pick<RateCard, "currency">, surcharge: Surcharge): string {
  const worth =
    surcharge.bp === undefined ? formatMinor(surcharge.amount_minor ?? 0n, card.currency) : `${percent(surcharge.bp)}%`;
  const above = surcharge.above_g === undefined ? "" : ` >${formatKg(surcharge.above_g)}kg`;
  const zones = surcharge.zones === undefined || surcharge.zones.length === 0 ? "" : ` @${surcharge.zones.join(",")}`;
  return `${surcharge.code} ${worth}${above}${zones}`;
}

function percent(bp: number): string {
  return (bp / 100).toFixed(2).replace(/\.?0+$/, "");
}
