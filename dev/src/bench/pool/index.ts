import { benchHolds } from "./holds.js";
import { Red, type LedgerHouse } from "./ledger-house.js";
import { benchPages } from "./pages.js";

const PARTS: Readonly<Record<string, (house: LedgerHouse) => Promise<void>>> = { pages: benchPages, holds: benchHolds };

/** `npm run bench -- pool [pages|holds]`: false when something was seen that must never be, whatever the speed. */
export async function runPoolBench(house: LedgerHouse, wanted: string | undefined): Promise<boolean> {
  if (wanted !== undefined && !(wanted in PARTS))
    throw new Error(`There is no part "${wanted}": ${Object.keys(PARTS).join(", ")}`);
  let sound = true;
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted !== undefined && name !== wanted) continue;
    try {
      await part(house);
    } catch (error) {
      if (!(error instanceof Red)) throw error;
      house.say(`RED: ${error.message}`);
      sound = false;
    }
  }
  return sound;
}
