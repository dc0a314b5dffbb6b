import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { VolumeStep } from "@commonlot/domain";
import { leftOfAgreement } from "../../../lib/agreement-left";
import type {
  Agreement,
  AgreementLine,
  AgreementStatement,
  AgreementVersion,
} from "../../../modules/wholesale/agreements/agreement-types";
import type PoolService from "../../../modules/pool/service";
import type { FrozenPrice } from "../../../modules/wholesale/agreements/call-off-prices";
import type { ListedAgreement } from "../../../modules/wholesale/agreements/agreement-lists";
import type { WholeAgreement } from "../../../modules/wholesale/agreements/agreements";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { safetyOfAgreement } from "../../../workflows/wholesale/agreement-coverage";
import { cooperativeNames } from "../quotes/fields";

// Agreements as both sides are answered: minor units as numbers. Of the other side's people no names, but those under the paper.

export async function agreementRows(container: MedusaContainer, found: readonly ListedAgreement[]) {
  const names = await cooperativeNames(container, found);
  return found.map(({ company, from_day, to_day, committed_packs, drawn_packs, signed, ...agreement }) => ({
    ...headOf(agreement),
    company,
    cooperative: names(agreement.cooperative_id),
    from_day,
    to_day,
    committed_packs,
    drawn_packs,
    signed,
  }));
}

/** One agreement whole, for one side of it. */
export async function agreementFields(container: MedusaContainer, whole: WholeAgreement, by: QuoteActor) {
  const { agreement, versions, signatures, drawn, call_offs, events } = whole;
  const wholesale: WholesaleService = container.resolve("wholesale");
  const version = versions.at(-1);
  const { joint_agreement_id } = agreement;
  const calls = by.side === "buyer" && agreement.state === "active";
  const pool_ids = (version?.lines ?? []).map((line) => line.pool_id);
  const pools: PoolService = container.resolve("pool");
  const [names, company, members, prices, statement, safety, joint, free, gone] = await Promise.all([
    cooperativeNames(container, [agreement]),
    wholesale.companies.one(agreement.company_id),
    by.side === "buyer" ? wholesale.members.all(agreement.company_id) : [],
    wholesale.callOffPrices.of(call_offs.map((one) => one.quote_id)),
    wholesale.statements.of(agreement.id),
    calls ? safetyOfAgreement(container, agreement.id, pool_ids) : undefined,
    joint_agreement_id === null ? undefined : wholesale.jointAgreements.partOf(joint_agreement_id),
    calls ? pools.cartHolds.available("", pool_ids) : undefined,
    leftOfAgreement(container.resolve(ContainerRegistrationKeys.PG_CONNECTION), agreement.id),
  ]);
  const person = new Map(members.map((one) => [one.member_id, one.name]));
  const own = (side: string, id: string | null) => (side === "buyer" ? (person.get(id ?? "") ?? null) : null);
  const left_house = new Map(gone.map((one) => [one.variant_id, one]));
  const packs = new Map(drawn.map(({ variant_id, ...of }) => [variant_id, of]));
  return {
    ...headOf(agreement),
    company: company?.name ?? "",
    cooperative: names(agreement.cooperative_id),
    /** Of which several it is one; at the desk only how many cooperatives they are. */
    joint: joint ? { ...joint, id: by.side === "buyer" ? joint.id : null } : null,
    end_asked_by: agreement.end_asked_by,
    versions: versions.map((version) => ({ ...versionFields(version), person: own(version.by, version.person) })),
    signatures: signatures
      .filter((one) => one.version === agreement.version)
      .map(({ side, name, sha256, signed_at }) => ({ side, name, sha256, signed_at: signed_at.toISOString() })),
    drawn: (version?.lines ?? []).map((line) => {
      const { waiting, kept, accepted, ordered } = packs.get(line.variant_id) ?? NOTHING;
      const left = Math.max(0, line.packs - waiting - kept - accepted - ordered);
      /** What of it lies there now, for the company that calls off; null at the desk, and where nothing can be called off. */
      const there = free ? Math.min(left, packsIn(line, free)) : null;
      /** Of what is ordered: packs that left the house, and those of them that arrived. */
      const { sent = 0, delivered = 0 } = left_house.get(line.variant_id) ?? {};
      const { variant_id, packs: agreed } = line;
      return { variant_id, packs: agreed, waiting, kept, accepted, ordered, sent, delivered, left, there };
    }),
    /** For the company alone; null at the desk, which has the figures, and where nothing stands. */
    safety: safety
      ? (version?.lines ?? []).map(({ variant_id, pool_id }) => ({ variant_id, safety: safety.get(pool_id) ?? "done" }))
      : null,
    call_offs: call_offs.map(({ called_at, ...one }) => ({
      ...one,
      called_at: called_at.toISOString(),
      prices: prices.filter((price) => price.quote_id === one.quote_id).map(priceFields),
    })),
    statement: statement ? statementFields(statement) : null,
    events: events.map((one) => ({
      at: one.at.toISOString(),
      by: one.by,
      person: own(one.by, one.person),
      act: one.act,
      version: one.version,
      words: one.words,
    })),
  };
}

const priceFields = ({ quote_id: _, market_minor, floor_minor, price_minor, ...price }: FrozenPrice) => ({
  ...price,
  market_minor: Number(market_minor),
  floor_minor: Number(floor_minor),
  price_minor: Number(price_minor),
});

function statementFields(statement: AgreementStatement) {
  const { agreed_minor, delivered_minor, lacking_minor, cap_minor, compensation_minor, ...rest } = statement;
  return {
    ...rest,
    at: statement.at.toISOString(),
    agreed_minor: Number(agreed_minor),
    delivered_minor: Number(delivered_minor),
    lacking_minor: Number(lacking_minor),
    cap_minor: Number(cap_minor),
    compensation_minor: Number(compensation_minor),
    lines: statement.lines.map((line) => ({ ...line, delivered_minor: Number(line.delivered_minor) })),
    lacks: statement.lacks.map(({ price_minor, amount_minor, ...lack }) => ({
      ...lack,
      price_minor: Number(price_minor),
      amount_minor: Number(amount_minor),
    })),
  };
}

const packsIn = ({ pool_id, units_per_pack }: AgreementLine, free: ReadonlyMap<string, number>): number =>
  Math.max(0, Math.floor((free.get(pool_id) ?? 0) / units_per_pack));

const NOTHING = { waiting: 0, kept: 0, accepted: 0, ordered: 0 };

function headOf(agreement: Agreement) {
  return {
    id: agreement.id,
    number: agreement.number,
    state: agreement.state,
    version: agreement.version,
    by: agreement.by,
    currency: agreement.currency,
    created_at: agreement.created_at.toISOString(),
  };
}

function versionFields(version: AgreementVersion) {
  const { freight_minor, lines, created_at, person: _, ...rest } = version;
  return {
    ...rest,
    freight_minor: Number(freight_minor),
    lines: lines.map(({ steps, ...line }) => ({ ...line, steps: steps.map(stepFields) })),
    created_at: created_at.toISOString(),
  };
}

const stepFields = ({ from, price_minor }: VolumeStep) => ({ from, price_minor: Number(price_minor) });
