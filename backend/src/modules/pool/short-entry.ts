import { createHash } from "node:crypto";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { assertTransition, ok, refuse, SHORT_TRANSITIONS, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row } from "../../lib/sql";
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
    const { person: _, idempotency_key, ...said } = input;
    const key = `${input.cooperative_id}:${idempotency_key}`;
    const input_hash = createHash("sha256").update(JSON.stringify(said)).digest("hex");
    await tx.raw(
      `insert into short (id, cooperative_id, kind, lot_id, units, order_id, parcel_id, policy, restock, reason, entered_by, idempotency_key, input_hash)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idempotency_key) do nothing`,
      [
        newId("short"),
        input.cooperative_id,
        input.kind,
        input.lot_id ?? null,
        input.units ?? null,
        input.order_id ?? null,
        input.parcel_id ?? null,
        input.policy ?? null,
        input.restock,
        input.reason,
        input.person,
        key,
        input_hash,
      ] as never,
    );
    const stands = await row<ShortRow & { input_hash: string }>(
      tx,
      `select ${SHORT_COLUMNS}, input_hash from short where idempotency_key = ?`,
      [key],
    );
    if (!stands) throw new Error("a short just entered is not there");
    if (stands.input_hash !== input_hash) {
      return refuse(
        "idempotency_conflict",
        "This key entered another short before. Nothing was changed; use a new key.",
      );
    }
    return ok(stands);
  });
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
