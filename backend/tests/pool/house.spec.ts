import { afterAll, beforeAll, describe } from "vitest";
import { startHouse, type House } from "../../../dev/src/testing/house";
import { matrix } from "../people/matrix";
import { accounts } from "./house/accounts";
import { adminActs } from "./house/admin-acts";
import { allocation } from "./house/allocation";
import { feePolicies } from "./house/fee-policies";
import { relatives } from "./house/relatives";
import { buyers } from "./house/buyers";
import { buyersOrders } from "./house/buyers-orders";
import { carriers } from "./house/carriers";
import { trucks } from "./house/trucks";
import { companies } from "./house/companies";
import { cycles } from "./house/cycles";
import { selling } from "./house/selling";
import { shop } from "./house/shop";
import { signIn } from "./house/sign-in";
import { team } from "./house/team";
import { newPools } from "./house/new-pools";
import { pricePools } from "./house/price-pools";
import { operations } from "./house/operations";
import { unreadable } from "./house/unreadable";
import { weighIn } from "./house/weigh-in";

// One house for all parts: starting one takes longer than most of what is asked of it.
let running: House | undefined;
const house = (): House => {
  if (!running) throw new Error("the house did not start");
  return running;
};

beforeAll(async () => {
  running = await startHouse({ workers: 0 });
});
afterAll(() => running?.stop());

describe("signing in", () => signIn(house));
describe("relatives and shared phones", () => relatives(house));
describe("team and accounts", () => team(house));
describe("the weighing place", () => weighIn(house));
describe("a new pool", () => newPools(house));
describe("price modes and price pools", () => pricePools(house));
describe("Medusa Admin's own stock acts", () => adminActs(house));
describe("rules and simulation", () => allocation(house));
describe("carriers, cards and cartons", () => carriers(house));
describe("trucks", () => trucks(house));
describe("what nobody can read", () => unreadable(house));
describe("what an operator has done again", () => operations(house));
describe("the shop", () => shop(house));
describe("order cycles", () => cycles(house));
describe("what a cooperative sells", () => selling(house));
describe("a buyer's account", () => buyers(house));
describe("what a buyer bought", () => buyersOrders(house));
describe("companies that buy in bulk", () => companies(house));
describe("fee policies and schedules", () => feePolicies(house));
describe("accounts and refunds of the year", () => accounts(house));
// The matrix last: it writes rows by hand that no other part should meet.
describe("the authorization matrix", () => matrix(house));
