import { cardCover, knownCarrier, type CardCover } from "@commonlot/domain";
import { rows, type Sql } from "../../lib/sql";

/** What a card is known by, and its days. */
export interface CardDays {
  carrier: string;
  service: string;
  currency: string;
  valid_from: string;
  valid_to?: string | undefined;
}

/**
 * Until when a cooperative can send by the cards it has, and by those that are about to be entered besides (`more`): the same cards as
 * `ratesFor` prices by. The house's examples count only for who never had a card of its own.
 */
export async function coverOf(
  sql: Sql,
  cooperative_id: string,
  today: string,
  more: readonly CardDays[] = [],
): Promise<CardCover> {
  const found = await rows<Omit<CardDays, "valid_to"> & { valid_to: string | null; own: boolean; off: boolean }>(
    sql,
    `select r.carrier, r.service, upper(r.currency) as currency, r.valid_from::text, r.valid_to::text, r.cooperative_id is not null as own,
       exists (select from carrier_account a where a.cooperative_id = ? and a.carrier = r.carrier and not a.active) as off
     from rate_card r where r.withdrawn_at is null and (r.cooperative_id is null or (r.cooperative_id = ? and not r.example))`,
    [cooperative_id, cooperative_id],
  );
  const hasOwn = more.length > 0 || found.some((card) => card.own);
  const counted = found.filter((card) => (hasOwn ? card.own : knownCarrier(card.carrier)?.adapter === "standin"));
  return cardCover(
    [
      ...counted
        .filter((card) => !card.off)
        .map(({ valid_to, own: _, off: __, ...card }) => ({ ...card, ...(valid_to === null ? {} : { valid_to }) })),
      ...more.map((card) => ({ ...card, currency: card.currency.toUpperCase() })),
    ],
    today,
  );
}
