import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { cartonSchema, type CartonInput } from "./carton";
import type { PackShape, Placement } from "./boxes/placement";
import { boxesOf, Pricer } from "./pricing";
import { NO_TRAITS, type Traits } from "./traits";
import { rateCardSchema, zoneOf, type RateCardInput } from "./rate-card";

/** Units of one allocation in a line. `group`: what one pack never mixes, its pool, and so its grade. */
export interface RegroupContent {
  readonly allocation_id: string;
  readonly group: string;
  readonly units: number;
}

/** Packs of one order line in a parcel, with the lots they come from in the pool's units; each group is whole packs. */
export interface RegroupLine {
  readonly order_line_id: string;
  readonly packs: number;
  readonly pack_units: number;
  readonly pack_g: number;
  /** What the buyer paid of the carriage for this line in this parcel, minor units. */
  readonly freight_minor: bigint;
  readonly contents: readonly RegroupContent[];
}

export type RegroupRefusal = Refusal<
  "nothing_moved" | "nothing_left" | "line_not_found" | "too_few_parcels" | "packs_differ" | "parcels_differ"
>;

/**
 * Parts one parcel into what stays and what moves. Packs, units of every allocation and the freight the buyer paid are
 * conserved, line by line: the freight of a line goes with its packs, by largest remainder. Lots are taken group by
 * group, and in a group in their order, so that no pack mixes two grades, and a pack of a line whose lots are whole packs keeps
 * one lot. Refuses to move nothing, all, or more than there is.
 */
export function splitLines(
  lines: readonly RegroupLine[],
  move: Readonly<Record<string, number>>,
): Result<{ stay: RegroupLine[]; moved: RegroupLine[] }, RegroupRefusal> {
  const known = new Set(lines.map((line) => line.order_line_id));
  const stray = Object.keys(move).find((line) => !known.has(line));
  if (stray !== undefined) return refuse("line_not_found", "This line is not in the parcel.", "move");
  const stay: RegroupLine[] = [];
  const moved: RegroupLine[] = [];
  for (const line of lines) {
    const packs = move[line.order_line_id] ?? 0;
    if (!Number.isSafeInteger(packs) || packs < 0 || packs > line.packs) {
      return refuse("packs_differ", `Of ${line.packs} packs, from 0 to ${line.packs} can move.`, line.order_line_id);
    }
    const [moving, staying] = parted(line, packs);
    if (moving) moved.push(moving);
    if (staying) stay.push(staying);
  }
  if (moved.length === 0) return refuse("nothing_moved", "Say how many packs go into the new parcel.", "move");
  if (stay.length === 0) return refuse("nothing_left", "Something must stay in the first parcel.", "move");
  return ok({ stay, moved });
}

function parted(line: RegroupLine, packs: number): [RegroupLine | null, RegroupLine | null] {
  if (packs === 0) return [null, line];
  if (packs === line.packs) return [line, null];
  const [freight_moved, freight_stays] = apportion(
    line.freight_minor,
    [BigInt(packs), BigInt(line.packs - packs)],
    ["0 moves", "1 stays"],
    compareText,
  ) as [bigint, bigint];
  let missing = packs * line.pack_units;
  const moving: RegroupContent[] = [];
  const staying: RegroupContent[] = [];
  // A stable sort: within a group lots stay in their order.
  for (const content of [...line.contents].sort((a, b) => compareText(a.group, b.group))) {
    const taken = Math.min(content.units, missing);
    missing -= taken;
    if (taken > 0) moving.push({ ...content, units: taken });
    if (content.units > taken) staying.push({ ...content, units: content.units - taken });
  }
  return [
    { ...line, packs, freight_minor: freight_moved, contents: moving },
    { ...line, packs: line.packs - packs, freight_minor: freight_stays, contents: staying },
  ];
}

/**
 * Puts the contents of parcels into one. Packs, units of every allocation and the freight the buyer paid are conserved.
 * Refuses fewer than two parcels, and a line whose packs are of two sizes.
 */
