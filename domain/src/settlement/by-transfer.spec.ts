import { expect, test } from "vitest";
import { isByTransfer, JOINT_TRANSFER, TRANSFER_PROVIDER, transferProcessor } from "./by-transfer";

test("a transfer is told from a card alike by its provider and by what its sale was booked with", () => {
  expect(isByTransfer({ provider_id: TRANSFER_PROVIDER })).toBe(true);
  expect(isByTransfer({ processor: transferProcessor("coop_1") })).toBe(true);
  expect(isByTransfer({ processor: JOINT_TRANSFER })).toBe(true);
  for (const provider_id of ["pp_stripe_stripe", "pp_system_default", ""])
    expect(isByTransfer({ provider_id })).toBe(false);
  for (const processor of ["stripe", "transfer", ""]) expect(isByTransfer({ processor })).toBe(false);
});
