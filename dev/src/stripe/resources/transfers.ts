import type Stripe from "stripe";
import { accountInvalid, type ApiError, invalid, notFound, refused } from "../errors.js";
import { emit } from "../events.js";
import { funds, lockBalances, post } from "../ledger.js";
import {
  amount as amountParam,
  currency as currencyParam,
  mergeMetadata,
  optAmount,
  optText,
  text,
} from "../params.js";
import { find, idFor, insert, load, page, save } from "../store.js";
import { ok, type Charge, type Ctx, type Route, type Row } from "../types.js";

/** The newest reversals inside a transfer; the rest through the list, as at Stripe. */
const EMBEDDED_REVERSALS = 10;

export const transferRoutes: Route[] = [
  { method: "POST", path: "/transfers", handle: create },
  { method: "GET", path: "/transfers", handle: listAll },
  { method: "GET", path: "/transfers/:id", handle: retrieve },
  { method: "POST", path: "/transfers/:id", handle: update },
  { method: "POST", path: "/transfers/:id/reversals", handle: reverse },
  { method: "GET", path: "/transfers/:id/reversals", handle: listReversals },
  { method: "GET", path: "/transfers/:id/reversals/:reversal", handle: retrieveReversal },
];

async function create(ctx: Ctx) {
  const { params } = ctx;
  const amount = amountParam(params);
  const currency = currencyParam(params);
  const destination = text(params, "destination");
  const sourceId = optText(params, "source_transaction");
  await checkDestination(ctx, destination);
  const source = sourceId === null ? null : await sourceCharge(ctx, sourceId, amount, currency);
  await lockBalances(ctx, currency, [ctx.account, destination]);
  if (!source) await checkFunds(ctx, ctx.account, currency, amount);
  const id = idFor(ctx, "transfer");
  const available_on = source ? await availableOn(ctx, source) : ctx.now;
  const money = { currency, reporting_category: "transfer", source: id, available_on };
  const balance_transaction = await post(ctx, { ...money, account: ctx.account, amount: -amount, type: "transfer" });
  const destination_payment = ctx.newId("py_");
  await post(ctx, {
    ...money,
    account: destination,
    amount,
    type: "payment",
    reporting_category: "charge",
    source: destination_payment,
  });
  const body: Stripe.Transfer = {
    id,
    object: "transfer",
    amount,
    amount_reversed: 0,
    balance_transaction,
    created: ctx.now,
    currency,
    description: optText(params, "description"),
    destination,
    destination_payment,
    livemode: false,
    metadata: mergeMetadata({}, params),
    reversals: { object: "list", data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: sourceId,
    source_type: "card",
    transfer_group:
      optText(params, "transfer_group") ?? source?.body.transfer_group ?? (sourceId && `group_${sourceId}`),
  };
  await insert(ctx, "transfer", body);
  await emit(ctx, "transfer.created", body);
  return ok(body);
}

async function checkDestination(ctx: Ctx, destination: string): Promise<void> {
  const account = await find(ctx, "account", destination);
  if (!account) throw invalid(`No such destination: '${destination}'`, "destination", "resource_missing");
  const restriction = ctx.faults.config.restricted_accounts[destination];
  if (restriction === "account_invalid") throw accountInvalid(destination);
  if (restriction === "transfers_not_allowed") {
    throw refused(`Transfers to ${destination} are not allowed: the account is restricted.`, {
      code: "transfers_not_allowed",
      param: "destination",
    });
  }
  if (account.body.capabilities?.transfers !== "active") {
    throw refused(
      "Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments",
      { code: "insufficient_capabilities_for_transfer", param: "destination" },
    );
  }
}

/** Locks the charge; what it still has = captured - refunded - transferred + reversed. */
async function sourceCharge(ctx: Ctx, id: string, amount: number, currency: string): Promise<Row<Charge>> {
  const charge = await load(ctx, "charge", id, { lock: true, param: "source_transaction" });
  if (charge.body.currency !== currency) {
    throw refused(`The currency of source_transaction is ${charge.body.currency}, not ${currency}.`, {
      param: "currency",
    });
  }
  if (charge.body.status !== "succeeded" || !charge.body.captured) {
    throw refused(`Charge ${id} has not been captured.`, { param: "source_transaction" });
  }
  const { rows } = await ctx.db.query<{ used: string }>(
    `select coalesce(sum(amount - amount_reversed), 0) as used from stripe_standin.transfer
     where body->>'source_transaction' = $1`,
    [id],
  );
  const left = charge.body.amount - charge.body.amount_refunded - Number(rows[0]?.used ?? 0);
  if (amount > left) {
    throw refused(
      `Transfers using this transaction as a source must not exceed the source amount: ${left} ${currency} (minor units) are left.`,
      { param: "amount" },
    );
  }
  return charge;
}

/** Money sent on from a charge becomes available when the charge does. */
async function availableOn(ctx: Ctx, charge: Row<Charge>): Promise<number> {
  const txn = await load(ctx, "balance_transaction", String(charge.body.balance_transaction));
  return Math.max(txn.body.available_on, ctx.now);
}

async function checkFunds(ctx: Ctx, account: string, currency: string, amount: number): Promise<void> {
  const { available } = await funds(ctx, account, currency);
  if (amount > available) throw balanceInsufficient();
}

export const balanceInsufficient = (): ApiError =>
  refused(
    "You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance.",
    { code: "balance_insufficient" },
  );

async function listAll(ctx: Ctx) {
  return ok(
    await page(ctx, "transfer", "/v1/transfers", {
      transfer_group: optText(ctx.params, "transfer_group"),
      destination: optText(ctx.params, "destination"),
    }),
  );
}

async function retrieve(ctx: Ctx) {
  return ok((await load(ctx, "transfer", ctx.path.id ?? "", { param: "transfer" })).body);
}

async function update(ctx: Ctx) {
  const row = await load(ctx, "transfer", ctx.path.id ?? "", { lock: true, param: "transfer" });
  row.body.metadata = mergeMetadata(row.body.metadata, ctx.params);
  if (ctx.params.description !== undefined) row.body.description = optText(ctx.params, "description");
  await save(ctx, "transfer", row);
  return ok(row.body);
}

/** Takes money back from the household's account; that account must still have it. */
async function reverse(ctx: Ctx) {
  const row = await load(ctx, "transfer", ctx.path.id ?? "", { lock: true, param: "transfer" });
  const transfer = row.body;
  const left = transfer.amount - transfer.amount_reversed;
  const amount = optAmount(ctx.params, "amount") ?? left;
  if (left === 0) throw refused(`Transfer ${transfer.id} is already fully reversed.`);
  if (amount > left) {
    throw refused(`Reversal amount (${amount}) is greater than unreversed amount on transfer (${left}).`, {
      param: "amount",
    });
  }
  const destination = String(transfer.destination);
  const { currency } = transfer;
  await lockBalances(ctx, currency, [ctx.account, destination]);
  const theirs = await funds(ctx, destination, currency);
  if (amount > theirs.available + theirs.pending) throw balanceInsufficient();
  const id = idFor(ctx, "transfer_reversal");
  const money = { currency, source: id, available_on: ctx.now };
  await post(ctx, {
    ...money,
    account: destination,
    amount: -amount,
    type: "payment_refund",
    reporting_category: "refund",
    source: ctx.newId("pyr_"),
  });
  const balance_transaction = await post(ctx, {
    ...money,
    account: ctx.account,
    amount,
    type: "transfer_refund",
    reporting_category: "transfer_reversal",
  });
  const body: Stripe.TransferReversal = {
    id,
    object: "transfer_reversal",
    amount,
    balance_transaction,
    created: ctx.now,
    currency,
    destination_payment_refund: null,
    metadata: mergeMetadata({}, ctx.params),
    source_refund: null,
    transfer: transfer.id,
  };
  await insert(ctx, "transfer_reversal", body);
  transfer.amount_reversed += amount;
  transfer.reversed = transfer.amount_reversed === transfer.amount;
  const reversals = [body, ...transfer.reversals.data];
  transfer.reversals.has_more ||= reversals.length > EMBEDDED_REVERSALS;
  transfer.reversals.data = reversals.slice(0, EMBEDDED_REVERSALS);
  await save(ctx, "transfer", row);
  await emit(ctx, "transfer.reversed", transfer);
  return ok(body);
}

async function listReversals(ctx: Ctx) {
  const transfer = (await load(ctx, "transfer", ctx.path.id ?? "", { param: "transfer" })).body.id;
  return ok(await page(ctx, "transfer_reversal", `/v1/transfers/${transfer}/reversals`, { transfer }));
}

async function retrieveReversal(ctx: Ctx) {
  const id = ctx.path.reversal ?? "";
  const row = await load(ctx, "transfer_reversal", id, { param: "reversal" });
  if (row.body.transfer !== ctx.path.id) throw notFound("transfer_reversal", id, "reversal");
  return ok(row.body);
}
