import type { House } from "../../../../dev/src/testing/house";

/** All parts of the house ask from one address, as no visitors do: what one has asked does not count against the next. */
export async function askedAnew(house: House): Promise<void> {
  await house.db.query("delete from sign_in_address");
}
