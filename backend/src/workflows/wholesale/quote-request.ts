import type { MedusaContainer } from "@medusajs/framework/types";
import { decideRequest, type Result, type Refusal } from "@commonlot/domain";
import { inputHash } from "../../lib/input-hash";
import { HOME_TZ, dayIn } from "../../lib/today";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { AskedSheet } from "../../modules/wholesale/addressees/addressee-asking";
import type PoolService from "../../modules/pool/service";
import type { AskedLine } from "../../modules/wholesale/quick-order/order-types";
import { wantedOf, type QuoteActor, type QuoteRequestInput } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { linesOfForm, quoteLine, type FoundLine } from "./quote-goods";

/**
 * A company asks for quotes: one of each cooperative whose goods it names, since each answers for its own. Nothing is held. Each is one
 * write under a key of its own: what dies in between is asked again by the same form, and nothing is asked twice. What stands on a list (`list`) leaves it with the quote that asks for it;
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
  const cooperative_ids = [...new Set(lines.map((line) => line.cooperative_id))].sort();
  const made: { id: string }[] = [];
  for (const cooperative_id of cooperative_ids) {
    const own = lines.filter((line) => line.cooperative_id === cooperative_id);
    const packs = own.map(({ variant_id, packs }) => [variant_id, packs]);
    const draft = {
      lines: own.map((line) => quoteLine(line, null)),
      freight_minor: null,
      freight_term: null,
      deliver_on: input.wanted_on,
      terms: null,
      words: input.words,
    };
    made.push(
      valueOf(
        await wholesale.quotes.request(by, {
          cooperative_id,
          draft,
          wanted_on: input.wanted_on,
          address_id: input.address_id ?? null,
          addressee_list_id: input.addressee_list_id ?? null,
          idempotency_key: `${input.idempotency_key}:${cooperative_id}`,
          ...(sheet ? { sheet } : {}),
          asked_lines: list.filter((line) => own.some((one) => one.variant_id === line.variant_id)),
          agent_id,
          // Without a code as it was hashed before there were any.
          input_hash: inputHash([
            ...[packs, input.wanted_on, input.address_id, input.addressee_list_id, input.words],
            ...(sheet ? [sheet.sheet_id] : []),
            ...(agent_id === null ? [] : [agent_id]),
          ]),
        }),
      ),
    );
  }
  return made;
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
