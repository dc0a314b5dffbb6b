import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { jointAgreementsOf } from "../joint-agreement/words";
import { useGapWords } from "../quote/gap-words";
import { EndWords, type Said } from "../quote/Parts";
import type { Side } from "../quote/words";
import { Bar } from "../ui/Bar";
import { Input, type Problem } from "../ui/Field";
import { List } from "../ui/List";
import { Tag, type Look } from "../ui/Tag";
import type { Agreement, AgreementLine } from "./data.server";
import type { Safety, State } from "./words";

const LOOKS: Record<State, Look> = {
  proposed: { sign: "…", tone: "warn" },
  active: { sign: "✓", tone: "good" },
  ended: { sign: "–", tone: "" },
  ended_early: { sign: "–", tone: "" },
  dropped: { sign: "✗", tone: "bad" },
};
export const SAFETY_LOOKS: Record<Safety, Look> = {
  done: { sign: "–", tone: "" },
  safe: { sign: "✓", tone: "good" },
  at_risk: { sign: "!", tone: "warn" },
  not_expected: { sign: "✗", tone: "bad" },
};

export function AgreementTag({ state }: { state: State }) {
  const t = useTranslations("agreement.states");
  return <Tag look={LOOKS[state]}>{t(state)}</Tag>;
}

/** Where a side reads its agreements. */
export const agreementsOf = (path: string, me: Side): string =>
  `/${path}/${me === "seller" ? "desk" : "wholesale"}/agreements`;

/** That an agreement is one of several cooperatives': the company reads where all of them are; the desk how many there are. */
export function OneOfSeveral({ joint }: { joint: Agreement["joint"] }) {
  const t = useTranslations("jointAgreement");
  const path = usePath();
  if (joint === null) return null;
  return (
    <p className="note">
      {t("partOf", { count: joint.cooperatives, number: joint.number })}{" "}
      {joint.id === null ? (
        t("deskPart")
      ) : (
        <>
          {t("seeAll")} <a href={`${jointAgreementsOf(path)}/${joint.id}`}>{joint.number}</a>
        </>
      )}
    </p>
  );
}

