import { afterAll, beforeAll, describe } from "vitest";
import { startHouse } from "../../dev/src/testing/house";
import { claims } from "./claims";
import { launch, weighInStock, type Seed, type World } from "./walk";
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
describe("claims", () => claims(here));
