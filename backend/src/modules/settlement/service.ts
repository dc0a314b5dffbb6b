import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, type Transaction } from "../../lib/sql";
import { recordCapture, type RecordCaptureInput } from "./capture";
import * as intents from "./intents";
import { invariants } from "./invariants";
import Sale from "./models/sale";
import { publishPolicy, policiesInForce, policyView, type PublishPolicyInput } from "./policy";
import { postSale, type PostSaleInput } from "./post";
import { holdDaysOfOrder, moneySummary, waterfallOfOrder } from "./queries";
import * as refunds from "./refund";

/**
 * Money in and its division. Every writing method is a pair: the public one opens the transaction, its twin with an
 * underscore works inside one. Refusals are MedusaErrors with a code; money that does not add up is never written.
 */
class SettlementService extends MedusaService({ Sale }) {
  protected readonly sql: Knex;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
  }

  // Policies

  publishPolicy(input: PublishPolicyInput) {
    return inTransaction(this.sql, (tx) => this.publishPolicy_(tx, input));
  }
  async publishPolicy_(tx: Transaction, input: PublishPolicyInput) {
    return policyView(await publishPolicy(tx, input));
  }
  /** The rates in force today, or undefined when this cooperative has none in that currency. */
  async policyInForce(cooperative_id: string, currency: string) {
    const policy = (await policiesInForce(this.sql, [cooperative_id], currency.toUpperCase())).get(cooperative_id);
    return policy && policyView(policy);
  }
  /** Days between delivery and the division of an order: the longest of its lines' policies. */
  holdDaysOfOrder(order_id: string) {
    return holdDaysOfOrder(this.sql, order_id);
  }

  // Capture

  openCaptureIntent(input: Parameters<typeof intents.openCaptureIntent>[1]) {
    return inTransaction(this.sql, (tx) => intents.openCaptureIntent(tx, input));
  }
  captureIntentOf(order_id: string) {
    return intents.captureIntentOf(this.sql, order_id);
  }
  markCaptureCalled(order_id: string) {
    return inTransaction(this.sql, (tx) => intents.markCaptureCalled(tx, order_id));
  }
  recordCaptureOutcome(input: Parameters<typeof intents.recordCaptureOutcome>[1]) {
    return inTransaction(this.sql, (tx) => intents.recordCaptureOutcome(tx, input));
  }
  recordCapture(input: RecordCaptureInput) {
    return inTransaction(this.sql, (tx) => this.recordCapture_(tx, input));
  }
  recordCapture_(tx: Transaction, input: RecordCaptureInput) {
    return recordCapture(tx, input);
  }

  // Division and refunds

  postSale(input: PostSaleInput) {
    return inTransaction(this.sql, (tx) => this.postSale_(tx, input));
  }
  postSale_(tx: Transaction, input: PostSaleInput) {
    return postSale(tx, input);
  }
  refundBeforePosting(input: refunds.RefundInput) {
    return inTransaction(this.sql, (tx) => this.refundBeforePosting_(tx, input));
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
    return inTransaction(this.sql, (tx) => refunds.recordRefundOutcome(tx, input));
  }

  // What people and pages read

  waterfallOfOrder(order_id: string) {
    return waterfallOfOrder(this.sql, order_id);
  }
  moneySummary() {
    return moneySummary(this.sql);
  }
  invariants() {
    return invariants(this.sql);
  }
}

export default SettlementService;
