import { ok, type Refusal, type Result } from "@commonlot/domain";
import type { Transaction } from "../../../lib/sql";

/** Whether a cart is still to be paid, said by who knows its quote and its goods, in the transaction that asks for its money. */
export type MayIssue = (tx: Transaction) => Promise<Result<void, Refusal>>;

export const always: MayIssue = () => Promise.resolve(ok(undefined));
