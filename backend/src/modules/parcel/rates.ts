import { cardsInForce, knownCarrier, PICKUP, TRUCK, type CartonInput, type RateCardInput } from "@commonlot/domain";
import { rows, type Sql } from "../../lib/sql";

/** What one cooperative packs and sends with on a day, as the planner takes it, and which rows that was. */
export interface Rates {
  readonly cartons: CartonInput[];
  readonly rate_cards: RateCardInput[];
  readonly carton_ids: ReadonlyMap<string, string>;
  readonly card_ids: ReadonlyMap<string, string>;
}

export type RatesByCooperative = ReadonlyMap<string, Rates>;

interface OwnedCarton {
  id: string;
  cooperative_id: string | null;
  active: boolean;
  carton: CartonInput;
}

interface OwnedCard {
  id: string;
  cooperative_id: string | null;
  example: boolean;
  carrier: string;
  service: string;
  currency: string;
  valid_from: string;
  valid_to?: string | undefined;
  card: RateCardInput;
}

/** A card's name among those in force. */
export const cardKey = (card: { carrier: string; service: string }): string => `${card.carrier}/${card.service}`;

/** The rates of a cooperative that were asked for. */
export function ratesOf(rates: RatesByCooperative, cooperative_id: string): Rates {
  const own = rates.get(cooperative_id);
  if (!own) throw new Error(`the rates of cooperative ${cooperative_id} were not read`);
  return own;
}

/**
 * Cartons and rate cards in use for a currency (in whichever case it is written) on a day. A cooperative with cartons of
 * its own packs in those, with cards of its own it sends at those; the house's examples serve only who never had any (a
 * contract that ran out must not be followed by invented prices), and only with carriers that are switched on. To a pick-up
 * point, and on a truck, goes the house's own card, for everybody.
 */
export async function ratesFor(
  sql: Sql,
  asked: { currency: string; cooperative_ids: readonly string[]; day: string },
): Promise<RatesByCooperative> {
  const ids = [...new Set(asked.cooperative_ids)];
  const [cartons, cards, off] = await Promise.all([
    cartonsOf(sql, ids, asked.currency),
    cardsOf(sql, ids, asked.currency, asked.day),
    carriersOf(sql, ids),
  ]);
  const [ours, sent] = [cards.filter(isOfHouse), cards.filter((card) => !isOfHouse(card))];
  return new Map(
    ids.map((cooperative_id) => {
      const boxes = ownOrHouse(cartons, cooperative_id).filter((box) => box.active);
      const usable = ownOrHouse(sent.filter(mayPrice), cooperative_id).filter((card) =>
        isOn(off, cooperative_id, card.carrier),
      );
      const inForce = cardsInForce([...usable, ...ours], asked.day);
      return [
        cooperative_id,
        {
          cartons: boxes.map((box) => box.carton),
          rate_cards: inForce.map((one) => one.card),
          carton_ids: new Map(boxes.map((box) => [box.carton.code, box.id])),
          card_ids: new Map(inForce.map((one) => [cardKey(one), one.id])),
        },
      ];
    }),
  );
}

function ownOrHouse<Row extends { cooperative_id: string | null }>(all: readonly Row[], cooperative_id: string): Row[] {
  const own = all.filter((one) => one.cooperative_id === cooperative_id);
  return own.length > 0 ? own : all.filter((one) => one.cooperative_id === null);
}

/** Of goods that are fetched, or go on a truck: for everybody. */
function isOfHouse(card: OwnedCard): boolean {
  return card.cooperative_id === null && (card.carrier === PICKUP.carrier || card.carrier === TRUCK.carrier);
}

/** An example is there to begin a card from: it prices no parcel, but for the house's own of the demonstration carrier. */
function mayPrice(card: OwnedCard): boolean {
  return !card.example || (card.cooperative_id === null && knownCarrier(card.carrier)?.adapter === "standin");
}

async function cartonsOf(sql: Sql, cooperative_ids: readonly string[], currency: string): Promise<OwnedCarton[]> {
  const found = await rows<{
    id: string;
    cooperative_id: string | null;
    active: boolean;
    code: string;
    tare_g: string;
    max_weight_g: string;
    inner_ml: string | null;
    size_mm: [string | null, string | null, string | null];
    cost_minor: string;
    currency: string;
  }>(
    sql,
    `select id, cooperative_id, active, code, tare_g, max_weight_g, inner_ml, array[inner_length_mm, inner_width_mm, inner_height_mm]::text[] as size_mm,
       cost_minor, upper(currency) as currency from carton
     where upper(currency) = upper(?) and (cooperative_id = any(?) or (cooperative_id is null and active)) order by code`,
    [currency, cooperative_ids],
  );
  return found.map((row) => ({
    id: row.id,
    cooperative_id: row.cooperative_id,
    active: row.active,
    carton: {
      code: row.code,
      tare_g: Number(row.tare_g),
      max_weight_g: Number(row.max_weight_g),
      ...(row.inner_ml === null ? {} : { inner_ml: Number(row.inner_ml) }),
      ...(row.size_mm.includes(null) ? {} : { size_mm: row.size_mm.map(Number) as [number, number, number] }),
      cost_minor: row.cost_minor,
      currency: row.currency,
    },
  }));
}

/** Cards that have begun: a later one that ended still supersedes those before it. */
async function cardsOf(
  sql: Sql,
  cooperative_ids: readonly string[],
  currency: string,
  day: string,
): Promise<OwnedCard[]> {
  const found = await rows<Omit<OwnedCard, "valid_to"> & { valid_to: string | null }>(
    sql,
    `select id, cooperative_id, example, carrier, service, upper(currency) as currency, valid_from::text, valid_to::text, card from rate_card
     where withdrawn_at is null and valid_from <= ?::date and upper(currency) = upper(?) and (cooperative_id = any(?) or cooperative_id is null)
     order by carrier, service`,
    [day, currency, cooperative_ids],
  );
  return found.map(({ valid_to, ...row }) => ({
    ...row,
    ...(valid_to === null ? {} : { valid_to }),
    card: { ...row.card, currency: row.currency },
  }));
}

/** What was said of carriers: nothing said leaves the demonstration carrier on and the real ones off. */
async function carriersOf(sql: Sql, cooperative_ids: readonly string[]): Promise<Map<string, boolean>> {
  const found = await rows<{ cooperative_id: string; carrier: string; active: boolean }>(
    sql,
    `select cooperative_id, carrier, active from carrier_account where cooperative_id = any(?)`,
    [cooperative_ids],
  );
  return new Map(found.map((row) => [`${row.cooperative_id}/${row.carrier}`, row.active]));
}

function isOn(said: ReadonlyMap<string, boolean>, cooperative_id: string, carrier: string): boolean {
  return said.get(`${cooperative_id}/${carrier}`) ?? knownCarrier(carrier)?.adapter === "standin";
}
