import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Input, Select, TextArea, type Problem } from "../ui/Field";
import type { Carrier } from "./data.server";

const LABELS = ["ours", "carrier", "both"] as const;
const DAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;

/** How a carrier is used: one of the list, or a new one of the cooperative's own. */
export function CarrierForm({
  carrier,
  typed,
  problems,
}: {
  carrier: Carrier | undefined;
  typed: Record<string, string> | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("shipping");
  const path = usePath();
  const was = (name: string, otherwise: string) => typed?.[name] ?? otherwise;
  const isOn = (name: string, otherwise: boolean) => (typed === undefined ? otherwise : typed[name] === "yes");
  const services = carrier?.services.map((one) =>
    [one.service, one.title === one.service ? "" : one.title, one.cold ? t("coldMark") : ""].filter(Boolean).join(" "),
  );
  return (
    <section className="panel stack" id="carrier-form">
      <h2>{carrier ? t("changeOf", { name: carrier[path] }) : t("addCarrier")}</h2>
      <form method="post" className="stack" noValidate>
        {carrier ? (
          <input type="hidden" name="code" value={carrier.code} />
        ) : (
          <div className="fields two">
            <Input
              name="code"
              label={t("code")}
              hint={t("codeHint")}
              defaultValue={was("code", "")}
              problems={problems}
              required
            />
            <Input name="name" label={t("name")} defaultValue={was("name", "")} problems={problems} required />
          </div>
        )}
        <label className="check">
          <input type="checkbox" name="active" value="yes" defaultChecked={isOn("active", carrier?.active ?? true)} />
          {t("activeLabel")}
        </label>
        <label className="check">
          <input
            type="checkbox"
            name="needs_phone"
            value="yes"
            defaultChecked={isOn("needs_phone", carrier?.needs_phone ?? true)}
          />
          {t("needsPhone")}
        </label>
        <Input
          name="cutoff"
          label={t("cutoff")}
          hint={t("cutoffHint")}
          type="time"
          defaultValue={was("cutoff", carrier?.cutoff ?? "16:00")}
          problems={problems}
        />
        {carrier !== undefined && carrier.adapter !== "manual" ? (
          <Select
            name="label_by"
            label={t("labelBy")}
            defaultValue={was("label_by", carrier.label_by)}
            problems={problems}
          >
            {LABELS.map((by) => (
              <option key={by} value={by}>
                {t(`labels.${by}`)}
              </option>
            ))}
          </Select>
        ) : null}
        {carrier?.adapter === "manual" ? <p className="small">{t("byHand")}</p> : null}
        <fieldset id="pickup_days">
          <legend>{t("days")}</legend>
          <div className="row">
            {DAYS.map((day) => (
              <label className="check" key={day}>
                <input
                  type="checkbox"
                  name={`day_${day}`}
                  value="yes"
                  defaultChecked={isOn(`day_${day}`, carrier?.pickup_days.includes(Number(day)) ?? day !== "7")}
                />
                {t(`weekdays.${day}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <TextArea
          name="services"
          label={t("services")}
          hint={t("servicesHint")}
          rows={3}
          defaultValue={was("services", services?.join("\n") ?? "")}
          problems={problems}
        />
        <details open={(carrier?.tracking_lengths.length ?? 0) > 0}>
          <summary>{t("numberShape")}</summary>
          <div className="fields two">
            <Input
              name="tracking_lengths"
              label={t("lengths")}
              hint={t("lengthsHint")}
              inputMode="numeric"
              defaultValue={was("tracking_lengths", carrier?.tracking_lengths.join(" ") ?? "")}
              problems={problems}
            />
            <Input
              name="tracking_prefixes"
              label={t("prefixes")}
              hint={t("prefixesHint")}
              defaultValue={was("tracking_prefixes", carrier?.tracking_prefixes.join(" ") ?? "")}
              problems={problems}
            />
          </div>
        </details>
        <button className="button">{t("save")}</button>
      </form>
    </section>
  );
}
