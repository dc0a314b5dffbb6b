import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  cardsInForce,
  knownCarrier,
  ok,
  rateCardSchema,
  rateParcel,
  refuse,
  type CardCover,
  type RateCard,
  type RateCardInput,
  type RatedParcel,
  type RateParcelRefusal,
  type RateQuote,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { insertAll } from "../../lib/unnest";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { coverOf, type CardDays } from "./card-cover";
import { carriersOf, ensureCarriers_ } from "./carriers";

/** A card as it is kept: entered once, never edited. */
export interface KeptCard {
  id: string;
  /** Null: an example of the house. */
  cooperative_id: string | null;
  example: boolean;
  carrier: string;
  service: string;
  currency: string;
  valid_from: string;
  valid_to: string | null;
  /** The day before the next card of this service begins, when one follows. */
  superseded_on: string | null;
  /** Whether parcels were priced by it. */
  used: boolean;
  withdrawn: boolean;
  made_by: string | null;
  card: RateCard;
  at_key: string;
}

export type CardRefusal = Refusal<
  | "unknown_carrier"
  | "rate_card_exists"
  | "rate_card_not_found"
  | "rate_card_used"
  | "rate_card_ended"
  | "no_first_day"
  | "none_in_force"
>;

const CARD = `r.id, r.cooperative_id, r.example, r.carrier, r.service, upper(r.currency) as currency, r.valid_from::text, r.valid_to::text, r.made_by,
  r.withdrawn_at is not null as withdrawn, exists (select from parcel p where p.rate_card_id = r.id) as used, r.card, ${atKey("r.created_at")},
  (select min(n.valid_from)::text from rate_card n where n.withdrawn_at is null and n.cooperative_id is not distinct from r.cooperative_id
     and n.carrier = r.carrier and n.service = r.service and upper(n.currency) = upper(r.currency) and n.valid_from > r.valid_from) as superseded_on`;

type CardRow = Omit<KeptCard, "card"> & { card: RateCardInput };

/** What carriers charge a cooperative, from which day on. */
export class RateCards {
  constructor(private readonly sql: Knex) {}

  /** Cards of a cooperative's own, the last entered first. */
  async list(page: { cooperative_id: string; limit: number; cursor?: string | undefined }): Promise<KeptCard[]> {
    const { at, id } = placeOf(page.cursor);
    const found = await rows<CardRow>(
      this.sql,
      `select ${CARD} from rate_card r where r.cooperative_id = ? and (r.created_at, r.id) < (?::timestamptz, ?)
       order by r.created_at desc, r.id desc limit ?`,
      [page.cooperative_id, at, id, page.limit],
    );
    return found.map(kept);
  }

  /** The house's examples: they price for who never had a card of its own. */
  async examples(): Promise<KeptCard[]> {
    const found = await rows<CardRow>(
      this.sql,
      `select ${CARD} from rate_card r where r.cooperative_id is null and r.example order by r.carrier, r.service limit 100`,
    );
    return found.map(kept);
  }

  /** One of a cooperative's own, or an example; undefined for another's. */
  async one(id: string, cooperative_id: string): Promise<KeptCard | undefined> {
    const found = await row<CardRow>(
      this.sql,
      `select ${CARD} from rate_card r where r.id = ? and (r.cooperative_id = ? or r.cooperative_id is null)`,
      [id, cooperative_id],
    );
    return found && kept(found);
  }

  /** Every card that was ever in force, for a sheet. */
  async all(cooperative_id: string): Promise<KeptCard[]> {
    const found = await rows<CardRow>(
      this.sql,
      `select ${CARD} from rate_card r where r.cooperative_id = ? and r.withdrawn_at is null
       order by r.carrier, r.service, r.valid_from limit 5000`,
      [cooperative_id],
    );
    return found.map(kept);
  }

  /** What the house knows against cards before they are entered, all of them, each by its place in the list. */
  faults(cooperative_id: string, cards: readonly NewCard[]): Promise<CardFault[]> {
    return faultsOf(this.sql, cooperative_id, cards);
  }

  /** Until when a cooperative can send by its cards; what nobody sees is that sending stops on the day after. */
  cover(cooperative_id: string, today: string): Promise<CardCover> {
    return coverOf(this.sql, cooperative_id, today);
  }

