import type { House } from "../../../../dev/src/testing/house";
import { makeCarriers } from "./carriers";
import { makeLedger, type LedgerIds } from "./ledger-world";
import { insertAllocation } from "./allocation-world";
import { holderOf } from "../../../src/lib/sign-in-names";
import { insertRegister, RELATIVES_PHONE } from "./register-world";
import { insertEnded, insertTrade } from "./trade-world";
import { insertClaims, type ClaimIds } from "./claims";
import { insertCompanies, type CompanyIds } from "./companies";
import { insertSheet, sendList, type AddresseeIds } from "./addressees";
import { CANARY_PHONE, insertHousehold, weighIn } from "./household-world";
import { insertPriceLists, type PriceListIds } from "./price-lists";
import { insertLists, type QuickIds } from "./quick";
import { insertAgreements, type AgreementIds } from "./agreements";
import { insertJointAgreement, type JointAgreementIds } from "./joint-agreements";
import { insertQuote, type QuoteIds } from "./quotes";
import { insertTransfers, type TransferIds } from "./transfers";
import { insertProof, type ProofIds } from "./proofs";
import { insertShed, type ShedIds } from "./shed-world";
import { tokenFor, type Actors, type Principal } from "./principals";
import { weighInIds, type WeighInIds } from "./weigh-in-world";

/** Whose secret a canary is: it may come back to these principals only. */
export interface Canary {
  text: string;
  may_see: readonly Principal[];
}

/** Rows of both cooperatives that the matrix asks for, and words that must not come out to the wrong people. */
export interface World {
  house: House;
  tokens: Partial<Record<Principal, string>>;
  canaries: readonly Canary[];
  ids: {
    cooperative: string;
    other_cooperative: string;
    pool: string;
    household: string;
    neighbour: string;
    other_household: string;
    order: string;
    parcel: string;
    parcel_number: string;
    period: string;
    batch: string;
    statement: string;
    money_paper: string;
    bank_file: string;
    bank_item: string;
    product: string;
    list: string;
    lot: string;
    neighbour_lot: string;
    short: string;
    recall: string;
    order_line: string;
    allocated_lot: string;
    rule: string;
    village: string;
    person: string;
    delegate: string;
    second_delegate: string;
    /** A household that was registered by the house itself, not by hand. */
    registered: string;
    import: string;
    card_sheet: string;
    member: string;
    invite: string;
    collection_time: string;
    rate_card: string;
    truck_rate: string;
    carton: string;
  } & LedgerIds &
    WeighInIds &
    ShedIds &
    ClaimIds &
    CompanyIds &
    QuoteIds &
    AgreementIds &
    JointAgreementIds &
    QuickIds &
    PriceListIds &
    TransferIds &
    ProofIds &
    AddresseeIds;
}

const STAFF_OF_X: readonly Principal[] = ["manager", "weigher", "packer", "accountant"];
/** Every id this part makes begins so; the other parts of the house have their own. */
const MARK = "matrix";

