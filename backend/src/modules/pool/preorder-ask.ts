import { ok, type BuyerLanguage, type PreorderMail, type Result } from "@commonlot/domain";
import { blindIndex } from "../../lib/blind-index";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { ASKED_A_DAY, MAX_ASKS, PAUSE_MINUTES, UNCONFIRMED_DAYS } from "../../lib/question-limits";
import { row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { change_, decide_, lockServed_, seen_ } from "./preorder-change";
import { SHOWN, type Preorder, type PreorderedPacks } from "./preorder-reads";

export const LIVE = `('asked', 'waiting', 'kept', 'basket')`;
export const emailCell = (id: string): string => `preorder:${id}:email`;
export const hashOf = (email: string): string => blindIndex("preorder", email);

/**
 * Somebody asks for this address, who may be anybody: it is asked by mail, or told that it has a pre-order of this product already. Too
 * soon, or too often, and nothing is sent. Whether it is refused depends on the pool alone, never on the address.
 */
export async function ask_(
  tx: Transaction,
  cipher: () => Cipher,
  email: string,
  wanted: PreorderedPacks,
  language: BuyerLanguage,
): Promise<Result<void>> {
  await lockServed_(tx, wanted.pool_id);
  const may = await decide_(tx, wanted);
  if (!may.ok) return may;
  // Of many forms sent at once for one address, for goods of many pools, the limits count them all.
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`preorder:${hashOf(email)}`]);
  const live = await lockOwn_(tx, email, wanted.product_id);
  const counted = live
    ? await row<{ id: string }>(
        tx,
        `update preorder set asked_at = now(), asks = asks + 1, updated_at = now(), language = ?,
             packs = case when state = 'asked' then ?::int else packs end, variant_id = case when state = 'asked' then ? else variant_id end,
             units_per_pack = case when state = 'asked' then ?::bigint else units_per_pack end
           where id = ? and asks < ${MAX_ASKS} and asked_at < now() - interval '${PAUSE_MINUTES} minutes' returning id`,
        [language, wanted.packs, wanted.variant_id, wanted.units_per_pack, live.id],
      )
    : (await mayAsk_(tx, email, wanted.product_id))
      ? await insert_(tx, cipher, email, wanted, language, "asked")
      : undefined;
  if (counted) await tell_(tx, counted.id, live && live.state !== "asked" ? "stands" : "question");
  return ok(undefined);
}

/** Whoever has proven the address has their place at once. With a pre-order of this product, it is changed. */
export async function place_(
  tx: Transaction,
  cipher: () => Cipher,
  email: string,
  wanted: PreorderedPacks,
  language: BuyerLanguage,
): Promise<Result<{ id: string }>> {
  await lockServed_(tx, wanted.pool_id);
  const live = await lockOwn_(tx, email, wanted.product_id);
  if (live) return change_(tx, live, wanted);
  const may = await decide_(tx, wanted);
  if (!may.ok) return may;
  const { id } = await insert_(tx, cipher, email, wanted, language, "waiting");
  await seen_(tx, wanted.pool_id);
  return ok({ id });
}

function lockOwn_(tx: Transaction, email: string, product_id: string): Promise<Preorder | undefined> {
  return row<Preorder>(
    tx,
    `select ${SHOWN} from preorder q where q.email_hash = ? and q.product_id = ? and q.state in ${LIVE} for update of q`,
    [hashOf(email), product_id],
  );
}

async function mayAsk_(tx: Transaction, email: string, product_id: string): Promise<boolean> {
  const asked = await row<{ today: number; of_this: number }>(
    tx,
    `select coalesce(sum(asks) filter (where asked_at > now() - interval '1 day'), 0)::int as today,
            coalesce(sum(asks) filter (where product_id = ?), 0)::int as of_this
     from preorder where email_hash = ? and asked_at > now() - interval '${UNCONFIRMED_DAYS} days'`,
    [product_id, hashOf(email)],
  );
  return asked !== undefined && asked.today < ASKED_A_DAY && asked.of_this < MAX_ASKS;
}

async function insert_(
  tx: Transaction,
  cipher: () => Cipher,
  email: string,
  wanted: PreorderedPacks,
  language: BuyerLanguage,
  state: "asked" | "waiting",
): Promise<{ id: string }> {
  const id = newId("preorder");
  await tx.raw(
    `insert into preorder (id, cooperative_id, pool_id, product_id, variant_id, units_per_pack, packs, state, email_hash, email_sealed, language,
       asks, confirmed_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, case when ? = 'waiting' then clock_timestamp() end)`,
    [
      id,
      wanted.cooperative_id,
      wanted.pool_id,
      wanted.product_id,
      wanted.variant_id,
      wanted.units_per_pack,
      wanted.packs,
      state,
      hashOf(email),
      cipher().seal(email, emailCell(id)),
      language,
      state === "asked" ? 1 : 0,
      state,
    ],
  );
  return { id };
}

const tell_ = (tx: Transaction, preorder_id: string, about: PreorderMail) =>
  append(tx, { job: "preorder-mail", payload: { preorder_id, about } });
