import {
  DEFAULT_INSPECTION,
  decideCallOff,
  refuse,
  type CallOffPart,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { newId } from "../../../lib/ids";
import { row, rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { event_, insertVersion_, tell_ } from "../quotes/quote-rows";
import type { QuoteActor, QuoteLine } from "../quotes/quote-types";
import { agreementEvent_ } from "./agreement-rows";
import { noteWait_ } from "./agreement-tell";
import type { Agreement, AgreementVersion, CallOffForm, DrawnPacks } from "./agreement-types";
import { freeze_ } from "./call-off-prices";
import { pricesOfDay, type PriceOfDay } from "./market-prices";

/** A call-off whose goods never come ends after so many days, and its packs can be called off again. */
const WAITING_DAYS = 30;

export const CALLED_OTHERWISE = refuse(
  "idempotency_conflict",
  "This form called off something else before. Open it anew; nothing was called off.",
);

type Buyer = QuoteActor & { side: "buyer" };
type Wanted = readonly { variant_id: string; packs: number }[];

/** A call-off of one agreement as it may be written, decided under the agreement's lock. */
export interface DecidedCallOff {
  agreement: Agreement;
  version: AgreementVersion;
  wanted: Wanted;
  parts: readonly CallOffPart[];
  shared: ReturnType<typeof sharedGoods>;
  market: ReadonlyMap<string, PriceOfDay>;
}

/** Whether these packs may be called off of an agreement that the caller has locked. Writes nothing. */
export async function decideCallOff_(
  tx: Transaction,
  of: { agreement: Agreement; version: AgreementVersion; drawn: readonly DrawnPacks[] },
  form: { wanted: Wanted; wanted_on: string; today: string },
): Promise<Result<DecidedCallOff, Refusal>> {
  const { agreement, version } = of;
  const { wanted, wanted_on, today } = form;
  const drawn = new Map(of.drawn.map((one) => [one.variant_id, one]));
  const shared = sharedGoods(version, wanted);
  const { cooperative_id, currency } = agreement;
  const variant_ids = shared.map((one) => one.variant_id);
  const market = await pricesOfDay(tx, { cooperative_id, currency, variant_ids, day: today });
  const decided = decideCallOff({
    ...version,
    state: agreement.state,
    lines: version.lines.map((line) => {
      const { waiting = 0, kept = 0, accepted = 0, ordered = 0 } = drawn.get(line.variant_id) ?? {};
      const market_minor = market.get(line.variant_id)?.price_minor ?? null;
      return { ...line, drawn_packs: waiting + kept + accepted + ordered, paid_packs: ordered, market_minor };
    }),
    wanted,
    wanted_on,
    today,
  });
  if (!decided.ok) return decided;
  return { ok: true, value: { agreement, version, wanted, parts: decided.value, shared, market } };
}

/** The quote, asked for by the company at prices that are agreed already, with what it draws of its agreement. */
export async function writeCallOff_(
  tx: Transaction,
  by: Buyer,
  decided: DecidedCallOff,
  of: {
    form: Pick<CallOffForm, "wanted_on" | "address_id" | "words">;
    key: string;
    input_hash: string;
    /** Of a call-off of several agreements together: the joint quote that it is a part of. */
    joint_id: string | null;
  },
): Promise<string> {
  const { agreement, version, wanted, shared, market } = decided;
  const quote_id = await insertQuote_(tx, by, decided, of);
  await rows(tx, `insert into agreement_call_off (quote_id, agreement_id, version) values (?, ?, ?)`, [
    quote_id,
    agreement.id,
    version.version,
  ]);
  await insertAll(
    tx,
    "agreement_call_off_line",
    [
      ["quote_id", "text", () => quote_id],
      ["variant_id", "text", (line) => line.variant_id],
      ["packs", "int", (line) => line.packs],
    ],
    wanted,
  );
  await freeze_(tx, quote_id, shared, market);
  const done = { by: "buyer", person: by.id, act: "called_off", version: version.version } as const;
  await agreementEvent_(tx, agreement.id, done);
  if (market.size < shared.length)
    await noteWait_(tx, { quote_id, agreement_id: agreement.id, version: version.version }, "price");
  await tell_(tx, quote_id, "asked");
  return quote_id;
}

/** What of a call-off is priced by floor and share. */
function sharedGoods(version: AgreementVersion, wanted: Wanted) {
  return version.lines.flatMap(({ variant_id, share_bp, steps: [floor] }) =>
    typeof share_bp === "number" && floor && wanted.some((one) => one.variant_id === variant_id)
      ? [{ variant_id, share_bp, floor_minor: floor.price_minor }]
      : [],
  );
}

async function insertQuote_(
  tx: Transaction,
  by: Buyer,
  { agreement, version, parts }: DecidedCallOff,
  { form, key, input_hash, joint_id }: Parameters<typeof writeCallOff_>[3],
): Promise<string> {
  const quote_id = newId("quote");
  const made = await row<{ expires_at: Date }>(
    tx,
    `insert into quote (id, company_id, cooperative_id, state, by, currency, asked_by, address_id, wanted_on, expires_at, idempotency_key, input_hash,
       agreement_id, joint_id)
     values (?, ?, ?, 'requested', 'buyer', ?, ?, ?, ?, now() + make_interval(days => ?), ?, ?, ?, ?) returning expires_at`,
    [
      quote_id,
      agreement.company_id,
      agreement.cooperative_id,
      agreement.currency,
      by.id,
      form.address_id ?? null,
      form.wanted_on,
      WAITING_DAYS,
      key,
      input_hash,
      agreement.id,
      joint_id,
    ],
  );
  if (!made) throw new Error("a call-off was not written");
  const good = new Map(version.lines.map(({ steps: _, share_bp: __, ...line }) => [line.variant_id, line]));
  const lines = parts.flatMap(({ variant_id, packs, price_minor }): QuoteLine[] => {
    const line = good.get(variant_id);
    return line ? [{ ...line, packs, price_minor }] : [];
  });
  await insertVersion_(
    tx,
    { quote_id, version: 1, by: "buyer", person: by.id, expires_at: made.expires_at },
    {
      lines,
      freight_minor: version.freight_minor,
      freight_term: version.freight_term,
      deliver_on: form.wanted_on,
      terms: version.terms,
      inspection: DEFAULT_INSPECTION,
      words: form.words,
    },
  );
  await event_(tx, quote_id, { by: "buyer", person: by.id, act: "requested", version: 1 });
  return quote_id;
}
