import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { agreementsOf, AgreementTag, SAFETY_LOOKS } from "../agreement/Parts";
import { Bar } from "../ui/Bar";
import { List } from "../ui/List";
import { Tag, type Look } from "../ui/Tag";
import type { JointAgreement, JointAgreementPart, ListedJointAgreement } from "./data.server";
import { jointAgreementsOf, type JointAgreementState } from "./words";

const LOOKS: Record<JointAgreementState, Look> = {
  proposed: { sign: "…", tone: "warn" },
  active: { sign: "✓", tone: "good" },
  over: { sign: "–", tone: "" },
};

export function JointAgreementTag({ state }: { state: JointAgreementState }) {
  const t = useTranslations("jointAgreement.states");
  return <Tag look={LOOKS[state]}>{t(state)}</Tag>;
}

/** A company's agreements of several cooperatives, the newest first. */
export function JointAgreementList({
  label,
  found,
  older,
}: {
  label: string;
  found: readonly ListedJointAgreement[];
  older: string | null;
}) {
  const t = useTranslations("jointAgreement");
  const a = useTranslations("agreement");
  const f = useFormats();
  const path = usePath();
  return (
    <List
      label={label}
      rows={found}
      none={t("none")}
      older={older}
      columns={[
        {
          head: t("number"),
          name: true,
          of: (one) => <a href={`${jointAgreementsOf(path)}/${one.id}`}>{one.number}</a>,
        },
        { head: a("good"), of: (one) => `${one.goods.title[path]} ${one.goods.pack[path]}` },
        { head: t("cooperatives"), num: true, of: (one) => f.number(one.cooperatives) },
        { head: t("state"), of: (one) => <JointAgreementTag state={one.state} /> },
        { head: t("season"), of: (one) => `${f.date(one.from_day)} – ${f.date(one.to_day)}` },
        {
          head: a("drawnOfAgreed"),
          num: true,
          of: (one) => a("ofPacks", { drawn: one.drawn_packs, packs: one.committed_packs }),
        },
      ]}
    />
  );
}

/** What all of it comes to: a bar, and the same in words. */
export function Sums({ joint }: { joint: JointAgreement }) {
  const t = useTranslations("jointAgreement");
  const a = useTranslations("agreement");
  /** Of agreements that have ended. */
  const never_called = joint.committed_packs - joint.drawn_packs - joint.left_packs;
  const facts: [string, number][] = [
    [t("committed"), joint.committed_packs],
    [t("drawn"), joint.drawn_packs],
    [t("left"), joint.left_packs],
    ...(never_called > 0 ? [[a("notCalled"), never_called] satisfies [string, number]] : []),
    ...(joint.proposed_packs > 0 ? [[t("proposed"), joint.proposed_packs] satisfies [string, number]] : []),
  ];
  return (
    <section className="stack">
      <h2>{t("sums")}</h2>
      {joint.committed_packs > 0 ? (
        <Bar
          label={a("ofPacks", { drawn: joint.drawn_packs, packs: joint.committed_packs })}
          parts={[
            { key: "drawn", part: "sold", value: joint.drawn_packs, label: t("drawn") },
            { key: "left", part: "left", value: joint.left_packs, label: t("left") },
            { key: "over", part: "open", value: never_called, label: a("notCalled") },
          ]}
        />
      ) : null}
      <dl className="facts">
        {facts.map(([head, packs]) => (
          <Fragment key={head}>
            <dt>{head}</dt>
            <dd>{a("packs", { count: packs })}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

/** Its agreements: each is read, signed and ended on a page of its own. */
export function PartsOf({ joint }: { joint: JointAgreement }) {
  const t = useTranslations("jointAgreement");
  const a = useTranslations("agreement");
  const f = useFormats();
  const path = usePath();
  const packs = (count: number) => a("packs", { count });
  return (
    <section className="stack">
      <h2>{t("parts")}</h2>
      {joint.parts.some((one) => one.state === "proposed") ? <p>{t("signNext")}</p> : null}
      <List
        label={t("parts")}
        rows={joint.parts}
        none=""
        columns={[
          {
            head: t("cooperative"),
            name: true,
            of: (one) => (
              <a href={`${agreementsOf(path, "buyer")}/${one.id}`}>
                {one.number} · {one.cooperative?.[path] ?? ""}
              </a>
            ),
          },
          { head: t("state"), of: (one) => <AgreementTag state={one.state} /> },
          {
            head: a("signatures"),
            of: (one) =>
              one.state === "dropped"
                ? "–"
                : a(
                    one.state !== "proposed"
                      ? "signedBoth"
                      : one.signed.includes("buyer")
                        ? "waitsForThem"
                        : "waitsForYou",
                  ),
          },
          { head: t("committed"), num: true, of: (one) => packs(one.packs) },
          { head: t("nextPrice"), num: true, of: (one) => <NextPrice part={one} currency={joint.currency} /> },
          { head: t("freight"), num: true, of: (one) => f.money(one.freight_minor, joint.currency) },
          { head: t("drawn"), num: true, of: (one) => packs(one.waiting + one.kept + one.accepted + one.ordered) },
          { head: t("left"), num: true, of: (one) => (one.state === "active" ? packs(one.left) : "–") },
          {
            head: a("safety"),
            of: (one) =>
              one.safety === null ? "–" : <Tag look={SAFETY_LOOKS[one.safety]}>{a(`safeties.${one.safety}`)}</Tag>,
          },
        ]}
      />
    </section>
  );
}

/** What the next pack of a part costs: by its step; by the market, at least its floor. */
function NextPrice({ part, currency }: { part: JointAgreementPart; currency: string }) {
  const t = useTranslations("jointAgreement");
  const f = useFormats();
  const drawn = part.waiting + part.kept + part.accepted + part.ordered;
  const step = part.steps.filter((one) => one.from <= drawn).at(-1);
  if (!step) return "–";
  const price = f.money(step.price_minor, currency);
  return part.share_bp === null ? price : t("anyPrice", { price });
}
