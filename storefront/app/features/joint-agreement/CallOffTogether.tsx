import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { PreferenceField } from "../joint/PreferenceField";
import { WantedFields } from "../quote/WantedFields";
import { Input, TextArea, type Problem } from "../ui/Field";
import { List } from "../ui/List";
import type { CallOffSpread, JointAgreement } from "./data.server";
import { aloneAt } from "./words";

interface Address {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly address: string;
}

interface Asked {
  readonly packs: string;
  readonly wanted_on: string;
  readonly address_id: string;
  readonly prefer: string;
}

/** How many packs, for when, where to, and what matters most. Its answer is a spread, and the address of the page. */
export function AskSpread({
  asked,
  notice_days,
  addresses,
  problems,
}: {
  asked: Asked;
  /** The longest of the agreements in force. */
  notice_days: number;
  addresses: readonly Address[];
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("jointAgreement");
  const j = useTranslations("joint");
  const untouched = asked.packs === "" && asked.wanted_on === "";
  return (
    <form className="stack" action="#call-off" noValidate>
      <p>
        {t("callOffLead")} {notice_days > 0 ? t("notice", { days: notice_days }) : null}
      </p>
      <div className="fields two">
        <Input
          name="packs"
          label={t("packsInAll")}
          inputMode="numeric"
          autoComplete="off"
          required
          defaultValue={asked.packs}
          problems={problems}
        />
        <PreferenceField prefer={asked.prefer} />
        <WantedFields
          wanted_on={asked.wanted_on}
          addresses={addresses}
          address_id={untouched ? undefined : asked.address_id}
          problems={problems}
        />
      </div>
      <p>
        <button className="button second">{j("propose")}</button>
      </p>
    </form>
  );
}

/** The spread, each part with its packs to be changed, and the button that calls all of it off; of one part alone, the way to its page. */
export function CallOffTogether({
  joint,
  spread,
  asked,
  keyOfForm,
  typed,
  problems,
}: {
  joint: JointAgreement;
  spread: CallOffSpread;
  asked: Asked;
  keyOfForm: string;
  typed: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("jointAgreement");
  const j = useTranslations("joint");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const money = (amount: number) => f.money(amount, joint.currency);
  const rows = spread.parts.flatMap((one) => {
    const part = joint.parts.find((of) => of.id === one.agreement_id);
    return part ? [{ ...one, id: part.id, number: part.number, name: part.cooperative?.[path] ?? part.number }] : [];
  });
  const packsIn = (one: (typeof rows)[number]) => typed[`packs:${one.id}`] ?? String(one.take?.packs ?? "");
  const countIn = (one: (typeof rows)[number]) => Number(packsIn(one).normalize("NFKC").replace(/\D/g, ""));
  const changed = (one: (typeof rows)[number]) => countIn(one) !== (one.take?.packs ?? 0);
  const stale = rows.some(changed);
  const chosen = rows.filter((one) => countIn(one) !== 0);
  const alone = chosen.length === 1 ? chosen.find((one) => Number.isSafeInteger(countIn(one))) : undefined;
  const takes = rows.flatMap((one) => (one.take ? [one.take] : []));
  const known = takes.every((one) => one.goods_minor !== null);
  const total = takes.reduce((sum, one) => sum + (one.goods_minor ?? 0) + one.freight_minor, 0);
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? keyOfForm} />
      <section className="stack" id="parts">
        <h3>{t("spread")}</h3>
        <p>{t("spreadLead")}</p>
        {spread.missing_packs > 0 ? <p className="note warn">{t("missing", { count: spread.missing_packs })}</p> : null}
        <List
          label={t("spread")}
          rows={rows}
          none=""
          columns={[
            { head: t("cooperative"), name: true, of: (one) => `${one.number} · ${one.name}` },
            {
              head: t("leftAndThere"),
              of: (one) => (
                <>
                  {t("lies", { there: one.there_packs, left: one.left_packs })}
                  {one.minimum_packs > 1 ? (
                    <div className="small">{j("from", { count: one.minimum_packs })}</div>
                  ) : null}
                </>
              ),
            },
            {
              head: j("distance"),
              of: (one) => (one.distance_km === null ? j("unknownKm") : j("km", { km: f.number(one.distance_km) })),
            },
            {
              head: t("goods"),
              num: true,
              of: (one) =>
                one.take === null || changed(one)
                  ? "–"
                  : one.take.goods_minor === null
                    ? t("toCome")
                    : money(one.take.goods_minor),
            },
            {
              head: t("freight"),
              num: true,
              of: (one) => (one.take && !changed(one) ? money(one.take.freight_minor) : "–"),
            },
            {
              head: t("toCallOff"),
              of: (one) => (
                <PacksOf
                  name={`packs:${one.id}`}
                  label={t("packsOf", { cooperative: one.name })}
                  value={packsIn(one)}
                  problems={problems}
                />
              ),
            },
          ]}
        />
        <p>
          <button className="button second" name="intent" value="recount">
            {t("recount")}
          </button>{" "}
          {stale ? <span className="muted">{t("recountHint")}</span> : null}
        </p>
        {takes.length > 0 && known && !stale ? (
          <p>
            <strong>{t("total", { amount: money(total) })}</strong>
          </p>
        ) : null}
      </section>
      {alone ? (
        <div className="note stack-s" id="alone" tabIndex={-1}>
          <p>{t("aloneLead", { cooperative: alone.name, packs: countIn(alone) })}</p>
          <p>
            <a className="button" href={aloneAt(path, alone.id, { ...asked, packs: countIn(alone) })}>
              {t("aloneGo", { number: alone.number })}
            </a>
          </p>
        </div>
      ) : (
        <>
          <TextArea
            name="call_off_words"
            label={q("words")}
            rows={3}
            maxLength={2000}
            defaultValue={typed.call_off_words}
            problems={problems}
          />
          <p>
            <button className="button" name="intent" value="call_off">
              {t("callOffGo")}
            </button>{" "}
            <span className="muted">{t("callOffHint")}</span>
          </p>
        </>
      )}
    </form>
  );
}

/** Packs of one part in the table, with what is wrong with them. */
function PacksOf({
  name,
  label,
  value,
  problems,
}: {
  name: string;
  label: string;
  value: string;
  problems: readonly Problem[] | undefined;
}) {
  const wrong = problems?.find((one) => one.field === name);
  return (
    <div className="field">
      {wrong ? (
        <span className="wrong" id={`${name}-wrong`}>
          {wrong.text}
        </span>
      ) : null}
      <input
        id={name}
        name={name}
        className="short"
        inputMode="numeric"
        autoComplete="off"
        aria-label={label}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? `${name}-wrong` : undefined}
        defaultValue={value}
      />
    </div>
  );
}