/** What the last version says, and its papers with those before. */
export function Terms({ agreement, me }: { agreement: Agreement; me: Side }) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const gapWords = useGapWords();
  const f = useFormats();
  const path = usePath();
  const last = agreement.versions.at(-1);
  if (!last) return null;
  const price = (line: AgreementLine) =>
    line.share_bp !== null
      ? t("floorAndShare", {
          floor: f.money(line.steps[0]?.price_minor ?? 0, agreement.currency),
          share: line.share_bp / 100,
        })
      : stepsOf(line);
  const stepsOf = (line: AgreementLine) =>
    line.steps
      .map((step, at) => {
        const amount = f.money(step.price_minor, agreement.currency);
        return at === 0 ? amount : t("fromPacks", { from: step.from, price: amount });
      })
      .join(t("then"));
  const facts: [string, string][] = [
    [t("season"), `${f.date(last.from_day)} – ${f.date(last.to_day)}`],
    [t("minimumPacks"), t("packs", { count: last.minimum_packs })],
    [t("noticeDays"), f.number(last.notice_days)],
    [t("freight"), f.money(last.freight_minor, agreement.currency)],
    [q("gap"), gapWords(last.freight_term, last.freight_minor)],
    [t("shortfall"), t(`rules.${last.shortfall}`)],
    [
      t("compensation"),
      last.compensation === null
        ? t("noCompensation")
        : t("compensationAt", { percent: last.compensation.bp / 100, cap: last.compensation.cap_bp / 100 }),
    ],
    ...(last.words === "" ? [] : [[q("words"), last.words] satisfies [string, string]]),
  ];
  return (
    <section className="stack">
      <h2>{t("terms")}</h2>
      <List
        label={t("terms")}
        rows={last.lines.map((line) => ({ ...line, id: line.variant_id }))}
        none=""
        columns={[
          { head: t("good"), name: true, of: (line) => `${line.title[path]} ${line.pack[path]}` },
          { head: t("agreed"), num: true, of: (line) => t("packs", { count: line.packs }) },
          { head: t("price"), of: price },
        ]}
      />
      <dl className="facts">
        {facts.map(([head, what]) => (
          <Fragment key={head}>
            <dt>{head}</dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
      </dl>
      <ul className="plain stack-s">
        {[...agreement.versions].reverse().map((one) => (
          <li key={one.version}>
            <a href={`${agreementsOf(path, me)}/${agreement.id}/pdf/${one.version}`}>
              {t("paper", { version: one.version })}
            </a>{" "}
            <span className="muted small">
              {t(one.by === me ? "byYou" : "byThem")} · {f.time(one.created_at)}
              {one.person ? ` · ${one.person}` : ""}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who signed the version that stands, and the form to sign it. */
export function Signing({
  agreement,
  me,
  may,
  name,
  problems,
}: {
  agreement: Agreement;
  me: Side;
  may: boolean;
  name: string | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const f = useFormats();
  const last = agreement.versions.at(-1);
  if (!last) return null;
  const signed = agreement.signatures.some((one) => one.side === me);
  return (
    <section className="stack">
      <h2>{t("signatures")}</h2>
      {agreement.signatures.length === 0 ? <p className="muted">{t("unsigned")}</p> : null}
      <ul className="plain stack-s">
        {agreement.signatures.map((one) => (
          <li key={one.side}>
            {q(one.side)}: <strong>{one.name}</strong>, {f.timeThere(one.signed_at)}
          </li>
        ))}
      </ul>
      <p className="muted small">
        {t("hash", { version: last.version })} <code>{last.sha256}</code>
      </p>
      {agreement.state === "proposed" && !signed ? (
        may ? (
          <form method="post" className="panel stack-s" noValidate>
            <p>{t("signLead", { version: last.version })}</p>
            <input type="hidden" name="version" value={last.version} />
            <input type="hidden" name="sha256" value={last.sha256} />
            <Input
              name="name"
              label={t("yourName")}
              hint={t("yourNameHint")}
              autoComplete="name"
              maxLength={80}
              defaultValue={name}
              problems={problems}
            />
            <p>
              <button className="button" name="intent" value="sign">
                {t("sign")}
              </button>
            </p>
          </form>
        ) : (
          <p className="note">{t("whoSigns")}</p>
        )
      ) : null}
      {agreement.state === "proposed" && signed ? <p className="note">{t("theySign")}</p> : null}
    </section>
  );
}

type Good = Agreement["drawn"][number];
/** Where packs that were called off stand, and the word of each. */
const STEPS = [
  ["waiting", "stages.waiting"],
  ["kept", "stages.kept"],
  ["accepted", "toPay"],
  ["ordered", "orderedPacks"],
  ["sent", "sentPacks"],
  ["delivered", "deliveredPacks"],
] as const;

const calledOff = ({ waiting, kept, accepted, ordered }: Good): number => waiting + kept + accepted + ordered;

/** How much is called off of each good, and how far that is: a bar, and the same in words. */
export function Drawn({ agreement }: { agreement: Agreement }) {
  const t = useTranslations("agreement");
  const path = usePath();
  if (agreement.state === "proposed" || agreement.state === "dropped") return null;
  const lines = agreement.versions.at(-1)?.lines ?? [];
  const nameOf = (variant_id: string) => {
    const line = lines.find((one) => one.variant_id === variant_id);
    return line ? `${line.title[path]} ${line.pack[path]}` : "";
  };
  const safety = new Map(agreement.safety?.map((one) => [one.variant_id, one.safety]));
  // Where nothing stands is not said: on a phone each figure is a line to read.
  const steps = STEPS.filter(([step]) => agreement.drawn.some((one) => one[step] > 0));
  return (
    <section className="stack">
      <h2>{t("drawnTitle")}</h2>
      {agreement.safety === null ? null : <p className="muted">{t("safetyLead")}</p>}
      {agreement.drawn.map((one) => (
        <Bar
          key={one.variant_id}
          label={t("drawnBar", {
            good: nameOf(one.variant_id),
            called: calledOff(one),
            sent: one.sent,
            packs: one.packs,
            left: one.left,
          })}
          parts={[
            { key: "ordered", part: "sold", value: one.accepted + one.ordered, label: t("orderedPacks") },
            { key: "kept", part: "held", value: one.kept, label: t("stages.kept") },
            { key: "waiting", part: "open", value: one.waiting, label: t("stages.waiting") },
            { key: "left", part: "left", value: one.left, label: t("left") },
          ]}
        />
      ))}
      <List
        label={t("drawnTitle")}
        rows={agreement.drawn.map((one) => ({ ...one, id: one.variant_id }))}
        none=""
        columns={[
          { head: t("good"), name: true, of: (one) => nameOf(one.variant_id) },
          { head: t("agreed"), num: true, of: (one) => t("packs", { count: one.packs }) },
          { head: t("called"), num: true, of: (one) => t("packs", { count: calledOff(one) }) },
          ...steps.map(([step, word]) => ({
            head: t(word),
            num: true as const,
            of: (one: Good) => t("packs", { count: one[step] }),
          })),
          { head: t("left"), num: true, of: (one) => t("packs", { count: one.left }) },
          ...(agreement.safety === null
            ? []
            : [
                {
                  head: t("safety"),
                  of: (one: { variant_id: string }) => {
                    const word = safety.get(one.variant_id) ?? "done";
                    return <Tag look={SAFETY_LOOKS[word]}>{t(`safeties.${word}`)}</Tag>;
                  },
                },
              ]),
        ]}
      />
    </section>
  );
}

/** A proposal is dropped; an active agreement ends early when both want it. */
export function Ending({ agreement, me, said }: { agreement: Agreement; me: Side; said: Said | undefined }) {
  const t = useTranslations("agreement");
  if (agreement.state !== "proposed" && agreement.state !== "active") return null;
  const asked = agreement.end_asked_by;
  const active = agreement.state === "active";
  return (
    <section className="stack">
      {asked !== null ? <p className="note warn">{t(asked === me ? "endAskedByYou" : "endAskedByThem")}</p> : null}
      {asked === me ? null : (
        <details open={said !== undefined}>
          <summary>{t(active ? "endEarly" : "drop")}</summary>
          <form method="post" className="stack-s">
            <p>{t(active ? "endLead" : "dropLead")}</p>
            <EndWords said={said} />
            <p>
              <button className="button quiet" name="intent" value="end">
                {t(active ? (asked === null ? "askEnd" : "agreeEnd") : "drop")}
              </button>
            </p>
          </form>
        </details>
      )}
    </section>
  );
}

export function AgreementLog({ agreement, me }: { agreement: Agreement; me: Side }) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const f = useFormats();
  return (
    <section className="stack">
      <h2>{q("log")}</h2>
      <ul className="plain stack-s">
        {agreement.events.map((one, at) => (
          <li key={at}>
            <span className="muted small">{f.time(one.at)}</span>{" "}
            {one.by === "system" ? "" : `${one.person ?? q(one.by === me ? "you" : one.by)}: `}
            {t(`acts.${one.act}`, { version: one.version })}
            {one.words === "" ? "" : ` (${one.words})`}
          </li>
        ))}
      </ul>
    </section>
  );
}
