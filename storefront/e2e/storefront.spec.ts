import { afterAll, beforeAll, describe } from "vitest";
import { startHouse } from "../../dev/src/testing/house";
import { accounts } from "./accounts";
import { addressees } from "./addressees";
import { addresses } from "./addresses";
import { allocation } from "./allocation";
import { bank } from "./bank";
import { buyerAccount } from "./buyer-account";
import { buying } from "./buying";
import { carrierActs } from "./carrier-acts";
import { claims } from "./claims";
import { companies } from "./companies";
import { cycles } from "./cycles";
import { deskAndHousehold } from "./desk-and-household";
import { conventions } from "./conventions";
import { fetching } from "./fetching";
import { finding } from "./finding";
import { feePolicies } from "./fee-policies";
import { keptPages } from "./kept-pages";
import { ledger } from "./ledger";
import { packing } from "./packing";
import { regrouping } from "./regrouping";
import { otherGrade } from "./other-grade";
import { pages } from "./pages";
import { pictures } from "./pictures";
import { papers } from "./papers";
import { shortPolicy } from "./short-policy";
import { planning } from "./planning";
import { pricePools } from "./price-pools";
import { shorts } from "./shorts";
import { people } from "./people";
import { preorder } from "./preorder";
import { proof } from "./proof";
import { quick } from "./quick";
import { agreements } from "./agreements";
import { jointQuotes } from "./joint-quotes";
import { quotes } from "./quotes";
import { paidLater } from "./paid-later";
import { transfers } from "./transfers";
import { samples } from "./samples";
import { season } from "./season";
import { settlement } from "./settlement";
import { staleBasket } from "./stale-basket";
import { shipping } from "./shipping";
import { shopWriting } from "./shop-writing";
import { register } from "./register";
import { intake } from "./intake";
import { launch, weighInStock, type Seed, type World } from "./walk";

// One house for all: the real backend, a worker, the card processor's stand-in, the storefront from its build, and a
// real browser.
let world: World | undefined;
const here = (): World => {
  if (!world) throw new Error("the house did not start");
  return world;
};

beforeAll(async () => {
  const browser = await launch();
  const house = await startHouse({ workers: 1, storefront: true });
  world = { house, browser, shop: house.storefrontUrl ?? "", seed: house.seed as unknown as Seed };
  await weighInStock(world);
});

afterAll(async () => {
  await world?.browser.close();
  await world?.house.stop();
});

describe("pages", () => pages(here));
describe("finding", () => finding(here));
describe("pictures", () => pictures(here));
describe("what search engines, printers and keyboards expect", () => conventions(here));
describe("pages kept for everybody", () => keptPages(here));
describe("desk and household", () => deskAndHousehold(here));
describe("shorts and recalls", () => shorts(here));
describe("what is done about missing packs", () => shortPolicy(here));
describe("another grade instead", () => otherGrade(here));
describe("what a cooperative writes in the shop", () => shopWriting(here));
describe("register", () => register(here));
describe("people", () => people(here));
describe("the weighing place", () => intake(here));
describe("buying", () => buying(here));
describe("where to", () => addresses(here));
describe("goods that are fetched", () => fetching(here));
describe("a basket that lay", () => staleBasket(here));
describe("a buyer's account", () => buyerAccount(here));
describe("pool ledger", () => ledger(here));
describe("carriers and cartons", () => shipping(here));
describe("dealings with carriers", () => carrierActs(here));
describe("the packing shed", () => {
  packing(here);
  regrouping(here);
});
describe("plans on their way", () => planning(here));
describe("who fills an order", () => allocation(here));
describe("answers of the bank", () => bank(here));
describe("claims", () => claims(here));
describe("papers about money", () => papers(here));
describe("proof of benefit", () => proof(here));
describe("price pools", () => pricePools(here));
describe("order cycles", () => cycles(here));
describe("goods that are still in the field", () => preorder(here));
describe("told when goods open, and thanks", () => season(here));
describe("dry run, approval and clawbacks", () => settlement(here));
describe("fee policies", () => feePolicies(here));
describe("companies that buy in bulk", () => {
  companies(here);
  quotes(here);
  quick(here);
  jointQuotes(here);
  transfers(here);
  agreements(here);
  addressees(here);
  paidLater(here);
  samples(here);
});
describe("accounts and the refund of a year", () => accounts(here));
