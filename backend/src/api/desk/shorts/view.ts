import type { MedusaContainer } from "@medusajs/framework/types";
import type CooperativeService from "../../../modules/cooperative/service";
import type ParcelService from "../../../modules/parcel/service";
import { AS_CHOSEN, AUTOMATIC, type PolicyOption, type ShortRow } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";

/** A short in a list. */
export function shortFields(short: ShortRow) {
  return {
    id: short.id,
    number: short.number,
    kind: short.kind,
    state: short.state,
    lot_id: short.lot_id,
    units: short.units,
    unit: short.view?.unit ?? "g",
    order_id: short.order_id,
    parcel_id: short.parcel_id,
    reason: short.reason,
    problem: short.problem,
    refund_minor: short.view?.refund_minor ?? 0,
    currency: short.view?.currency ?? null,
    entered_at: short.created_at.toISOString(),
    decided_at: short.decided_at?.toISOString() ?? null,
  };
}

/** A short with its preview: names are those of today, figures those that were shown. */
export async function shortDetail(container: MedusaContainer, short: ShortRow) {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [households, people, { questions, waits, aside_units }, lot] = await Promise.all([
    cooperatives.householdsById((short.view?.households ?? []).map((one) => one.household_id)),
    cooperatives.memberNames([short.entered_by, ...(short.decided_by ? [short.decided_by] : [])]),
    pools.shorts.desk.of(short),
    short.lot_id ? pools.lotById(short.lot_id, short.cooperative_id) : undefined,
  ]);
  const parcels: ParcelService = container.resolve("parcel");
  const claim = short.claim_id === null ? undefined : await parcels.claims.byId(short.claim_id, short.cooperative_id);
  const named = new Map(households.map((one) => [one.household_id, one]));
  return {
    ...shortFields(short),
    lot_number: lot?.number ?? null,
    // Whose refund it is, and who bears that: asked of the claim, where it may change.
    claim:
      claim === undefined
        ? null
        : {
            id: claim.id,
            number: claim.number,
            state: claim.state,
            cause: claim.cause,
            carrier_minor: claim.carrier_minor,
            answered: claim.answer !== null,
          },
    restock: short.restock,
    policy: short.policy,
    automatic: AUTOMATIC.has(short.kind),
    plan_hash: short.plan_hash,
    done: short.finished_at !== null,
    entered_by: people.get(short.entered_by) ?? short.entered_by,
    decided_by: short.decided_by ? (people.get(short.decided_by) ?? short.decided_by) : null,
    aside_units,
    waits: waits.map(({ order_line_id, packs, until, state }) => ({
      order_line_id,
      packs,
      until: new Date(until).toISOString(),
      state,
    })),
    questions: questions.map((one) => ({
      order_id: one.order_id,
      asked_at: one.asked_at.toISOString(),
      due_at: one.due_at.toISOString(),
      answer: one.answer,
      by_default: one.by_default,
      about: one.about,
      token: one.token,
    })),
    preview: short.view && {
      unit: short.view.unit,
      currency: short.view.currency,
      refund_minor: short.view.refund_minor,
      borne_minor: short.view.borne_minor,
      quotes_units: short.view.quotes_units ?? 0,
      options: (short.view.options ?? []).map((option) => ({
        ...option,
        packs_asked: option.packs_asked ?? 0,
        chosen: option.policy === optionTaken(short),
      })),
      households: short.view.households.map((one) => ({
        ...one,
        name: named.get(one.household_id)?.name ?? null,
        card_number: named.get(one.household_id)?.card_number ?? null,
      })),
      buyers: short.view.buyers.map(({ offer, regraded, rule, ...buyer }) => ({
        ...buyer,
        rule: rule ?? null,
        regraded: regraded ?? 0,
        packs_asked: offer?.packs ?? 0,
      })),
      parcels: short.view.parcels,
    },
  };
}

/** What is done as it stands: what the entry says, else what buyers chose where any did, else what the pool says. */
function optionTaken(short: ShortRow): PolicyOption["policy"] | undefined {
  if (short.policy !== null) return short.policy;
  if (short.view?.options?.some((option) => option.policy === AS_CHOSEN)) return AS_CHOSEN;
  return short.plan?.lines.find((line) => line.packs > 0)?.policy;
}
