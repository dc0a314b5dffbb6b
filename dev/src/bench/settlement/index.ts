import { benchBulk } from "./bulk.js";
import { Red, type Books } from "./books.js";
import { benchExport } from "./export.js";
import { benchHot } from "./hot.js";
import { benchSeason } from "./season.js";
import { benchTrials } from "./trials.js";
import { benchWaterfall } from "./waterfall.js";

const PARTS: Readonly<Record<string, (books: Books) => void | Promise<void>>> = {
  waterfall: benchWaterfall,
  hot: benchHot,
  bulk: benchBulk,
  season: benchSeason,
  trials: benchTrials,
  export: benchExport,
};

/** `npm run bench -- settlement [waterfall|hot|bulk|season|trials|export]`: false on a cent of drift, whatever the speed. */
export async function runSettlementBench({ part: wanted, ...books }: Books & { part?: string }): Promise<boolean> {
  if (wanted !== undefined && !(wanted in PARTS))
    throw new Error(`There is no part "${wanted}": ${Object.keys(PARTS).join(", ")}`);
  let sound = true;
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted !== undefined && name !== wanted) continue;
    try {
      await part(books);
    } catch (error) {
      if (!(error instanceof Red)) throw error;
      books.say(`RED: ${error.message}`);
      sound = false;
    }
  }
  return sound;
}
