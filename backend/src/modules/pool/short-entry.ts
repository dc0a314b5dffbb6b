import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { assertTransition, ok, refuse, SHORT_TRANSITIONS, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { inTransaction, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { releaseOffers } from "./short-grades";
import { changed, moveShort, SHORT_COLUMNS, type ShortMoveRefusal } from "./short-moves";
import type { EnterShortInput, ShortRow } from "./short-types";

// What a person enters, and dropping it again.

/** Keeps an entry; the same key with the same words is the same entry. */
export function enterShortRow(
  sql: Knex,
  input: EnterShortInput,
): Promise<Result<ShortRow, Refusal<"idempotency_conflict">>> {
  return inTransaction(sql, async (tx) => {
    const entered = await enterShorts_(tx, [input]);
    if (!entered.ok) return entered;
    const [stands] = entered.value;
    if (!stands) throw new Error("a short just entered is not there");
    return ok(stands);
  });
}

/** As `enterShortRow`, for several of one cooperative at once, all or none: by their keys, in no order. */
export async function enterShorts_(
  tx: Transaction,
  inputs: readonly EnterShortInput[],
): Promise<Result<ShortRow[], Refusal<"idempotency_conflict">>> {
  const entries = inputs.map(({ person, idempotency_key, ...said }) => ({
    ...said,
    person,
    key: `${said.cooperative_id}:${idempotency_key}`,
    // `recall_id` says where it comes from, not what it says.
    input_hash: inputHash({ ...said, recall_id: undefined }),
  }));
  await insertAll(
    tx,
    "short",
    [
      ["id", "text", () => newId("short")],
      ["cooperative_id", "text", (e) => e.cooperative_id],
      ["kind", "text", (e) => e.kind],
      ["lot_id", "text", (e) => e.lot_id ?? null],
      ["units", "bigint", (e) => e.units ?? null],
      ["order_id", "text", (e) => e.order_id ?? null],
      ["parcel_id", "text", (e) => e.parcel_id ?? null],
      ["policy", "text", (e) => e.policy ?? null],
      ["restock", "boolean", (e) => e.restock],
      ["reason", "text", (e) => e.reason],
      ["entered_by", "text", (e) => e.person],
      ["idempotency_key", "text", (e) => e.key],
      ["input_hash", "text", (e) => e.input_hash],
      ["recall_id", "text", (e) => e.recall_id ?? null],
      ["claim_id", "text", (e) => e.claim_id ?? null],
      ["claimed", "jsonb", (e) => (e.claimed === undefined ? null : JSON.stringify(e.claimed))],
    ],
    entries,
    "on conflict (idempotency_key) do nothing",
  );
  const stand = await rows<ShortRow & { idempotency_key: string; input_hash: string }>(
    tx,
    `select ${SHORT_COLUMNS}, idempotency_key, input_hash from short where idempotency_key = any(?) order by created_at, id`,
    [entries.map((one) => one.key)],
  );
  const said = new Map(entries.map((one) => [one.key, one.input_hash]));
  if (stand.some((one) => said.get(one.idempotency_key) !== one.input_hash)) {
    return refuse("idempotency_conflict", "This key entered another short before. Nothing was changed; use a new key.");
  }
  return ok(stand);
}

export function dropShort(
  sql: Knex,
  input: { short_id: string; person: string },
): Promise<Result<ShortRow, ShortMoveRefusal>> {
  return moveShort(sql, input.short_id, async (tx, short) => {
    if (short.state === "dropped") return ok(short);
    if (short.kind === "not_enough" && input.person !== "system") {
      return refuse(
        "short_state",
        "This order can't be filled: choose what is done about it, or cancel the order. Nothing was changed.",
      );
    }
    if (!assertTransition(SHORT_TRANSITIONS, short.state, "dropped").ok) {
      return refuse("short_state", `This short is ${short.state}: it can't be dropped any more.`);
    }
    await releaseOffers(tx, short);
    return ok(
      await changed(
        tx,
        `update short set state = 'dropped', decided_by = ?, decided_at = now(), updated_at = now() where id = ?`,
        [input.person, short.id],
      ),
    );
  });
}
