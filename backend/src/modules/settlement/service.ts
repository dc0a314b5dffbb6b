import type { Refusal, Result } from "@commonlot/domain";
import { inTransaction, type Transaction } from "../../lib/sql";
import type { PartyAccount } from "./accounts";
import { approvePeriod, type ApprovePeriodInput } from "./approve";
import { bankFileOf, setPayingAccount } from "./bank-file";
import { recordCapture, type RecordCaptureInput } from "./capture";
import * as desk from "./desk-views";
import { SettlementIdeas } from "./ideas";
import { invariants } from "./invariants";
import * as payouts from "./payout";
import * as periods from "./period";
import { policiesOfGoods, policyView, publishPolicy, type PublishPolicyInput } from "./policy";
import { postSale, type PostSaleInput } from "./post";
import {
  holdDaysOfOrder,
  holdDaysOfOrders,
  moneySummary,
  sellersOfOrder,
  unpostedLines,
  waterfallOfOrder,
} from "./queries";
import * as refunds from "./refund";
import { asResult } from "./refusals";
import { settlePeriod } from "./settle";
import { soldByPool } from "./sold";
import { earnedByHouseholds, moneyOfHousehold, moneyOfLots, statementHeads } from "./statements";
import type { ActivityPage } from "../../lib/activity";
import { periodsToApprove, settlementActivity } from "./activity";

/**
 * Money in, its division, and its way to the households. A writing method is a pair: the public one opens the
 * transaction and hands a refusal back as a value; its twin with an underscore works inside one and throws, so that
 * the caller's transaction ends with it. Money that does not add up is never written.
 */
class SettlementService extends SettlementIdeas {
  /** One transaction; what is refused in it is a value outside, and nothing of it is written. */
  protected write<T>(work: (tx: Transaction) => Promise<T>): Promise<Result<T, Refusal>> {
    return asResult(() => inTransaction(this.sql, work));
  }

  /** What people did with the money of a cooperative, newest first. */
  activity(page: ActivityPage) {
    return settlementActivity(this.sql, page);
  }

  periodsToApprove(cooperative_id: string) {
    return periodsToApprove(this.sql, cooperative_id);
  }

  // Rates

  publishPolicy(input: PublishPolicyInput) {
    return this.write((tx) => this.publishPolicy_(tx, input));
  }
  async publishPolicy_(tx: Transaction, input: PublishPolicyInput) {
    return policyView(await publishPolicy(tx, input));
  }
  /** The rates in force today, a product's own before those of all goods; undefined when there are none in that currency. */
  async policyInForce(cooperative_id: string, currency: string, product_id: string | null = null) {
    const [policy] = await policiesOfGoods(this.sql, [{ cooperative_id, product_id }], currency.toUpperCase());
    return policy && policyView(policy);
  }
  /** Days between delivery and the division of an order: the longest of its lines' policies. */
  holdDaysOfOrder(order_id: string) {
    return holdDaysOfOrder(this.sql, order_id);
  }

  holdDaysOfOrders(order_ids: readonly string[]) {
    return holdDaysOfOrders(this.sql, order_ids);
  }

  // Money in

  recordCapture(input: RecordCaptureInput) {
    return this.write((tx) => this.recordCapture_(tx, input));
  }
  recordCapture_(tx: Transaction, input: RecordCaptureInput) {
    return recordCapture(tx, input);
  }

  // Its division, and what goes back before it

  postSale(input: PostSaleInput) {
    return this.write((tx) => this.postSale_(tx, input));
  }
  postSale_(tx: Transaction, input: PostSaleInput) {
    return postSale(tx, input);
  }
  refundBeforePosting(input: refunds.RefundInput) {
    return this.write((tx) => this.refundBeforePosting_(tx, input));
  }
  refundBeforePosting_(tx: Transaction, input: refunds.RefundInput) {
    return refunds.refundBeforePosting(tx, input);
  }
  refundIntent(id: string) {
    return refunds.refundIntent(this.sql, id);
  }
  markRefundCalled(id: string) {
    return inTransaction(this.sql, (tx) => refunds.markRefundCalled(tx, id));
  }
  recordRefundOutcome(input: Parameters<typeof refunds.recordRefundOutcome>[1]) {
    return this.write((tx) => refunds.recordRefundOutcome(tx, input));
  }

  // Settlement

