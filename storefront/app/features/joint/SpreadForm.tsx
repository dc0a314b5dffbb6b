import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, TextArea, type Problem } from "../ui/Field";
import { List } from "../ui/List";
import type { Spread, SpreadSource } from "./data.server";

/** A proposed spread, each cooperative with its packs to be changed, and the button that asks them. */
export function SpreadForm({
  spread,
  keyOfForm,
  agent,
  problems,
  typed,
}: {
  spread: Spread;
  keyOfForm: string;
  /** The code that a link has filled in; null where nothing more is asked of who brought it. */
  agent: string | null;
  problems: readonly Problem[] | undefined;
  typed: Record<string, string>;
}) {
  const t = useTranslations("joint");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const money = (amount: number) => f.money(amount, spread.currency);
  const nameOf = (one: SpreadSource) => one.cooperative?.[path] ?? "";
  const rows = spread.sources.map((one) => ({ ...one, id: one.variant_id }));
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? keyOfForm} />
      <section className="stack" id="parts">
        <h2>{t("proposal")}</h2>
        <p>{t("proposalLead")}</p>
        {spread.total_minor !== null && !spread.proven ? <p className="note">{t("notProven")}</p> : null}
        <List
          label={t("proposal")}
          rows={rows}
          none={t("nobody")}
          columns={[
            {
              head: t("cooperative"),
              name: true,
              of: (one) => (
                <>
                  {nameOf(one)}
                  <div className="small muted">{one.title[path]}</div>
                </>
              ),
            },
            {
              head: t("packs"),
              of: (one) => (
                <>
                  {t("free", { free: f.number(one.free_packs), all: f.number(one.capacity_packs) })}
                  {one.minimum_packs > 1 ? (
                    <div className="small">{t("from", { count: one.minimum_packs })}</div>
                  ) : null}
                </>
              ),
            },
            {
              head: t("distance"),
              of: (one) => (one.distance_km === null ? t("unknownKm") : t("km", { km: f.number(one.distance_km) })),
            },
            { head: t("priceOfPack"), num: true, of: (one) => (one.take ? money(one.take.unit_minor) : "–") },
            {
              head: t("freight"),
              num: true,
              of: (one) =>
                one.carriage_minor_per_pack === null
                  ? "–"
                  : t("perPack", { amount: money(one.carriage_minor_per_pack) }),
            },
            {
              head: t("sum"),
              num: true,
              of: (one) => (one.take ? money(one.take.goods_minor + one.take.carriage_minor) : "–"),
            },
            {
              head: q("packsOf"),
              of: (one) => {
                if (one.why_not !== null) return <span className="muted">{t(`whyNot.${one.why_not}`)}</span>;
                const name = `packs:${one.product_id}:${one.variant_id}`;
                return (
                  <input
                    id={name}
                    name={name}
                    className="short"
                    inputMode="numeric"
                    autoComplete="off"
                    aria-label={t("packsOf", { cooperative: nameOf(one) })}
                    defaultValue={typed[name] ?? String(one.take?.packs ?? "")}
                  />
                );
              },
            },
          ]}
        />
        {spread.total_minor === null ? null : (
          <p>
            <strong>{t("total", { amount: money(spread.total_minor) })}</strong>
          </p>
        )}
      </section>
      {rows.some((one) => one.why_not === null) ? (
        <>
          <TextArea
            name="words"
            label={q("words")}
            hint={q("askWordsHint")}
            rows={3}
            maxLength={2000}
            defaultValue={typed.words}
            problems={problems}
          />
          {agent === null ? null : (
            <Input
              name="agent_code"
              label={q("agentCode")}
              hint={q("agentHint")}
              maxLength={12}
              autoComplete="off"
              defaultValue={typed.agent_code ?? agent}
              problems={problems}
            />
          )}
          <p>
            <button className="button">{t("askAll")}</button> <span className="muted">{t("askHint")}</span>
          </p>
        </>
      ) : null}
    </form>
  );
}
