import {
  carrierDueOn,
  causesOf,
  checkWeighed,
  decideClaim,
  ok,
  refuse,
  type ClaimKind,
  type ClaimRemedy,
  type ClaimSource,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { earlierForm } from "../../lib/earlier-form";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { row, rows, type Transaction } from "../../lib/sql";
import { dayIn, HOME_TZ } from "../../lib/today";
import { insertAll } from "../../lib/unnest";
import { append } from "../outbox/append";
import { claimTerms } from "./claim-policies";
import { CLAIM_COLUMNS, FROM_CLAIM, type ClaimRow } from "./claim-types";
import { lockParcel } from "./lock-parcels";

export interface OpenClaimInput {
  cooperative_id: string;
  parcel_id: string;
  kind: ClaimKind;
  source: ClaimSource;
  lines?: readonly { order_line_id: string; packs: number }[] | undefined;
  words: string;
  /** What the claimed goods weighed when they were looked at. */
  weighed_g?: number | undefined;
  wish?: ClaimRemedy | undefined;
  /** A member, `buyer` or `carrier`. */
  person: string;
  idempotency_key: string;
  /** A buyer has at least so many days, whatever the cooperative's rules say: it was agreed (docs/adr/0060). */
  at_least_days?: number | undefined;
  now: Date;
  /** The cooperative's. */
  tz: string;
  today: string;
}

const DAY_MS = 86_400_000;
const OPENED_OTHERWISE = refuse(
  "idempotency_conflict",
  "This key opened another claim before. Nothing was changed; use a new key.",
);

/** Opens a claim, once for its key. Locks the order's plan, then the parcel, as every writer of parcels does. */
export async function open_(tx: Transaction, input: OpenClaimInput): Promise<Result<ClaimRow, Refusal>> {
  const key = `${input.cooperative_id}:${input.idempotency_key}`;
  const input_hash = hashOf(input);
  const locked = await lockParcel(tx, input.parcel_id, input.cooperative_id);
  if (!locked) return refuse("parcel_not_found", "There is no such parcel.", "parcel_id");
  const sent = { input_hash, otherwise: OPENED_OTHERWISE };
  const known = await earlierForm(tx, "parcel_claim", { idempotency_key: key }, sent);
  if (known) return known.ok ? ok(await claimRow(tx, known.value.id)) : known;
  const parcel = await parcelFacts(tx, input);
  const terms = await claimTerms(tx, input.cooperative_id, input.today);
  const decided = decideClaim({
    kind: input.kind,
    source: input.source,
    parcel: {
      number: locked.number,
      state: locked.state,
      accounted: parcel.accounted,
      delivered_on: parcel.delivered_on,
      waited: parcel.waited,
      lines: parcel.lines.map((line) => ({ order_line: line.order_line_id, packs: line.packs, claimed: line.claimed })),
    },
    ...(input.lines === undefined
      ? {}
      : { lines: input.lines.map((line) => ({ order_line: line.order_line_id, packs: line.packs })) }),
    report_days: Math.max(terms.report_days, input.at_least_days ?? 0),
    today: input.today,
  });
  if (!decided.ok) return decided;
  const weighed = checkWeighed(input.weighed_g, { ...locked, kind: input.kind });
  if (!weighed.ok) return weighed;
  const term = terms.carriers.find((one) => one.carrier === locked.carrier);
  const asks = causesOf(locked.carrier).includes("carrier");
  const id = newId("claim");
  await tx.raw(
    `insert into parcel_claim (id, cooperative_id, parcel_id, order_id, kind, source, words, weighed_g, opened_by, wish, wish_said_by, wish_due_at,
                               policy_id, limit_minor, lots_bp, carrier_due_on, idempotency_key, input_hash)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      input.cooperative_id,
      locked.id,
      locked.order_id,
      input.kind,
      input.source,
      input.words,
      weighed.value,
      input.person,
      input.wish ?? null,
      input.wish === undefined ? null : input.person,
      new Date(input.now.getTime() + terms.wish_days * DAY_MS).toISOString(),
      terms.id,
      term?.limit_minor ?? null,
      terms.lots_bp,
      !asks || parcel.handed_over_on === null ? null : carrierDueOn(parcel.handed_over_on, term?.claim_days ?? null),
      key,
      input_hash,
    ] as never,
  );
  await insertAll(
    tx,
    "parcel_claim_line",
    [
      ["claim_id", "text", () => id],
      ["order_line_id", "text", (line) => line.order_line],
      ["title", "text", (line) => factOf(parcel.lines, line.order_line).title],
      ["packs", "bigint", (line) => line.packs],
      ["pack_units", "bigint", (line) => factOf(parcel.lines, line.order_line).pack_units],
      ["pack_g", "bigint", (line) => factOf(parcel.lines, line.order_line).pack_g],
    ],
    decided.value,
  );
  await tx.raw(`update parcel set claimed_by = ? where id = ?`, [id, locked.id]);
  await writeEvent(tx, { claim_id: id, cooperative_id: input.cooperative_id }, "opened", input.person, input.words);
  // The buyer is asked what they want, and what came back is put down to be looked at.
  await append(tx, { job: "claim", payload: { claim_id: id }, dedup_key: `${id}:opened` });
  return ok(await claimRow(tx, id));
}

/**
 * What was said of parcels on their way, by their carrier or by the desk for it: lost, damaged, returned. In the transaction that keeps the events; parcels that
 * have a claim already, or that another paper answers for, are left as they are.
 */
export async function openFromEvents_(
  tx: Transaction,
  said: readonly { parcel_id: string; kind: ClaimKind; words: string }[],
  by: { source: ClaimSource; person: string; now: Date },
): Promise<number> {
  let opened = 0;
  // One after the other: they are few, also of a lorry that burnt out.
  for (const one of said) {
    const parcel = await row<{ cooperative_id: string }>(
      tx,
      `select cooperative_id from parcel where id = ? and claimed_by is null and accounted_by is null`,
      [one.parcel_id],
    );
    if (!parcel) continue;
    const whole = await rows<{ order_line_id: string; packs: number }>(
      tx,
      `select order_line_id, packs::float8 as packs from parcel_line where parcel_id = ? order by order_line_id`,
      [one.parcel_id],
    );
    const made = await open_(tx, {
      cooperative_id: parcel.cooperative_id,
      parcel_id: one.parcel_id,
      kind: one.kind,
      source: by.source,
      // How much of it is damaged nobody has seen yet: all, until somebody has.
      lines: one.kind === "damaged" ? whole : undefined,
      words: one.words,
      person: by.person,
      idempotency_key: `event:${one.parcel_id}:${one.kind}`,
      now: by.now,
      tz: HOME_TZ,
      today: dayIn(HOME_TZ, by.now),
    });
    if (made.ok) opened += 1;
  }
  return opened;
}

export async function claimRow(sql: Transaction, id: string): Promise<ClaimRow> {
  const found = await row<ClaimRow>(sql, `select ${CLAIM_COLUMNS} ${FROM_CLAIM} where c.id = ?`, [id]);
  if (!found) throw new Error(`claim ${id} is not there`);
  return found;
}

export async function writeEvent(
  tx: Transaction,
  of: { claim_id: string; cooperative_id: string },
  act: string,
  person: string,
  words: string,
): Promise<void> {
  await tx.raw(
    `insert into parcel_claim_event (id, claim_id, cooperative_id, act, person, words) values (?, ?, ?, ?, ?, ?)`,
    [newId("cev"), of.claim_id, of.cooperative_id, act, person, words],
  );
}

interface LineFact {
  order_line_id: string;
  title: string;
  packs: number;
  pack_units: number;
  pack_g: number;
  claimed: number;
}

interface ParcelFacts {
  accounted: boolean;
  delivered_on: string | null;
  handed_over_on: string | null;
}

async function parcelFacts(
  tx: Transaction,
  { parcel_id, tz, today }: Pick<OpenClaimInput, "parcel_id" | "tz" | "today">,
): Promise<ParcelFacts & { waited: { from: string; to: string }[]; lines: LineFact[] }> {
  const parcel = await row<ParcelFacts>(
    tx,
    // A short that is on its way through the rooms has taken the parcel for itself.
    `select accounted_by is not null or coalesce(claimed_by like 'short%', false) as accounted, (delivered_at at time zone ?)::date::text as delivered_on,
            (handed_over_at at time zone ?)::date::text as handed_over_on from parcel where id = ?`,
    [tz, tz, parcel_id],
  );
  const lines = await rows<LineFact>(
    tx,
    `select l.order_line_id, l.title, l.packs::float8 as packs, l.pack_units::float8 as pack_units, l.pack_g::float8 as pack_g,
            coalesce((select sum(k.packs) from parcel_claim_line k join parcel_claim c on c.id = k.claim_id
                      where c.parcel_id = l.parcel_id and c.state <> 'dropped' and k.order_line_id = l.order_line_id), 0)::float8 as claimed
     from parcel_line l where l.parcel_id = ? order by l.order_line_id`,
    [parcel_id],
  );
  const waited = await waitedDays(tx, { parcel_id, tz, today });
  return { accounted: parcel?.accounted ?? true, delivered_on: null, handed_over_on: null, ...parcel, waited, lines };
}

/** When claims of a parcel waited for their answer: until they were decided, refused or dropped, and until today where they wait still. */
function waitedDays(
  tx: Transaction,
  { parcel_id, tz, today }: Pick<OpenClaimInput, "parcel_id" | "tz" | "today">,
): Promise<{ from: string; to: string }[]> {
  return rows(
    tx,
    `select (c.created_at at time zone ?)::date::text as "from",
            (case when c.state = 'opened' then ?::date else (coalesce(a.at, c.updated_at) at time zone ?)::date end)::text as "to"
     from parcel_claim c left join lateral (
       select max(e.at) as at from parcel_claim_event e
       where e.claim_id = c.id and (e.act in ('dropped', 'refused') or e.act like 'decided%')) a on true
     where c.parcel_id = ?`,
    [tz, today, tz, parcel_id],
  );
}

function factOf(lines: readonly LineFact[], order_line_id: string): LineFact {
  const found = lines.find((line) => line.order_line_id === order_line_id);
  if (!found) throw new Error(`line ${order_line_id} is not in the parcel`);
  return found;
}

function hashOf({ parcel_id, kind, source, lines, words, wish, weighed_g }: OpenClaimInput): string {
  // Without a weight as before there was one: a form sent anew after an update is the same form.
  const weight = weighed_g === undefined ? [] : [weighed_g];
  return inputHash([parcel_id, kind, source, lines ?? null, words, wish ?? null, ...weight]);
}