  /**
   * Enters cards, all or none; each supersedes the one before it from its first day. A card needs its first day. With `keep_cover`, cards
   * that would leave none in force on that day, where there is one now, are refused.
   */
  enter(input: {
    cooperative_id: string;
    person: string;
    cards: readonly { card: RateCardInput; example: boolean }[];
    keep_cover?: { today: string } | undefined;
  }): Promise<Result<{ ids: string[] }, CardRefusal>> {
    return inTransaction(this.sql, (tx) => enterCards_(tx, input));
  }

  /** Ends a card with a day; a card that priced nothing yet may be withdrawn instead. */
  end(input: {
    id: string;
    cooperative_id: string;
    last_day: string;
    today: string;
  }): Promise<Result<void, CardRefusal | Refusal<"invalid_last_day">>> {
    return inTransaction(this.sql, async (tx) => {
      const card = await lockCard(tx, input.id, input.cooperative_id);
      if (!card) return refuse("rate_card_not_found", "There is no such rate card of this cooperative.");
      if (card.valid_to !== null && card.valid_to < input.today) {
        return refuse("rate_card_ended", `This card ended on ${card.valid_to}. It stays as it is.`);
      }
      if (input.last_day < input.today || input.last_day < card.valid_from) {
        return refuse("invalid_last_day", "The last day is today or later, and not before the first.", "last_day");
      }
      await tx.raw(`update rate_card set valid_to = ? where id = ?`, [input.last_day, input.id]);
      return ok(undefined);
    });
  }

  /** Takes back a card that priced no parcel: a mistake, or a price that never came. */
  withdraw(input: { id: string; cooperative_id: string }): Promise<Result<void, CardRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const card = await lockCard(tx, input.id, input.cooperative_id);
      if (!card) return refuse("rate_card_not_found", "There is no such rate card of this cooperative.");
      if (card.withdrawn) return ok(undefined);
      if (card.used) {
        return refuse(
          "rate_card_used",
          "Parcels were priced by this card: it can be ended with a day, not taken back.",
        );
      }
      await tx.raw(`update rate_card set withdrawn_at = now() where id = ?`, [input.id]);
      return ok(undefined);
    });
  }

  /** What one parcel would cost by every card that is in force for a cooperative on a day, or why it would not go. */
  async tryParcel(input: {
    cooperative_id: string;
    parcel: RatedParcel;
    day: string;
  }): Promise<{ card: KeptCard; quote: Result<RateQuote, RateParcelRefusal> }[]> {
    const own = (await this.all(input.cooperative_id)).filter((card) => !card.example);
    const off = new Set(
      (await carriersOf(this.sql, input.cooperative_id)).filter((one) => !one.active).map((one) => one.code),
    );
    // Whoever has no card yet sees by the examples, marked as such, how it will be.
    const cards = own.length > 0 ? own.filter((card) => !off.has(card.carrier)) : await this.examples();
    const inForce = new Set(
      cardsInForce(
        cards.map(({ valid_to, ...card }) => ({ ...card, ...(valid_to === null ? {} : { valid_to }) })),
        input.day,
      ).map((card) => card.id),
    );
    return cards
      .filter((card) => inForce.has(card.id))
      .map((card) => ({ card, quote: rateParcel(input.parcel, card.card, input.day) }));
  }
}

