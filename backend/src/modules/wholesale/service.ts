import { createHash, randomUUID } from "node:crypto";
import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, sameGoods, type Goods, type Refusal, type Result } from "@commonlot/domain";
import { readEnv } from "../../env";
import { Cipher } from "../../lib/cipher";
import { inTransaction, type Transaction } from "../../lib/sql";
import { AddresseeAsking } from "./addressees/addressee-asking";
import { AddresseeReading } from "./addressees/addressee-reading";
import { AddresseeSheets } from "./addressees/addressee-sheets";
import { AgreementCallOffs } from "./agreements/agreement-call-offs";
import { AgreementStatements } from "./agreements/agreement-statements";
import { Agreements } from "./agreements/agreements";
import { CallOffPrices } from "./agreements/call-off-prices";
import { JointAgreements } from "./agreements/joint-agreements";
import { JointCallOffs } from "./agreements/joint-call-offs";
import { MarketPrices } from "./agreements/market-prices";
import { AgentBank } from "./agent-bank";
import { Agents } from "./agents";
import { Companies } from "./companies/companies";
import { CompanyAddresses } from "./companies/company-addresses";
import { CompanyInvites } from "./companies/company-invites";
import { CompanyMails } from "./companies/company-mails";
import { CompanyMembers } from "./companies/company-members";
import { CompanyOrders } from "./companies/company-orders";
import { CompanyPapers } from "./companies/company-papers";
import { CompanyPrices } from "./companies/company-prices";
import { PriceLists } from "./companies/price-lists";
import { invariants } from "./invariants";
import { JointAcceptances } from "./joint/joint-acceptance";
import { JointQuotes } from "./joint/joint-quotes";
import { Deliveries } from "./deliveries";
import { OrderLists } from "./quick-order/order-lists";
import { Approvals } from "./quotes/approvals";
import { GiveBacks } from "./quotes/give-backs";
import { QuoteAcceptance } from "./quotes/quote-acceptance";
import { QuoteMails } from "./quotes/quote-mails";
import { Quotes } from "./quotes/quotes";
import { SampleOffers } from "./samples/sample-offers";
import { Samples } from "./samples/samples";
import { waitingFor, type WholesaleTasks } from "./waiting";
import AddresseeList from "./models/addressee-list";
import {
  addresseesOf,
  basketsOf,
  claimForOrder,
  findList,
  findListByKey,
  insertAddressees,
  insertList,
  isOfCart,
  releaseCart,
  reserveForCart,
  type ListRow,
} from "./queries";
import type { AddresseeInput } from "./addressees/read-addressees";

/** An addressee list as others may see it: counts, never a name or an address. */
export interface ListSummary {
  id: string;
  title: string;
  product_variant_id: string | null;
  state: "open" | "claimed";
  lines: number;
  packs_total: number;
  /** How many of which pack; null where there is one kind. */
  goods: Goods | null;
  order_id: string | null;
  created_at: string;
}

interface NewList {
  customer_id: string | null;
  email: string | null;
  title: string;
  product_variant_id: string | null;
  idempotency_key: string | null;
  addressees: readonly AddresseeInput[];
}

type ListRefusal = Refusal<
  "addressee_list_not_found" | "addressee_list_used" | "addressee_list_differs" | "addressee_list_one_line"
>;

