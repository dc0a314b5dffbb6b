import type { MedusaContainer } from "@medusajs/framework/types";
import { decideRequest, type Result, type Refusal } from "@commonlot/domain";
import { groupBy } from "../../lib/group-by";
import { inputHash } from "../../lib/input-hash";
import { HOME_TZ, dayIn } from "../../lib/today";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { AskedSheet } from "../../modules/wholesale/addressees/addressee-asking";
import type PoolService from "../../modules/pool/service";
import type { AskedLine } from "../../modules/wholesale/quick-order/order-types";
import type { AskedPart } from "../../modules/wholesale/quotes/quote-requests";
import { wantedOf, type QuoteActor, type QuoteRequestInput } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { linesOfForm, quoteLine, type FoundLine } from "./quote-goods";

/**
 * A company asks for quotes: one of each cooperative whose goods it names, since each answers for its own. Nothing is held. All are asked in one
 * write or none is, each under a key of its own, so that nothing is asked twice. What stands on a list (`list`) leaves it with the quotes that ask for it;
 * the addressees of a sheet become the quote's with it.
 */
export async function requestQuotes(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: QuoteRequestInput,
  list: readonly AskedLine[] = [],
  sheet?: AskedSheet,
): Promise<{ id: string }[]> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const lines = await linesOfForm(container, input.lines);
  valueOf(await mayAsk(container, lines, input.wanted_on));
  if (input.addressee_list_id !== undefined) await requireList(wholesale, by, input.addressee_list_id);
  const { agent_code } = input;
  const agent_id =
    agent_code === undefined ? null : valueOf(await wholesale.agents.byCode(agent_code, by.company_id)).agent_id;
  return valueOf(
    await wholesale.quotes.request(by, {
      parts: partsOf(input, lines, list, [
        ...(sheet ? [sheet.sheet_id] : []),
        ...(agent_id === null ? [] : [agent_id]),
      ]),
      wanted_on: input.wanted_on,
      address_id: input.address_id ?? null,
      addressee_list_id: input.addressee_list_id ?? null,
      words: input.words,
      agent_id,
      ...(sheet ? { sheet } : {}),
    }),
  );
}

/** The form's goods by whose they are. `more`: what its hash says besides; without a code as it was hashed before there were any. */
function partsOf(
  input: QuoteRequestInput,
  lines: readonly FoundLine[],
  list: readonly AskedLine[],
  more: readonly string[],
): AskedPart[] {
  const { idempotency_key, wanted_on, address_id, addressee_list_id, words } = input;
  const groups = [...groupBy(lines, (line) => line.cooperative_id)].sort(([one], [other]) => (one < other ? -1 : 1));
  return groups.map(([cooperative_id, own]) => {
    const packs = own.map(({ variant_id, packs }) => [variant_id, packs]);
    return {
      cooperative_id,
      lines: own.map((line) => quoteLine(line, null)),
      idempotency_key: `${idempotency_key}:${cooperative_id}`,
      input_hash: inputHash([packs, wanted_on, address_id, addressee_list_id, words, ...more]),
      asked_lines: list.filter((line) => own.some((one) => one.variant_id === line.variant_id)),
    };
  });
}

/** Whether these goods may be asked for: no more of a pool than it could ever give, for a day that harvests are known for. */
export async function mayAsk(
  container: MedusaContainer,
  lines: readonly FoundLine[],
  wanted_on: string,
): Promise<Result<void, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  // Two packs of one pool ask of the same goods.
  const wanted = wantedOf(lines);
  const coming = await pools.forecasts.ofPools([...wanted.keys()]);
  const on_hand = new Map(lines.map((line) => [line.pool_id, line.on_hand]));
  const goods = [...wanted].map(([pool_id, units]) => ({
    units,
    most_units: (on_hand.get(pool_id) ?? 0) + (coming.get(pool_id)?.declared ?? 0),
  }));
  const decided = decideRequest({ goods, wanted_on }, dayIn(HOME_TZ, new Date()));
  if (decided.ok || decided.refusal.reason !== "above_all_pools") return decided;
  const at = goods.findIndex(({ units, most_units }) => units > most_units);
  return aboveAll(lines, [...wanted.keys()][at] ?? "", goods[at]?.most_units ?? 0);
}

/** Names the good that there can't be so much of, with how many packs there could ever be; of several packs of a pool the largest line. */
function aboveAll(lines: readonly FoundLine[], pool_id: string, most_units: number): Result<void, Refusal> {
  const units = (line: FoundLine) => line.packs * line.units_per_pack;
  const [most] = lines.filter((line) => line.pool_id === pool_id).sort((a, b) => units(b) - units(a));
  if (!most) throw new Error(`no line of pool ${pool_id} was asked for`);
  const most_packs = Math.floor(most_units / most.units_per_pack);
  const { title, pack } = most;
  const message = `Of ${title.en}, ${pack.en}, there can be ${most_packs} packs at most this season, on hand and still to come, and ${most.packs} were asked for. Ask for less; nothing was asked.`;
  const field = `lines.${lines.indexOf(most)}.packs`;
  const details = { title, pack, most_packs, packs: most.packs };
  return { ok: false, refusal: { reason: "above_all_pools", message, field, details } };
}

/** The list is of this member or of nobody yet: another company's is not there. */
async function requireList(
  wholesale: WholesaleService,
  by: QuoteActor & { side: "buyer" },
  list_id: string,
): Promise<void> {
  const list = await wholesale.list(list_id, by.id);
  if (!list) refuseWith("addressee_list_not_found", "There is no such addressee list.", "addressee_list_id");
}
