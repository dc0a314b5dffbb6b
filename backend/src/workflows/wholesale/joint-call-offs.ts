import type { MedusaContainer } from "@medusajs/framework/types";
import {
  checkDayOfAll,
  ok,
  packsBeforeUnpaidStep,
  priceCallOff,
  floorAndShare,
  refuse,
  spreadCallOff,
  type CallOffSource,
  type Refusal,
  type Result,
  type SpreadPreference,
} from "@commonlot/domain";
import { inputHash } from "../../lib/input-hash";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type PoolService from "../../modules/pool/service";
import type { AgreementLine } from "../../modules/wholesale/agreements/agreement-types";
import type {
  JointAgreementPartRow,
  JointCallOffForm,
  WholeJointAgreement,
} from "../../modules/wholesale/agreements/joint-agreement-types";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { keepCallOff } from "./call-offs";
import { alikePacks, distancesOf } from "./joint-goods";

type Buyer = QuoteActor & { side: "buyer" };

/** Where a place is not known it counts as the farthest. */
const UNKNOWN_KM = 20_000;

/**
 * Calls off of several agreements together: all parts are written in one transaction, then the goods of each are kept where they are there. A
 * part that dies in between, or finds too little, waits and is looked at again as any call-off is; the buyer may take it back and go on with
 * the others.
 */
export async function callOffTogether(
  container: MedusaContainer,
  by: Buyer,
  joint_agreement_id: string,
  form: JointCallOffForm,
): Promise<{ joint_id: string; parts: number; kept: number }> {
  const { jointCallOffs }: WholesaleService = container.resolve("wholesale");
  const { idempotency_key: _, ...words } = form;
  const input_hash = inputHash([joint_agreement_id, words]);
  const called = valueOf(await jointCallOffs.call(by, joint_agreement_id, form, { today: todayOf(), input_hash }));
  killPoint("joint_called_off_not_kept");
  let kept = 0;
  for (const quote_id of called.quote_ids) {
    if ((await keepCallOff(container, quote_id, { cooperative: false })).ok) kept += 1;
    killPoint("joint_part_kept");
  }
  return { joint_id: called.joint_id, parts: called.quote_ids.length, kept };
}

interface CallOffAsk {
  packs: number;
  address_id?: string | undefined;
  prefer: SpreadPreference;
  /** ISO; the day is left alone where none is said. */
  wanted_on?: string | undefined;
  /** Packs by agreement id that the buyer typed: what these cost, in place of a spread. */
  takes?: ReadonlyMap<string, number> | undefined;
}

/** An agreement in force, and what a call-off of all together would take of it. */
interface CallOffPartView {
  agreement_id: string;
  /** Agreed and not called off yet; of these, those that lie there and can be had now. */
  left_packs: number;
  there_packs: number;
  minimum_packs: number;
  distance_km: number | null;
  /** What the packs cost by the agreement; null for a price by the market that is not known yet. */
  take: { packs: number; goods_minor: bigint | null; freight_minor: bigint } | null;
}

export interface CallOffSpreadView {
  parts: CallOffPartView[];
  /** Packs that don't lie there now. */
  missing_packs: number;
  /** Why there is no spread. */
  refusal: Refusal | null;
}

/**
 * How a call-off might be spread over the agreements in force: by price, distance, or few cooperatives, by what is left and lies there. Its day
 * is to suit all of them that have packs left.
 */
export async function spreadOfCallOff(
  container: MedusaContainer,
  by: Buyer,
  { joint, parts: all }: WholeJointAgreement,
  ask: CallOffAsk,
): Promise<CallOffSpreadView> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const parts = all.filter((part) => part.agreement.state === "active").flatMap(activeOf);
  const addresses = ask.address_id === undefined ? [] : await wholesale.addresses.of(by.company_id);
  const address = addresses.find((one) => one.id === ask.address_id) ?? null;
  if (ask.address_id !== undefined && !address)
    refuseWith("address_not_found", "Your company has no such address.", "address_id");
  const variants = new Set(parts.map((part) => part.line.variant_id));
  const alike = (await alikePacks(container, joint.variant_id)).filter((one) => variants.has(one.variant_id));
  const [free, distances, market] = await Promise.all([
    pools.cartHolds.available(
      "",
      parts.map((part) => part.line.pool_id),
    ),
    distancesOf(container, alike, address?.province ?? null),
    marketOf(wholesale, parts),
  ]);
  const sources = parts.map(({ id, line, drawn_packs, paid_packs, version }): CallOffSource => {
    const steps = stepsOf(line, market.get(id) ?? null);
    return {
      agreement_id: id,
      left_packs: Math.max(0, line.packs - drawn_packs),
      free_packs: Math.max(0, Math.floor((free.get(line.pool_id) ?? 0) / line.units_per_pack)),
      before_step_packs: packsBeforeUnpaidStep(steps, { drawn_packs, paid_packs }),
      minimum_packs: version.minimum_packs,
      next_minor: costOf(steps, drawn_packs, 1),
      freight_minor: version.freight_minor,
      distance_km: distances.get(line.variant_id) ?? UNKNOWN_KM,
    };
  });
  const found = planOf(ask, parts, sources);
  const takes = found.ok ? found.value.takes : new Map<string, number>();
  return {
    parts: parts.map(({ id, line, drawn_packs, version }, at): CallOffPartView => {
      const { left_packs = 0, free_packs = 0, before_step_packs = 0 } = sources[at] ?? {};
      const packs = takes.get(id) ?? 0;
      const unpriced = isShared(line) && !market.has(id);
      const goods_minor = unpriced ? null : costOf(stepsOf(line, market.get(id) ?? null), drawn_packs, packs);
      return {
        agreement_id: id,
        left_packs,
        there_packs: Math.min(left_packs, free_packs, before_step_packs),
        minimum_packs: Math.min(version.minimum_packs, left_packs),
        distance_km: distances.get(line.variant_id) ?? null,
        take: packs === 0 ? null : { packs, goods_minor, freight_minor: version.freight_minor },
      };
    }),
    missing_packs: found.ok ? found.value.missing_packs : 0,
    refusal: found.ok ? null : found.refusal,
  };
}

