import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { readEnv } from "../../env";
import { Cipher } from "../../lib/cipher";
import { AgentMoney } from "./agent-money";
import { BankAnswers } from "./answers/answers";
import { OpenItems } from "./answers/open-items";
import { BankSheets } from "./bank-sheets";
import { Cancellations } from "./cancellations";
import { CashDesk } from "./cash-desk";
import { ClaimMoney } from "./claims";
import { Clawbacks } from "./clawbacks";
import { CommissionRuns } from "./commissions/runs";
import { CommissionViews } from "./commissions/views";
import { CycleRefunds } from "./cycle-refunds";
import { Disputes } from "./disputes";
import { DryRuns } from "./dry-run";
import { FeePolicies } from "./fee-policies";
import { FeeSimulation } from "./fee-simulation";
import { FreightGaps } from "./freight-gaps";
import { Holdbacks } from "./holdbacks";
import { Invoices } from "./invoices";
import { LateRefunds } from "./late-refunds";
import { LedgerBooks } from "./ledger-books";
import { Members } from "./members";
import Sale from "./models/sale";
import { MoneyBoards } from "./money-board";
import { MoneyPapers } from "./money-papers";
import { MoneyReads } from "./money-reads";
import { OperatorPayouts } from "./operator/payouts";
import { PatronageRefunds } from "./patronage";
import { PeriodRemovals } from "./period-removals";
import { PeriodSchedules } from "./period-schedules";
import { PeriodMoneyTotals } from "./period-totals";
import { PricePools } from "./price-pools";
import { ProcessorRefunds } from "./processor-refunds";
import { ProcessorBooks } from "./processor/books";
import { Proofs } from "./proofs";
import { PayoutReversals } from "./reversals";
import { Seals } from "./seals";
import { ShortMoney } from "./shorts";
import { StatementPapers } from "./statement-papers";
import { StockLosses } from "./stock-losses";
import { IncomingTransfers } from "./transfers/incoming";
import { JointProformas } from "./transfers/joint-proformas";
import { Proformas } from "./transfers/proformas";
import { Receivables } from "./transfers/receivables";
import { TransfersTakenBack } from "./transfers/taken-back";
import { Trials } from "./trials";

/** Each idea of the settlement in a file of its own, all on one database: what the room's front (`service.ts`) stands on. */
export class SettlementIdeas extends MedusaService({ Sale }) {
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
}
