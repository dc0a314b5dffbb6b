import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { quotesOf } from "../quote/Parts";
import type { Side } from "../quote/words";
import { List } from "../ui/List";
import { Tag, type Look } from "../ui/Tag";
import type { Agreement, TakenPrice } from "./data.server";
import type { Stage } from "./words";

const STAGE_LOOKS: Record<Stage, Look> = {
  waiting: { sign: "…", tone: "warn" },
  kept: { sign: "…", tone: "warn" },
  accepted: { sign: "…", tone: "warn" },
  ordered: { sign: "✓", tone: "good" },
  gone: { sign: "–", tone: "" },
};

/** The orders under it; a manager keeps goods for one that waits. */
export function CallOffs({ agreement, me }: { agreement: Agreement; me: Side }) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  if (agreement.state === "proposed" || agreement.state === "dropped") return null;
  const base = [
    {
      head: q("number"),
      name: true as const,
      of: (one: Row) => <a href={`${quotesOf(path, me)}/${one.quote_id}`}>{one.number}</a>,
    },
    {
      head: t("stage"),
      of: (one: Row) => (
        <Tag look={STAGE_LOOKS[one.stage]}>
          {one.waits_for === "price" ? t("waitsForPrice") : t(`stages.${one.stage}`)}
        </Tag>
      ),
    },
    { head: q("wantedOn"), of: (one: Row) => f.date(one.wanted_on) },
    {
      head: q("packsOf"),
      num: true as const,
      of: (one: Row) => t("packs", { count: one.packs.reduce((sum, line) => sum + line.packs, 0) }),
    },
    ...(agreement.versions.at(-1)?.lines.some((line) => line.share_bp !== null)
      ? [
          {
            head: t("price"),
            of: (one: Row) =>
              one.prices.length === 0
                ? "–"
                : one.prices.map((price) => (
                    <p key={price.variant_id}>
                      <TakenSum price={price} currency={agreement.currency} />
                    </p>
                  )),
          },
        ]
      : []),
  ];
  const keep = {
    head: t("keepHead"),
    of: (one: Row) =>
      one.stage === "waiting" ? (
        <form method="post">
          <input type="hidden" name="quote_id" value={one.quote_id} />
          <button className="button second" name="intent" value="keep">
            {t("keep")} <span className="visually-hidden">{one.number}</span>
          </button>
        </form>
      ) : (
        "–"
      ),
  };
  return (
    <section className="stack">
      <h2>{t("callOffs")}</h2>
      <List
        label={t("callOffs")}
        rows={agreement.call_offs.map((one) => ({ ...one, id: one.quote_id }))}
        none={t("noCallOffs")}
        columns={me === "seller" ? [...base, keep] : base}
      />
    </section>
  );
}

/** Floor, market and share, and what they come to. */
function TakenSum({ price, currency }: { price: TakenPrice; currency: string }) {
  const t = useTranslations("agreement");
  const f = useFormats();
  const money = (amount: number) => f.money(amount, currency);
  const { floor_minor, market_minor, share_bp } = price;
  const facts = {
    floor: money(floor_minor),
    market: money(market_minor),
    day: f.date(price.market_day),
    share: share_bp / 100,
    price: money(price.price_minor),
  };
  return <>{t(market_minor > floor_minor ? "takenAbove" : "takenFloor", facts)}</>;
}

type Row = Agreement["call_offs"][number] & { id: string };