export function mergeLines(parcels: readonly (readonly RegroupLine[])[]): Result<RegroupLine[], RegroupRefusal> {
  if (parcels.length < 2) return refuse("too_few_parcels", "Choose at least two parcels.", "parcel_ids");
  const merged = new Map<string, RegroupLine>();
  for (const line of parcels.flat()) {
    const known = merged.get(line.order_line_id);
    if (known && (known.pack_units !== line.pack_units || known.pack_g !== line.pack_g)) {
      return refuse("parcels_differ", "These parcels hold packs of different sizes of one line.", "parcel_ids");
    }
    merged.set(line.order_line_id, known ? together(known, line) : line);
  }
  return ok([...merged.values()].sort((a, b) => compareText(a.order_line_id, b.order_line_id)));
}

function together(a: RegroupLine, b: RegroupLine): RegroupLine {
  const contents = new Map<string, RegroupContent>();
  for (const content of [...a.contents, ...b.contents]) {
    const known = contents.get(content.allocation_id)?.units ?? 0;
    contents.set(content.allocation_id, { ...content, units: known + content.units });
  }
  return {
    ...a,
    packs: a.packs + b.packs,
    freight_minor: a.freight_minor + b.freight_minor,
    contents: [...contents.values()],
  };
}

/** What one parcel costs the cooperative: its carton and its carriage, minor units. */
export interface ParcelCost {
  readonly carton: string;
  readonly carrier: string;
  readonly service: string;
  readonly zone: string;
  readonly gross_g: number;
  readonly billed_g: number;
  readonly carton_minor: bigint;
  readonly carriage_minor: bigint;
  /** Of the carriage, for the value of what is inside. */
  readonly insurance_minor: bigint;
  /** What is inside is worth. */
  readonly value_minor: number;
  readonly placement: Placement | null;
}

/**
 * The cheapest carton and carriage for goods that go as ONE parcel, by the prices that the planner uses: a person decided
 * what lies together, so nothing is planned here. Refuses what no carton or no carrier takes.
 */
export function priceOneParcel(
  goods: {
    readonly goods_g: number;
    readonly goods_ml?: number;
    readonly value_minor?: number;
    readonly traits?: Traits;
    /** All packs as boxes, where all their sides are known. */
    readonly shapes?: readonly PackShape[] | null;
  },
  province_code: string,
  rates: { readonly cartons: readonly CartonInput[]; readonly rate_cards: readonly RateCardInput[] },
): Result<ParcelCost, Refusal<"no_box">> {
  const lanes = rates.rate_cards
    .map((card) => rateCardSchema.parse(card))
    .flatMap((card) => {
      const zone = zoneOf(card, province_code);
      return zone === null ? [] : [{ card, zone }];
    });
  const cartons = rates.cartons.map((carton) => cartonSchema.parse(carton));
  // Without a carton or a lane the pricer would price goods that travel loose, or for nothing.
  const boxes = cartons.length === 0 || lanes.length === 0 ? [] : boxesOf(cartons, lanes);
  const pricer = new Pricer(boxes);
  const { goods_g, goods_ml = 0, value_minor = 0, traits = NO_TRAITS, shapes = null } = goods;
  const { box, placement = null } = pricer.boxFor({ goods_g, goods_ml, value_minor, traits, shapes }) ?? {};
  if (!box?.carton || !box.lane) {
    const why =
      pricer.box(goods_g, goods_ml, value_minor, traits) === null
        ? `${goods_g} g of goods`
        : "these packs, as they are shaped,";
    return refuse("no_box", `No carton and carrier takes ${why} as one parcel to this place.`);
  }
  return ok({
    carton: box.carton.code,
    carrier: box.lane.card.carrier,
    service: box.lane.card.service,
    zone: box.lane.zone,
    gross_g: box.gross_g,
    billed_g: box.billed_g,
    carton_minor: box.carton_minor,
    carriage_minor: box.freight_minor,
    insurance_minor: box.insurance_minor,
    value_minor,
    placement,
  });
}