class WholesaleService extends MedusaService({ AddresseeList }) {
  protected readonly sql: Knex;
  readonly companies: Companies;
  readonly members: CompanyMembers;
  readonly invites: CompanyInvites;
  readonly papers: CompanyPapers;
  readonly addresses: CompanyAddresses;
  readonly mails: CompanyMails;
  readonly quotes: Quotes;
  readonly acceptance: QuoteAcceptance;
  readonly approvals: Approvals;
  readonly giveBacks: GiveBacks;
  readonly joints: JointQuotes;
  readonly jointAcceptance: JointAcceptances;
  readonly orders: CompanyOrders;
  readonly quoteMails: QuoteMails;
  readonly prices: CompanyPrices;
  /** What some companies pay instead. */
  readonly priceLists: PriceLists;
  readonly sampleOffers: SampleOffers;
  readonly samples: Samples;
  readonly orderLists: OrderLists;
  readonly agreements: Agreements;
  readonly callOffs: AgreementCallOffs;
  readonly jointAgreements: JointAgreements;
  readonly jointCallOffs: JointCallOffs;
  readonly callOffPrices: CallOffPrices;
  readonly marketPrices: MarketPrices;
  /** What agreements came to at the end of their season. */
  readonly statements: AgreementStatements;
  /** Goods that came: accepted, rated. */
  readonly deliveries: Deliveries;
  readonly addresseeSheets: AddresseeSheets;
  readonly addresseeReading: AddresseeReading;
  readonly addresseeAsking: AddresseeAsking;
  /** Who brings orders of companies. */
  readonly agents: Agents;
  /** Where their commission goes. */
  readonly agentBank: AgentBank;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
    const cipher = new Cipher(readEnv().HOUSEHOLD_KEY);
    this.mails = new CompanyMails(this.sql, cipher);
    this.companies = new Companies(this.sql, this.mails);
    this.members = new CompanyMembers(this.sql);
    this.invites = new CompanyInvites(this.sql, this.mails);
    this.papers = new CompanyPapers(this.sql);
    this.addresses = new CompanyAddresses(this.sql);
    this.quotes = new Quotes(this.sql);
    this.acceptance = new QuoteAcceptance(this.sql);
    this.approvals = new Approvals(this.sql);
    this.giveBacks = new GiveBacks(this.sql);
    this.joints = new JointQuotes(this.sql);
    this.jointAcceptance = new JointAcceptances(this.sql);
    this.orders = new CompanyOrders(this.sql);
    this.quoteMails = new QuoteMails(this.sql, this.mails);
    this.prices = new CompanyPrices(this.sql);
    this.priceLists = new PriceLists(this.sql);
    this.sampleOffers = new SampleOffers(this.sql);
    this.samples = new Samples(this.sql);
    this.orderLists = new OrderLists(this.sql);
    this.agreements = new Agreements(this.sql);
    this.callOffs = new AgreementCallOffs(this.sql);
    this.jointAgreements = new JointAgreements(this.sql);
    this.jointCallOffs = new JointCallOffs(this.sql);
    this.callOffPrices = new CallOffPrices(this.sql);
    this.marketPrices = new MarketPrices(this.sql);
    this.statements = new AgreementStatements(this.sql);
    this.deliveries = new Deliveries(this.sql);
    this.addresseeSheets = new AddresseeSheets(this.sql);
    this.addresseeReading = new AddresseeReading(this.sql);
    this.addresseeAsking = new AddresseeAsking(this.sql);
    this.agents = new Agents(this.sql);
    this.agentBank = new AgentBank(this.sql, cipher, this.mails);
  }

  invariants() {
    return invariants(this.sql);
  }

  /** Blanks addressees and sender of lists whose orders are over, and of this customer's lists that became none; counts stay. */
  async forget({ order_ids, customer_id }: { order_ids: readonly string[]; customer_id: string }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      const whose = `(order_id = any(?) or (customer_id = ? and order_id is null))`;
      const bindings = [[...order_ids], customer_id];
      await tx.raw(
        `update addressee set name = '', phone = '', city = null, address = '', message = ''
         where list_id in (select id from addressee_list where ${whose}) and (name <> '' or phone <> '' or address <> '')`,
        bindings,
      );
      await tx.raw(`update addressee_list set email = null, title = '' where ${whose}`, bindings);
    });
  }

  /** Writes a list whole. The same key with the same list answers the first one; with another list it is refused. */
  async createList(
    input: NewList,
  ): Promise<Result<{ list: ListSummary; created: boolean }, Refusal<"idempotency_conflict">>> {
    return inTransaction(this.sql, (tx) => this.createList_(tx, input));
  }

  protected async createList_(
    tx: Transaction,
    input: NewList,
  ): Promise<Result<{ list: ListSummary; created: boolean }, Refusal<"idempotency_conflict">>> {
    const hash = hashOf(input);
    const written = await insertList(tx, {
      id: `adl_${randomUUID().replaceAll("-", "")}`,
      customer_id: input.customer_id,
      email: input.email,
      title: input.title,
      product_variant_id: input.product_variant_id,
      lines: input.addressees.length,
      packs_total: input.addressees.reduce((sum, addressee) => sum + addressee.packs, 0),
      hash,
      idempotency_key: input.idempotency_key,
    });
    if (written) {
      await insertAddressees(tx, written.id, input.addressees);
      return ok({ list: summaryOf(written), created: true });
    }
    const earlier = await findListByKey(tx, input.customer_id, input.idempotency_key ?? "");
    if (!earlier) throw new Error("an addressee list was neither written nor found");
    if (earlier.hash !== hash) {
      return refuse(
        "idempotency_conflict",
        "This idempotency_key was used for another list. Send the new list with a new key.",
      );
    }
    return ok({ list: summaryOf(earlier), created: false });
  }

  /** The list's counts; a list of a signed-in customer is there for that customer only, a company's for its quote only. */
  async list(list_id: string, customer_id: string | null): Promise<ListSummary | undefined> {
    const found = await findList(this.sql, list_id);
    if (!found || found.company_id !== null || (found.customer_id !== null && found.customer_id !== customer_id))
      return undefined;
    return summaryOf(found);
  }

  /** What waits for the managers of a cooperative. */
  waitingFor(cooperative_id: string): Promise<WholesaleTasks> {
    return waitingFor(this.sql, cooperative_id);
  }

  /** To how many addressees a list goes; undefined when there is none. A number, so whoever knows the order may have it. */
  async addresseesCounted(list_id: string): Promise<number | undefined> {
    return (await findList(this.sql, list_id))?.lines;
  }

  /** Equal baskets counted together, for freight: how many addressees want how many packs, of which, in which province. */
  async baskets(
    list_id: string,
  ): Promise<{ province_code: string; packs: number; goods: Goods | null; addressees: number }[]> {
    const found = await basketsOf(this.sql, list_id);
    return found.map((b) => ({
      province_code: b.province_code,
      packs: Number(b.packs),
      goods: b.goods,
      addressees: Number(b.addressees),
    }));
  }

  /** Names and addresses, for the jobs that plan and print. Never for an answer over HTTP. */
  async addressees(list_id: string) {
    const found = await addresseesOf(this.sql, list_id);
    return found.map((a) => ({ ...a, packs: Number(a.packs) }));
  }

  /**
   * Whether an order of `packs` may go to the list; `goods`: how many of which, where it is known. With `cart_id` (the validate hook of completion) the list is
   * also reserved for that cart, so that of two carts that complete with one list only one becomes an order. Such a
   * reservation ends with `releaseList`, like a cart hold: never by the clock. `order_id`: the order that exists already
   * for this cart when completion is tried again.
   */
  async checkList(input: {
    list_id: string;
    packs: number;
    goods?: Goods;
    cart_id?: string;
    order_id?: string;
  }): Promise<Result<ListSummary, ListRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await findList(tx, input.list_id);
      // A company's list goes with the cart of its quote, and with no other.
      if (!found || (found.company_id !== null && !(await isOfCart(tx, input.list_id, input.cart_id ?? found.cart_id))))
        return refuse("addressee_list_not_found", "There is no such addressee list.", "addressee_list_id");
      if (BigInt(found.packs_total) !== BigInt(input.packs)) {
        return refuse(
          "addressee_list_differs",
          `The cart has ${input.packs} packs, the addressee list has ${found.packs_total}. Make them equal, then order again.`,
          "addressee_list_id",
        );
      }
      if (found.goods !== null && input.goods && !sameGoods(found.goods, input.goods))
        return refuse(
          "addressee_list_differs",
          "The packs of the cart are not those that the addressees of its list get. Make them equal, then order again.",
          "addressee_list_id",
        );
      if (found.goods === null && Object.keys(input.goods ?? {}).length > 1)
        return refuse(
          "addressee_list_one_line",
          "Everybody on this addressee list gets one kind of pack, and the cart has several. Order each kind by itself.",
          "items",
        );
      const used = refuse(
        "addressee_list_used",
        "This addressee list belongs to another order. Send a new list.",
        "addressee_list_id",
      );
      if (found.order_id !== null) {
        const own =
          found.order_id === input.order_id || (input.cart_id !== undefined && found.cart_id === input.cart_id);
        return own ? ok(summaryOf(found)) : used;
      }
      if (input.cart_id === undefined) return ok(summaryOf(found));
      const reserved = await reserveForCart(tx, input.list_id, input.cart_id);
      return reserved ? ok(summaryOf(reserved)) : used;
    });
  }

  /** Frees the list of a cart whose completion came to nothing. Does nothing once an order has it. */
  async releaseList(cart_id: string): Promise<void> {
    await inTransaction(this.sql, (tx) => releaseCart(tx, cart_id));
  }

  /** Gives the list to its order, once; again for the same order changes nothing. */
  async claimList(input: { list_id: string; order_id: string }): Promise<Result<ListSummary, ListRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const claimed = await claimForOrder(tx, input.list_id, input.order_id);
      if (claimed) return ok(summaryOf(claimed));
      if (!(await findList(tx, input.list_id))) {
        return refuse("addressee_list_not_found", "There is no such addressee list.", "addressee_list_id");
      }
      return refuse("addressee_list_used", "This addressee list belongs to another order.", "addressee_list_id");
    });
  }
}

function summaryOf(list: ListRow): ListSummary {
  return {
    id: list.id,
    title: list.title,
    product_variant_id: list.product_variant_id,
    state: list.state,
    lines: list.lines,
    packs_total: Number(list.packs_total),
    goods: list.goods,
    order_id: list.order_id,
    created_at: list.created_at.toISOString(),
  };
}

/** SHA-256 over what the list says, lines in order, so that the same sheet sent twice is seen as the same. */
function hashOf(input: NewList): string {
  const hash = createHash("sha256").update(JSON.stringify([input.title, input.product_variant_id, input.email]));
  for (const a of [...input.addressees].sort((one, other) => one.line - other.line)) {
    hash.update(JSON.stringify([a.line, a.name, a.phone, a.province_code, a.city, a.address, a.packs]));
  }
  return hash.digest("hex");
}

export default WholesaleService;