/** Looks at every card before it writes one, so that a refusal leaves nothing; it says which card (`details.card`). One list a cooperative at a time. */
export async function enterCards_(
  tx: Transaction,
  input: {
    cooperative_id: string;
    person: string;
    cards: readonly { card: RateCardInput; example: boolean }[];
    keep_cover?: { today: string } | undefined;
  },
): Promise<Result<{ ids: string[] }, CardRefusal>> {
  await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`rate-cards:${input.cooperative_id}`]);
  const asked: NewCard[] = [];
  const counted: CardDays[] = [];
  for (const { card, example } of input.cards) {
    const { carrier, service, currency, valid_from, valid_to } = card;
    if (valid_from === undefined) return refuse("no_first_day", "A card says from which day it is good.", "valid_from");
    asked.push({ carrier, service, currency, valid_from });
    if (!example) counted.push({ carrier, service, currency, valid_from, valid_to });
  }
  const [fault] = await faultsOf(tx, input.cooperative_id, asked);
  if (fault) {
    const { carrier, service, valid_from } = asked[fault.index]!;
    const [message, field] =
      fault.reason === "unknown_carrier"
        ? [`There is no carrier "${carrier}" here. Add it under carriers first.`, "carrier"]
        : [
            `${carrier} ${service} has a card from ${valid_from} already. Begin on another day, or take that one back.`,
            "valid_from",
          ];
    return { ok: false, refusal: { reason: fault.reason, message, field, details: { card: fault.index } } };
  }
  if (input.keep_cover && counted.length > 0) {
    const { today } = input.keep_cover;
    const [before, after] = [
      await coverOf(tx, input.cooperative_id, today),
      await coverOf(tx, input.cooperative_id, today, counted),
    ];
    if (before.in_force > 0 && after.in_force === 0) {
      return refuse(
        "none_in_force",
        "With these cards none would be in force today, and nothing could be sent. What priced until now still does; nothing was written.",
        "valid_to",
      );
    }
  }
  const cards = input.cards.map((one) => ({ ...one, id: newId("rate") }));
  // An example prices nothing, so it switches no carrier on.
  await ensureCarriers_(tx, { ...input, cards: cards.filter((one) => !one.example).map((one) => one.card) });
  await insertAll(
    tx,
    "rate_card",
    [
      ["id", "text", (one) => one.id],
      ["cooperative_id", "text", () => input.cooperative_id],
      ["carrier", "text", ({ card }) => card.carrier],
      ["service", "text", ({ card }) => card.service],
      ["currency", "text", ({ card }) => card.currency.toUpperCase()],
      ["card", "jsonb", ({ card }) => JSON.stringify(card, plainly)],
      ["example", "boolean", (one) => one.example],
      ["valid_from", "date", ({ card }) => card.valid_from ?? null],
      ["valid_to", "date", ({ card }) => card.valid_to ?? null],
      ["made_by", "text", () => input.person],
    ],
    cards,
  );
  return ok({ ids: cards.map((one) => one.id) });
}

/** What a card is known by. */
interface NewCard {
  carrier: string;
  service: string;
  currency: string;
  valid_from: string;
}

export interface CardFault {
  index: number;
  reason: "unknown_carrier" | "rate_card_exists";
}

async function faultsOf(sql: Sql, cooperative_id: string, cards: readonly NewCard[]): Promise<CardFault[]> {
  const begun = await begunCards(sql, cooperative_id);
  const own = await ownCarriers(sql, cooperative_id);
  return cards.flatMap(({ carrier, service, currency, valid_from }, index): CardFault[] => {
    if (!knownCarrier(carrier) && !own.has(carrier)) return [{ index, reason: "unknown_carrier" }];
    const key = beginKey(carrier, service, currency, valid_from);
    if (begun.has(key)) return [{ index, reason: "rate_card_exists" }];
    begun.add(key);
    return [];
  });
}

const plainly = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

const beginKey = (carrier: string, service: string, currency: string, valid_from: string): string =>
  JSON.stringify([carrier, service, currency.toUpperCase(), valid_from]);

async function begunCards(sql: Sql, cooperative_id: string): Promise<Set<string>> {
  const found = await rows<NewCard>(
    sql,
    `select carrier, service, currency, valid_from::text from rate_card where cooperative_id = ? and withdrawn_at is null`,
    [cooperative_id],
  );
  return new Set(found.map((card) => beginKey(card.carrier, card.service, card.currency, card.valid_from)));
}

/** Codes of the carriers that a cooperative said anything of, also those that are on no list of ours. */
async function ownCarriers(sql: Sql, cooperative_id: string): Promise<Set<string>> {
  const found = await rows<{ carrier: string }>(sql, `select carrier from carrier_account where cooperative_id = ?`, [
    cooperative_id,
  ]);
  return new Set(found.map((one) => one.carrier));
}

async function lockCard(
  tx: Transaction,
  id: string,
  cooperative_id: string,
): Promise<{ valid_from: string; valid_to: string | null; withdrawn: boolean; used: boolean } | undefined> {
  return row(
    tx,
    `select valid_from::text, valid_to::text, withdrawn_at is not null as withdrawn,
       exists (select from parcel p where p.rate_card_id = rate_card.id) as used
     from rate_card where id = ? and cooperative_id = ? for no key update`,
    [id, cooperative_id],
  );
}

/** The row's days count: the card as entered may say them or not. */
function kept({ card, ...found }: CardRow): KeptCard {
  const { valid_from: _, valid_to: __, ...prices } = card;
  return {
    ...found,
    card: rateCardSchema.parse({
      ...prices,
      valid_from: found.valid_from,
      ...(found.valid_to === null ? {} : { valid_to: found.valid_to }),
    }),
  };
}
