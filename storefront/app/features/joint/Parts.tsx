import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { useGapWords } from "../quote/gap-words";
import { QuoteTag } from "../quote/Parts";
import { List } from "../ui/List";
import { Tag, type Look } from "../ui/Tag";
import type { Joint, ListedJoint } from "./data.server";
import { jointsOf, type JointState } from "./words";

const LOOKS: Record<JointState, Look> = {
  waiting: { sign: "…", tone: "warn" },
  offered: { sign: "!", tone: "warn" },
  accepted: { sign: "✓", tone: "good" },
  over: { sign: "–", tone: "" },
};

/** How it stands; of one that was accepted, whether it was ordered, waits to be paid, or came to nothing. */
export function JointTag({
  joint: { state, ordered, over },
}: {
  joint: Pick<ListedJoint, "state" | "ordered" | "over">;
}) {
  const t = useTranslations("joint");
  const q = useTranslations("quote");
  if (state !== "accepted") return <Tag look={LOOKS[state]}>{t(`states.${state}`)}</Tag>;
  if (over !== null) return <Tag look={{ sign: "–", tone: "" }}>{q(`overs.${over}`)}</Tag>;
  return ordered ? (
    <Tag look={LOOKS.accepted}>{q("ordered")}</Tag>
  ) : (
    <Tag look={{ sign: "…", tone: "warn" }}>{t("toPay")}</Tag>
  );
}

/** The packs of the parts that stand; of one that came to nothing, those that were asked for. */
export const packsOf = (joint: Pick<ListedJoint, "state" | "packs" | "standing_packs">): number =>
  joint.state === "over" ? joint.packs : joint.standing_packs;

/** A company's joint quotes, the newest first. */
export function JointList({
  label,
  joints,
  older,
}: {
  label: string;
  joints: readonly ListedJoint[];
  older: string | null;
}) {
  const t = useTranslations("joint");
  const f = useFormats();
  const path = usePath();
  return (
    <List
      label={label}
      rows={joints}
      none={t("none")}
      older={older}
      columns={[
        { head: t("number"), name: true, of: (one) => <a href={`${jointsOf(path)}/${one.id}`}>{one.number}</a> },
        { head: t("goods"), of: (one) => `${one.goods.title[path]} ${one.goods.pack[path]}` },
        { head: t("packs"), num: true, of: (one) => f.number(packsOf(one)) },
        { head: t("cooperatives"), num: true, of: (one) => f.number(one.cooperatives) },
        { head: t("state"), of: (one) => <JointTag joint={one} /> },
        { head: t("until"), of: (one) => (one.ends_at === null ? "–" : f.timeThere(one.ends_at)) },
        { head: t("wantedOn"), of: (one) => f.date(one.wanted_on) },
      ]}
    />
  );
}

/** Its parts: each is a quote of its own, and is talked about there. */
export function PartsOf({ joint }: { joint: Joint }) {
  const t = useTranslations("joint");
  const q = useTranslations("quote");
  const gapWords = useGapWords();
  const f = useFormats();
  const path = usePath();
  const money = (amount: number | null) => (amount === null ? "–" : f.money(amount, joint.currency));
  return (
    <List
      label={t("parts")}
      rows={joint.parts}
      none={t("isOver")}
      columns={[
        {
          head: t("cooperative"),
          name: true,
          of: (one) => (
            <a href={`/${path}/wholesale/quotes/${one.id}`}>
              {one.number} · {one.cooperative?.[path] ?? ""}
            </a>
          ),
        },
        { head: t("state"), of: (one) => <QuoteTag state={one.state} over={one.over} /> },
        { head: t("packs"), num: true, of: (one) => f.number(one.packs) },
        { head: t("price"), num: true, of: (one) => money(one.price_minor) },
        { head: t("freight"), num: true, of: (one) => money(one.freight_minor) },
        { head: q("gap"), of: (one) => gapWords(one.freight_term, one.freight_minor) },
        { head: t("partTotal"), num: true, of: (one) => money(one.total_minor) },
        { head: t("deliverOn"), of: (one) => (one.deliver_on === null ? "–" : f.date(one.deliver_on)) },
        {
          head: t("standsUntil"),
          of: (one) =>
            one.turn === null ? (
              "–"
            ) : (
              <>
                {f.timeThere(one.expires_at)}
                <div className="small muted">{t(one.held ? "kept" : "notKept")}</div>
              </>
            ),
        },
      ]}
    />
  );
}
