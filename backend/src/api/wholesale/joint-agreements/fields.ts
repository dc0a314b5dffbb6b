import type { MedusaContainer } from "@medusajs/framework/types";
import { jointAgreementStanding } from "@commonlot/domain";
import { refuseWith } from "../../../lib/refusal";
import type {
  JointAgreement,
  JointAgreementPartRow,
  WholeJointAgreement,
} from "../../../modules/wholesale/agreements/joint-agreement-types";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { safetyOfAll } from "../../../workflows/wholesale/agreement-coverage";
import type { SharesView } from "../../../workflows/wholesale/joint-agreement-shares";
import type { CallOffSpreadView } from "../../../workflows/wholesale/joint-call-offs";
import { jointRows } from "../joint-quotes/fields";
import { cooperativeNames } from "../quotes/fields";

// Agreements of several cooperatives as the company that buys is answered: minor units as numbers.

export async function wholeOf(
  scope: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  id: string,
): Promise<WholeJointAgreement> {
  const { jointAgreements }: WholesaleService = scope.resolve("wholesale");
  return (
    (await jointAgreements.whole(by, id)) ??
    refuseWith("joint_agreement_not_found", "There is no such agreement of several cooperatives.")
  );
}

export function jointAgreementRows(
  found: readonly JointAgreement[],
  parts: readonly (JointAgreementPartRow & { joint_agreement_id: string })[],
) {
  return found.map((joint) =>
    headOf(
      joint,
      parts.filter((part) => part.joint_agreement_id === joint.id),
    ),
  );
}

export async function jointAgreementFields(
  container: MedusaContainer,
  { joint, parts, call_offs }: WholeJointAgreement,
) {
  const { joints }: WholesaleService = container.resolve("wholesale");
  const active = parts.filter((part) => part.agreement.state === "active");
  const [names, safeties, facts] = await Promise.all([
    cooperativeNames(
      container,
      parts.map((part) => part.agreement),
    ),
    safetyOfAll(
      container,
      active.map(({ agreement, version }) => ({
        agreement_id: agreement.id,
        pool_id: version.lines[0]?.pool_id ?? "",
      })),
    ),
    joints.facts(call_offs.map((one) => one.id)),
  ]);
  const safety = new Map(safeties.map((one) => [one.agreement_id, one.safety]));
  return {
    ...headOf(joint, parts),
    parts: parts.map((part) => ({
      ...partFields(part),
      cooperative: names(part.agreement.cooperative_id),
      /** Of one in force: how safe what is left is, in a word. */
      safety: safety.get(part.agreement.id) ?? null,
    })),
    call_offs: jointRows(call_offs, facts),
  };
}

function headOf(joint: JointAgreement, parts: readonly JointAgreementPartRow[]) {
  const standing = jointAgreementStanding(
    parts.map(({ agreement, version, drawn }) => ({
      state: agreement.state,
      packs: version.lines[0]?.packs ?? 0,
      drawn_packs: drawnIn(drawn),
    })),
  );
  const { product_id, variant_id, title, pack, grade, unit, units_per_pack } = joint;
  return {
    id: joint.id,
    number: joint.number,
    currency: joint.currency,
    goods: { product_id, variant_id, title, pack, grade, unit, units_per_pack },
    /** As it was proposed. */
    packs: joint.packs,
    from_day: joint.from_day,
    to_day: joint.to_day,
    created_at: joint.created_at.toISOString(),
    cooperatives: parts.filter((part) => part.agreement.state !== "dropped").length,
    ...standing,
  };
}

const drawnIn = (drawn: JointAgreementPartRow["drawn"]): number =>
  drawn.reduce((sum, one) => sum + one.waiting + one.kept + one.accepted + one.ordered, 0);

function partFields({ agreement, version, signed, drawn }: JointAgreementPartRow) {
  const [line] = version.lines;
  const { waiting = 0, kept = 0, accepted = 0, ordered = 0 } = drawn[0] ?? {};
  const packs = line?.packs ?? 0;
  return {
    id: agreement.id,
    number: agreement.number,
    state: agreement.state,
    signed,
    packs,
    share_bp: line?.share_bp ?? null,
    steps: (line?.steps ?? []).map(({ from, price_minor }) => ({ from, price_minor: Number(price_minor) })),
    freight_minor: Number(version.freight_minor),
    minimum_packs: version.minimum_packs,
    notice_days: version.notice_days,
    from_day: version.from_day,
    to_day: version.to_day,
    waiting,
    kept,
    accepted,
    ordered,
    left: Math.max(0, packs - waiting - kept - accepted - ordered),
  };
}

export function callOffSpreadFields({ parts, refusal, ...view }: CallOffSpreadView) {
  return {
    ...view,
    parts: parts.map(({ take, ...part }) => ({
      ...part,
      take: take && {
        packs: take.packs,
        goods_minor: take.goods_minor === null ? null : Number(take.goods_minor),
        freight_minor: Number(take.freight_minor),
      },
    })),
    refusal: refusal && { code: refusal.reason, message: refusal.message, details: refusal.details ?? null },
  };
}

export function sharesFields({ sources, ...view }: SharesView) {
  return {
    ...view,
    sources: sources.map(({ price_minor, ...source }) => ({
      ...source,
      price_minor: price_minor === null ? null : Number(price_minor),
    })),
  };
}
