import type { MedusaContainer } from "@medusajs/framework/types";
import type { VolumeStep } from "@commonlot/domain";
import type { Agreement, AgreementVersion } from "../../../modules/wholesale/agreements/agreement-types";
import type { ListedAgreement } from "../../../modules/wholesale/agreements/agreement-lists";
import type { WholeAgreement } from "../../../modules/wholesale/agreements/agreements";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../../modules/wholesale/service";
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
  const [names, company, members] = await Promise.all([
    cooperativeNames(container, [agreement]),
    wholesale.companies.one(agreement.company_id),
    by.side === "buyer" ? wholesale.members.all(agreement.company_id) : [],
  ]);
  const person = new Map(members.map((one) => [one.member_id, one.name]));
  const own = (side: string, id: string | null) => (side === "buyer" ? (person.get(id ?? "") ?? null) : null);
  const packs = new Map(drawn.map(({ variant_id, ...of }) => [variant_id, of]));
  return {
    ...headOf(agreement),
    company: company?.name ?? "",
    cooperative: names(agreement.cooperative_id),
    end_asked_by: agreement.end_asked_by,
    versions: versions.map((version) => ({ ...versionFields(version), person: own(version.by, version.person) })),
    signatures: signatures
      .filter((one) => one.version === agreement.version)
      .map(({ side, name, sha256, signed_at }) => ({ side, name, sha256, signed_at: signed_at.toISOString() })),
    drawn: (versions.at(-1)?.lines ?? []).map((line) => {
      const { waiting, kept, accepted, ordered } = packs.get(line.variant_id) ?? NOTHING;
      const left = Math.max(0, line.packs - waiting - kept - accepted - ordered);
      return { variant_id: line.variant_id, packs: line.packs, waiting, kept, accepted, ordered, left };
    }),
    call_offs: call_offs.map(({ called_at, ...one }) => ({ ...one, called_at: called_at.toISOString() })),
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
