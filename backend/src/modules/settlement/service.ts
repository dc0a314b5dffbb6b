import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Refusal, Result } from "@commonlot/domain";
import { readEnv } from "../../env";
import { Cipher } from "../../lib/cipher";
import { inTransaction, type Transaction } from "../../lib/sql";
import type { PartyAccount } from "./accounts";
import { BankAnswers } from "./answers/answers";
import { OpenItems } from "./answers/open-items";
import { OperatorPayouts } from "./operator/payouts";
import { approvePeriod, type ApprovePeriodInput } from "./approve";
import { bankFileOf, setPayingAccount } from "./bank-file";
import { BankSheets } from "./bank-sheets";
import { Cancellations } from "./cancellations";
import { ClaimMoney } from "./claims";
import { CashDesk } from "./cash-desk";
import { Clawbacks } from "./clawbacks";
import { CommissionRuns } from "./commissions/runs";
import { CommissionViews } from "./commissions/views";
import { CycleRefunds } from "./cycle-refunds";
import { recordCapture, type RecordCaptureInput } from "./capture";
import * as desk from "./desk-views";
import { Disputes } from "./disputes";
import { DryRuns } from "./dry-run";
import { invariants } from "./invariants";
import { LateRefunds } from "./late-refunds";
import Sale from "./models/sale";
import * as payouts from "./payout";
import * as periods from "./period";
import { LedgerBooks } from "./ledger-books";
import { Members } from "./members";
import { MoneyBoards } from "./money-board";
import { MoneyPapers } from "./money-papers";
import { MoneyReads } from "./money-reads";
import { PeriodMoneyTotals } from "./period-totals";
import { PatronageRefunds } from "./patronage";
import { PricePools } from "./price-pools";
import { StatementPapers } from "./statement-papers";
import { ProcessorBooks } from "./processor/books";
import { Trials } from "./trials";
import { policiesOfGoods, policyView, publishPolicy, type PublishPolicyInput } from "./policy";
import { FeePolicies } from "./fee-policies";
import { FeeSimulation } from "./fee-simulation";
import { FreightGaps } from "./freight-gaps";
import { Invoices } from "./invoices";
import { Holdbacks } from "./holdbacks";
import { PeriodRemovals } from "./period-removals";
import { PeriodSchedules } from "./period-schedules";
import { postSale, type PostSaleInput } from "./post";
import { ProcessorRefunds } from "./processor-refunds";
import { Proofs } from "./proofs";
import {
  holdDaysOfOrder,
  holdDaysOfOrders,
  moneySummary,
  sellersOfOrder,
  unpostedLines,
  waterfallOfOrder,
} from "./queries";
import * as refunds from "./refund";
import { AgentMoney } from "./agent-money";
import { asResult } from "./refusals";
import { PayoutReversals } from "./reversals";
import { Seals } from "./seals";
import { ShortMoney } from "./shorts";
import { StockLosses } from "./stock-losses";
import { settlePeriod } from "./settle";
import { soldByPool } from "./sold";
import { earnedByHouseholds, moneyOfHousehold, moneyOfLots, statementHeads } from "./statements";
import { IncomingTransfers } from "./transfers/incoming";
import { JointProformas } from "./transfers/joint-proformas";
import { Proformas } from "./transfers/proformas";
import { Receivables } from "./transfers/receivables";
import { TransfersTakenBack } from "./transfers/taken-back";
import type { ActivityPage } from "../../lib/activity";
import { periodsToApprove, settlementActivity } from "./activity";

/**
 * Money in, its division, and its way to the households. A writing method is a pair: the public one opens the
 * transaction and hands a refusal back as a value; its twin with an underscore works inside one and throws, so that
 * the caller's transaction ends with it. Money that does not add up is never written.
 */
