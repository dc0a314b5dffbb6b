import type { ComponentProps } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { WantedFields } from "../quote/WantedFields";
import { Input, TextArea, type Problem } from "../ui/Field";
import type { Agreement } from "./data.server";
import { MoreThanThere } from "./MoreThanThere";

interface Address {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly address: string;
}

/** One order under an active agreement: packs of its goods, and the day they are wanted on. */
export function CallOffForm({
  agreement,
  addresses,
  idempotency_key,
  typed,
  problems,
  more,
}: {
  agreement: Agreement;
  addresses: readonly Address[];
  idempotency_key: string;
  typed: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
  /** Asked about, where more was typed than lies there. */
  more: ComponentProps<typeof MoreThanThere>["more"] | undefined;
}) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const last = agreement.versions.at(-1);
  if (!last) return null;
  return (
    <form method="post" className="stack" noValidate>
      <p>{t("callOffLead", { days: last.notice_days, packs: last.minimum_packs })}</p>
      <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? idempotency_key} />
      <fieldset className="stack" id="lines">
        <legend>{q("goods")}</legend>
        <div className="fields two">
          {last.lines.map((line) => {
            const name = `packs:${line.product_id}:${line.variant_id}`;
            const { left = 0, there } = agreement.drawn.find((one) => one.variant_id === line.variant_id) ?? {};
            const weight = f.units(line.units_per_pack, line.unit);
            return (
              <Input
                key={line.variant_id}
                name={name}
                label={t("packsOf", { good: `${line.title[path]} ${line.pack[path]}` })}
                hint={t("leftHint", { left, there: there ?? 0, weight })}
                inputMode="numeric"
                autoComplete="off"
                defaultValue={typed[name]}
                problems={problems}
              />
            );
          })}
        </div>
      </fieldset>
      <div className="fields two">
        <WantedFields
          wanted_on={typed.wanted_on}
          first={last.from_day}
          last={last.to_day}
          addresses={addresses}
          address_id={typed.address_id}
          problems={problems}
        />
      </div>
      <TextArea
        name="call_off_words"
        label={q("words")}
        rows={3}
        maxLength={2000}
        defaultValue={typed.call_off_words}
        problems={problems}
      />
      {more ? (
        <MoreThanThere more={more} lines={last.lines} typed={typed} />
      ) : (
        <p>
          <button className="button" name="intent" value="call_off">
            {t("callOffGo")}
          </button>
        </p>
      )}
    </form>
  );
}