/** Builds the world: households by hand with names nobody else has, a parcel, a paid period, for X and for Y. */
export async function makeWorld(house: House): Promise<World> {
  const { db } = house;
  const one = async <T>(sql: string, values: unknown[] = []): Promise<T> => {
    const { rows } = await db.query(sql, values);
    if (!rows[0]) throw new Error(`nothing found by: ${sql}`);
    return rows[0] as T;
  };
  const cooperative = async (handle: string) =>
    (await one<{ id: string }>(`select id from cooperative where handle = $1`, [handle])).id;
  const [x, y] = [await cooperative("wudu"), await cooperative("longchuan")];
  const village = async (handle: string) =>
    (await one<{ id: string }>(`select id from village where handle = $1`, [handle])).id;
  const member = async (of: string, role: string) =>
    (await one<{ id: string }>(`select id from coop_member where email = $1`, [`${role}@${of}.example`])).id;
  const secretary = async (village: string) =>
    (await one<{ id: string }>(`select id from secretary where email = $1`, [`secretary@${village}.example`])).id;
  const user = await one<{ id: string }>(`select id from "user" limit 1`);
  const product = productsOf(house).find((p) => p.handle === "maya-walnuts");
  const pool = product?.pool_id ?? "";

  const households = {
    household: await insertHousehold(house, {
      mark: MARK,
      name: "canary-first",
      card: "ZX0001",
      cooperative: x,
      village: await village("maya"),
    }),
    neighbour: await insertHousehold(house, {
      mark: MARK,
      name: "canary-second",
      card: "ZX0002",
      cooperative: x,
      village: await village("maya"),
    }),
    other_household: await insertHousehold(house, {
      mark: MARK,
      name: "canary-other",
      card: "ZY0001",
      cooperative: y,
      village: await village("shangmeng"),
    }),
  };
  const [people_x, people_y] = [
    { settled_by: await member("wudu", "accountant"), approved_by: await member("wudu", "manager") },
    { settled_by: await member("longchuan", "accountant"), approved_by: await member("longchuan", "manager") },
  ];
  const of_x = await insertTrade(house, {
    mark: `${MARK}_x`,
    cooperative: x,
    household: households.household,
    name: "canary-first",
    account: "canary-account-x",
    ...people_x,
  });
  await insertTrade(house, {
    mark: `${MARK}_y`,
    cooperative: y,
    household: households.other_household,
    name: "canary-other",
    account: "canary-account-y",
    ...people_y,
  });

  const companies = await insertCompanies(house, { x, y });
  const quote = await insertQuote(house, { x, company: companies.ids.company, buyer: companies.owners.p });
  const lists = await insertLists(house, { company: companies.ids.company, buyer: companies.owners.p });
  const prices = await insertPriceLists(house, {
    x,
    company: companies.ids.company,
    product: product?.id ?? "",
  });
  const agreements = await insertAgreements(house, {
    x,
    company: companies.ids.company,
    buyer: companies.owners.p,
  });
  const joint_agreement = await insertJointAgreement(house, {
    company: companies.ids.company,
    buyer: companies.owners.p,
  });
  const sheets = await insertSheet(house, { company: companies.ids.company, buyer: companies.owners.p });
  const transfers = await insertTransfers(house, { x, company: companies.ids.company, quote: quote.quote });
  const proof = await insertProof(house);
  const actors: Actors = {
    buyer: { type: "customer", id: `cus_${MARK}` },
    household: { type: "household", id: households.household },
    neighbour: { type: "household", id: households.neighbour },
    other_household: { type: "household", id: households.other_household },
    relative: { type: "household", id: holderOf(RELATIVES_PHONE) },
    manager: { type: "coop_member", id: await member("wudu", "manager") },
    weigher: { type: "coop_member", id: await member("wudu", "weigher") },
    packer: { type: "coop_member", id: await member("wudu", "packer") },
    accountant: { type: "coop_member", id: await member("wudu", "accountant") },
    other_manager: { type: "coop_member", id: await member("longchuan", "manager") },
    secretary: { type: "secretary", id: await secretary("maya") },
    other_secretary: { type: "secretary", id: await secretary("shangmeng") },
    operator: { type: "user", id: user.id },
    company_member: { type: "wholesale_member", id: companies.owners.p },
    other_company_member: { type: "wholesale_member", id: companies.owners.q },
  };
  const tokens: World["tokens"] = {};
  for (const [who, actor] of Object.entries(actors)) tokens[who as Principal] = tokenFor(house, actor);
  // Everybody who may have goods has some: a list that is empty for everyone proves nothing.
  const weigher = {
    x: tokens.weigher ?? "",
    y: tokenFor(house, { type: "coop_member", id: await member("longchuan", "weigher") }),
  };
  const shangmeng = productsOf(house).find((p) => p.handle.startsWith("shangmeng"))?.pool_id ?? "";
  await weighIn(house, weigher.x, "ZX0001", pool);
  await weighIn(house, weigher.x, "ZX0002", pool);
  await weighIn(house, weigher.y, "ZY0001", shangmeng);

  const lotOf = async (household: string) =>
    (
      await one<{ id: string }>(`select id from lot where household_id = $1 order by created_at desc limit 1`, [
        household,
      ])
    ).id;
  const lots = { lot: await lotOf(households.household), neighbour_lot: await lotOf(households.neighbour) };
  const ended = await insertEnded(house, { mark: MARK, cooperative: x, lot: lots.lot });

  // A lot of its own: what the other rows ask of the first household's lot stays theirs.
  await weighIn(house, weigher.x, "ZX0001", pool);
  const allocated_lot = await lotOf(households.household);
  const allocated = await insertAllocation(house, {
    mark: `${MARK}_x`,
    order: of_x.order,
    pool,
    household: households.household,
    lot: allocated_lot,
  });
  const shed = await insertShed(house, { mark: `${MARK}_x`, cooperative: x });
  const shed_y = await insertShed(house, { mark: `${MARK}_y`, cooperative: y });
  const claims = await insertClaims(house, {
    mark: `${MARK}_x`,
    cooperative: x,
    parcel: shed.shed_parcel,
    order: shed.shed_order,
  });
  await insertClaims(house, {
    mark: `${MARK}_y`,
    cooperative: y,
    parcel: shed_y.shed_parcel,
    order: shed_y.shed_order,
  });
  const register = await insertRegister(house, { cooperative: x, household: households.household });
  return {
    house,
    tokens,
    ids: {
      cooperative: x,
      other_cooperative: y,
      ...(await weighInIds(house, MARK, lots.lot)),
      pool,
      product: product?.id ?? "",
      ...households,
      ...of_x,
      ...lots,
      ...ended,
      ...allocated,
      ...register,
      ...shed,
      ...claims,
      ...companies.ids,
      ...quote,
      ...agreements,
      ...joint_agreement,
      ...lists,
      ...prices,
      ...sheets,
      ...transfers,
      ...proof,
      village: await village("maya"),
      registered: (await one<{ id: string }>(`select id from household where card_number = 'WD0032'`)).id,
      list: await sendList(house),
      ...(await makeCarriers(house, tokens.manager ?? "")),
      ...(await makeLedger(house, {
        weigher: weigher.x,
        manager: tokens.manager ?? "",
        household: households.household,
        pool,
      })),
    },
    canaries: [
      { text: "canary-proof-buyer", may_see: [] },
      { text: "canary-transfer-payer", may_see: ["manager", "accountant"] },
      { text: "canary-transfer-company", may_see: ["manager", "accountant", "company_member"] },
      { text: "canary-transfer-account", may_see: ["company_member"] },
      { text: "canary-agreement-words", may_see: ["manager", "company_member"] },
      { text: "canary-quote-words", may_see: ["manager", "company_member"] },
      { text: "canary-price-list", may_see: ["manager"] },
      { text: "canary-order-line", may_see: ["company_member"] },
      { text: "canary-order-list", may_see: ["company_member"] },
      { text: "canary-first", may_see: [...STAFF_OF_X, "household", "relative", "secretary", "operator"] },
      { text: "canary-second", may_see: [...STAFF_OF_X, "neighbour", "secretary", "operator"] },
      { text: "canary-other", may_see: ["other_manager", "other_household", "other_secretary"] },
      { text: "canary-account-x", may_see: ["manager", "accountant"] },
      { text: "canary-account-y", may_see: [] },
      { text: `canary-bank-${MARK}_x`, may_see: ["manager", "accountant"] },
      { text: `canary-bank-${MARK}_y`, may_see: ["other_manager"] },
      { text: `canary-addressee-${MARK}_x`, may_see: STAFF_OF_X },
      { text: `canary-addressee-${MARK}_y`, may_see: ["other_manager"] },
      { text: "canary-person", may_see: [...STAFF_OF_X, "household", "relative", "secretary"] },
      { text: "canary-delegate", may_see: [...STAFF_OF_X, "household", "relative", "secretary"] },
      { text: "canary-invited", may_see: ["manager", "other_manager"] },
      { text: `canary-driver-${MARK}_x`, may_see: STAFF_OF_X },
      { text: `canary-driver-${MARK}_y`, may_see: ["other_manager"] },
      { text: `canary-claim-${MARK}_x`, may_see: STAFF_OF_X },
      { text: `canary-claim-${MARK}_y`, may_see: ["other_manager"] },
      { text: "canary-cards", may_see: ["manager", "weigher"] },
      { text: "canary-company-p", may_see: ["company_member", "manager", "accountant", "operator"] },
      { text: "canary-company-q", may_see: ["other_company_member", "other_manager", "operator"] },
      { text: "canary-company-buyer", may_see: ["company_member", "manager", "operator"] },
      { text: "canary-company-paper", may_see: ["company_member", "manager", "operator"] },
      // Both invite somebody of this name, and have an address of it.
      { text: "canary-company-invite", may_see: ["company_member", "other_company_member"] },
      { text: "canary-company-address", may_see: ["company_member", "other_company_member"] },
      { text: "canary-list", may_see: [] },
      { text: "canary-sealed-phone", may_see: [] },
      { text: CANARY_PHONE.slice(3), may_see: [] },
    ],
  };
}

function productsOf(house: House): { id: string; handle: string; pool_id: string }[] {
  return house.seed.products as { id: string; handle: string; pool_id: string }[];
}