interface Plan {
  takes: ReadonlyMap<string, number>;
  missing_packs: number;
}

/** What was typed, else a spread, where the day suits. */
function planOf(
  { packs, prefer, wanted_on, takes }: CallOffAsk,
  parts: readonly ActivePart[],
  sources: readonly CallOffSource[],
): Result<Plan, Refusal> {
  if (takes !== undefined && [...takes.keys()].some((id) => !parts.some((part) => part.id === id)))
    return refuse("agreement_not_found", "There is no such agreement.");
  const counts = (part: ActivePart) => (takes ? takes.has(part.id) : part.line.packs > part.drawn_packs);
  const days = parts.filter(counts).map((part) => part.version);
  const suits = wanted_on === undefined ? ok(undefined) : checkDayOfAll(days, { wanted_on, today: todayOf() });
  if (!suits.ok) return suits;
  if (takes !== undefined) return ok({ takes, missing_packs: 0 });
  const found = spreadCallOff(prefer, packs, sources);
  if (!found.ok) return found;
  const spread = new Map(found.value.takes.map((take) => [take.agreement_id, take.packs]));
  return ok({ takes: spread, missing_packs: found.value.missing_packs });
}

interface ActivePart {
  id: string;
  cooperative_id: string;
  currency: string;
  version: JointAgreementPartRow["version"];
  line: AgreementLine;
  drawn_packs: number;
  paid_packs: number;
}

function activeOf({ agreement, version, drawn }: JointAgreementPartRow): ActivePart[] {
  const { id, cooperative_id, currency } = agreement;
  const [line] = version.lines;
  if (!line) return [];
  const {
    waiting = 0,
    kept = 0,
    accepted = 0,
    ordered = 0,
  } = drawn.find((one) => one.variant_id === line.variant_id) ?? {};
  const drawn_packs = waiting + kept + accepted + ordered;
  return [{ id, cooperative_id, currency, version, line, drawn_packs, paid_packs: ordered }];
}

/** Agreement id -> today's market price of its good, where that is what it goes by and one is published. */
async function marketOf(wholesale: WholesaleService, parts: readonly ActivePart[]): Promise<Map<string, bigint>> {
  const shared = parts.filter((part) => isShared(part.line));
  const found = await wholesale.marketPrices.ofDay(
    shared.map(({ cooperative_id, currency, line }) => ({ cooperative_id, currency, variant_id: line.variant_id })),
    todayOf(),
  );
  return new Map(
    shared.flatMap(({ id, cooperative_id, line }) => {
      const price = found.find((one) => one.cooperative_id === cooperative_id && one.variant_id === line.variant_id);
      return price ? [[id, price.price_minor] as const] : [];
    }),
  );
}

const isShared = (line: AgreementLine): boolean => typeof line.share_bp === "number";

/** What the next packs cost: its steps, or the one price of the day; where the market is not known, the floor. */
function stepsOf(line: AgreementLine, market_minor: bigint | null): AgreementLine["steps"] {
  const [floor] = line.steps;
  if (typeof line.share_bp !== "number" || market_minor === null || !floor) return line.steps;
  return [{ from: 0, price_minor: floorAndShare(floor.price_minor, line.share_bp, market_minor) }];
}

function costOf(steps: AgreementLine["steps"], drawn_packs: number, packs: number): bigint {
  const priced = priceCallOff({ kind: "ladder", per_units: 1, steps }, drawn_packs, packs, null);
  return priced.ok ? priced.value.amount_minor : 0n;
}