  openPeriod(input: periods.OpenPeriodInput) {
    return this.write((tx) => this.openPeriod_(tx, input));
  }
  async openPeriod_(tx: Transaction, input: periods.OpenPeriodInput) {
    return desk.periodView(await periods.openPeriod(tx, input));
  }
  requestSettlement(input: Parameters<typeof periods.requestSettlement>[1]) {
    return this.write((tx) => this.requestSettlement_(tx, input));
  }
  async requestSettlement_(tx: Transaction, input: Parameters<typeof periods.requestSettlement>[1]) {
    return desk.periodView(await periods.requestSettlement(tx, input));
  }
  settlePeriod(input: Parameters<typeof settlePeriod>[1]) {
    return this.write((tx) => this.settlePeriod_(tx, input));
  }
  settlePeriod_(tx: Transaction, input: Parameters<typeof settlePeriod>[1]) {
    return settlePeriod(tx, input);
  }
  approvePeriod(input: ApprovePeriodInput) {
    return this.write((tx) => this.approvePeriod_(tx, input));
  }
  approvePeriod_(tx: Transaction, input: ApprovePeriodInput) {
    return approvePeriod(tx, this.cipher, input);
  }

  // Payouts

  /** The bank account that a cooperative's bank files are paid from. */
  setPayingAccount(input: PartyAccount & { cooperative_id: string; person: string }) {
    return this.write((tx) => setPayingAccount(tx, this.cipher, input));
  }
  payout(payout_id: string) {
    return asResult(() => payouts.payoutOf(this.sql, payout_id));
  }
  beginPayout(payout_id: string) {
    return this.write((tx) => payouts.beginPayout(tx, payout_id));
  }
  recordPayoutOutcome(input: payouts.PayoutOutcome) {
    return this.write((tx) => this.recordPayoutOutcome_(tx, input));
  }
  recordPayoutOutcome_(tx: Transaction, input: payouts.PayoutOutcome) {
    return payouts.recordPayoutOutcome(tx, input);
  }
  postponePayout(waits: payouts.PayoutWaits) {
    return inTransaction(this.sql, (tx) => payouts.postponePayout(tx, waits));
  }
  requeueStuckPayouts() {
    return inTransaction(this.sql, payouts.requeueStuckPayouts);
  }
  bankFile(batch_id: string, cooperative_id?: string) {
    return asResult(() => bankFileOf(this.sql, this.cipher, batch_id, cooperative_id));
  }
  markBatchExported(input: Parameters<typeof payouts.markBatchExported>[1]) {
    return this.write((tx) => payouts.markBatchExported(tx, input));
  }

  // What people and pages read

  periods(cooperative_id: string) {
    return desk.periodsOf(this.sql, cooperative_id);
  }
  period(period_id: string, cooperative_id: string, page?: desk.ListPage, now = new Date()) {
    return asResult(() => desk.periodDetail(this.sql, period_id, cooperative_id, now, page));
  }
  householdsToPay(period_id: string, cooperative_id?: string) {
    return asResult(() => desk.householdsToPay(this.sql, period_id, cooperative_id));
  }
  batches(cooperative_id: string) {
    return desk.batchesOf(this.sql, cooperative_id);
  }
  batch(batch_id: string, cooperative_id: string, page?: desk.BatchPage) {
    return asResult(() => desk.batchDetail(this.sql, batch_id, cooperative_id, page));
  }
  statementHeads(household_id: string) {
    return statementHeads(this.sql, household_id);
  }
  moneyOfHousehold(household_id: string) {
    return moneyOfHousehold(this.sql, household_id);
  }
  earnedByHouseholds(household_ids: readonly string[], since: Date, currency = "CNY") {
    return earnedByHouseholds(this.sql, household_ids, since, currency);
  }
  /** What each pool has sold since a moment, in grams; all given back is not sold. Pools that sold nothing are missing. */
  soldByPool(since: Date) {
    return soldByPool(this.sql, since);
  }
  moneyOfLots(lot_ids: readonly string[]) {
    return moneyOfLots(this.sql, lot_ids);
  }
  sellersOfOrder(order_id: string) {
    return sellersOfOrder(this.sql, order_id);
  }
  waterfallOfOrder(order_id: string) {
    return waterfallOfOrder(this.sql, order_id);
  }
  /** Payouts by rail and state: how many, and how much. */
  payoutTotals() {
    return payouts.payoutTotals(this.sql);
  }
  moneySummary() {
    return moneySummary(this.sql);
  }
  unpostedLines(cooperative_id: string) {
    return unpostedLines(this.sql, cooperative_id);
  }
  invariants() {
    return invariants(this.sql);
  }
}

export default SettlementService;
