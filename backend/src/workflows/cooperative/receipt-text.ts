import { ok, receiptSms, type Refusal, type Result } from "@commonlot/domain";
import { gradeWords, produceWords } from "../../lib/words";
import type { CooperativeRow } from "../../modules/cooperative/types";
import type { PoolRow, ReceivedLot } from "../../modules/pool/types";

/** The SMS of a weigh-in. Goods counted without a scale are told in pieces: a weight nobody measured is not texted. */
export function receiptText(facts: {
  cooperative: CooperativeRow;
  pool: PoolRow;
  lot: ReceivedLot;
  season_units: number;
}): Result<string, Refusal> {
  const { cooperative, pool, lot } = facts;
  const produce = produceWords(pool.produce).zh;
  const grade = gradeWords(pool.grade).zh;
  const sender = shortName(cooperative.name_zh);
  if (pool.unit === "piece") {
    return ok(
      `【${sender}】收货单${lot.number}:${produce}${lot.units}枚${grade},已入库。有误请三天内打${cooperative.phone}`,
    );
  }
  return receiptSms({
    cooperative: sender,
    ticket_no: lot.number,
    produce,
    net_g: lot.net_g ?? lot.units,
    grade,
    season_g: facts.season_units,
    phone: cooperative.phone,
  });
}

/** "武都山里人家农民专业合作社" is its full legal name; people say "武都山里人家合作社". */
function shortName(name_zh: string): string {
  return name_zh.replace("农民专业合作社", "合作社");
}