class SettlementService extends MedusaService({ Sale }) {
  protected readonly sql: Knex;
  protected readonly cipher: Cipher;
  readonly cancellations: Cancellations;
  /** Papers of what was sold, and credit notes. */
  readonly invoices: Invoices;
  /** Rates: proposed, tried on paper, confirmed by a second person. */
  readonly feePolicies: FeePolicies;
  readonly feeSimulation: FeeSimulation;
  /** Simulations and dry runs too large to wait for. */
  readonly trials: Trials;
  readonly holdbacks: Holdbacks;
  readonly stockLosses: StockLosses;
  readonly schedules: PeriodSchedules;
  readonly periodRemovals: PeriodRemovals;
  readonly claims: ClaimMoney;
  readonly clawbacks: Clawbacks;
  /** What goes back when the price of an order cycle has fallen. */
  readonly cycleRefunds: CycleRefunds;
  /** The gap between freight quoted and freight planned. */
  readonly freightGaps: FreightGaps;
  readonly disputes: Disputes;
  readonly dryRuns: DryRuns;
  readonly lateRefunds: LateRefunds;
  readonly processorRefunds: ProcessorRefunds;
  readonly pricePools: PricePools;
  /** The year-end refund to members, by what they brought. */
  readonly patronage: PatronageRefunds;
  /** Who is a member, with which share capital. */
  readonly members: Members;
  /** The ledger in an accountant's codes. */
  readonly books: LedgerBooks;
  /** Who read bank data or took the ledger along. */
  readonly reads: MoneyReads;
  readonly seals: Seals;
  readonly shorts: ShortMoney;
  /** What banks answer to our files, and what of it waits for a person. */
  readonly bankAnswers: BankAnswers;
  readonly openItems: OpenItems;
  readonly bankSheets: BankSheets;
  /** PDFs about money, and what a statement says on paper, page and phone. */
  readonly papers: MoneyPapers;
  readonly statements: StatementPapers;
  readonly totals: PeriodMoneyTotals;
  readonly cash: CashDesk;
  readonly boards: MoneyBoards;
  /** The processor's own account of our money, against the ledger. */
  readonly processor: ProcessorBooks;
  /** Transfers that are taken back. */
  readonly reversals: PayoutReversals;
  readonly operatorPayouts: OperatorPayouts;
  /** What companies are to transfer, and what they have. */
  readonly proformas: Proformas;
  readonly jointProformas: JointProformas;
  readonly transfers: IncomingTransfers;
  /** Money of buyers that the bank took back. */
  readonly takenBack: TransfersTakenBack;
  /** What households got of an order, signed. */
  readonly proofs: Proofs;
  /** What companies owe for orders that stand. */
  readonly receivables: Receivables;
  /** What agents earn of orders that they brought. */
  readonly agents: AgentMoney;
  /** Commissions that are paid out, and what is read of them. */
  readonly commissions: CommissionRuns;
  readonly commissionViews: CommissionViews;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
    this.cancellations = new Cancellations(this.sql);
    this.invoices = new Invoices(this.sql);
    this.feePolicies = new FeePolicies(this.sql);
    this.feeSimulation = new FeeSimulation(this.sql);
    this.trials = new Trials(this.sql);
    this.holdbacks = new Holdbacks(this.sql);
    this.stockLosses = new StockLosses(this.sql);
    this.schedules = new PeriodSchedules(this.sql);
    this.periodRemovals = new PeriodRemovals(this.sql);
    this.claims = new ClaimMoney(this.sql);
    this.clawbacks = new Clawbacks(this.sql);
    this.cycleRefunds = new CycleRefunds(this.sql);
    this.disputes = new Disputes(this.sql);
    this.dryRuns = new DryRuns(this.sql);
    this.lateRefunds = new LateRefunds(this.sql);
    this.processorRefunds = new ProcessorRefunds(this.sql);
    this.pricePools = new PricePools(this.sql);
    this.patronage = new PatronageRefunds(this.sql);
    this.members = new Members(this.sql);
    this.books = new LedgerBooks(this.sql);
    this.reads = new MoneyReads(this.sql);
    this.seals = new Seals(this.sql);
    this.shorts = new ShortMoney(this.sql);
    this.cipher = new Cipher(readEnv().HOUSEHOLD_KEY);
    this.freightGaps = new FreightGaps(this.sql, this.cipher);
    this.bankAnswers = new BankAnswers(this.sql, this.cipher);
    this.openItems = new OpenItems(this.sql);
    this.bankSheets = new BankSheets(this.sql);
    this.papers = new MoneyPapers(this.sql);
    this.statements = new StatementPapers(this.sql);
    this.totals = new PeriodMoneyTotals(this.sql);
    this.cash = new CashDesk(this.sql);
    this.boards = new MoneyBoards(this.sql);
    this.processor = new ProcessorBooks(this.sql);
    this.operatorPayouts = new OperatorPayouts(this.sql);
    this.reversals = new PayoutReversals(this.sql);
    this.proformas = new Proformas(this.sql, this.cipher);
    this.jointProformas = new JointProformas(this.sql, this.cipher);
    this.transfers = new IncomingTransfers(this.sql, this.cipher);
    this.takenBack = new TransfersTakenBack(this.sql);
    this.proofs = new Proofs(this.sql);
    this.receivables = new Receivables(this.sql);
    this.agents = new AgentMoney(this.sql);
    this.commissions = new CommissionRuns(this.sql, this.cipher);
    this.commissionViews = new CommissionViews(this.sql);
  }

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
