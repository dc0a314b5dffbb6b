import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { Carrier } from "../shipping/data.server";
import { Input, Select, type Problem } from "../ui/Field";
import type { RefusedParcel } from "./data.server";

/** A parcel that its carrier refused: why, in the carrier's words, and what can be put right before it is asked again. */
export function MendForm({
  parcel,
  carriers,
  typed,
  problems,
}: {
  parcel: RefusedParcel;
  carriers: readonly Carrier[];
  typed: Record<string, string> | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("carrierActs.mend");
  const path = usePath();
  const field = (name: "name" | "phone" | "address" | "carrier") => `${name}_${parcel.id}`;
  const was = (name: "name" | "phone" | "address" | "carrier") => typed?.[field(name)] ?? parcel[name];
  const known = carriers.find((one) => one.code === parcel.carrier);
  const open = problems?.some((problem) => problem.field.endsWith(parcel.id)) ?? false;
  return (
    <article className="panel stack" aria-label={parcel.number}>
      <p>
        <span className="tag bad">
          <span aria-hidden="true">!</span>
          {t(`faults.${parcel.fault}`)}
        </span>{" "}
        <a href={`/${path}/desk/parcels/${parcel.id}`}>{parcel.number}</a> · {parcel.name} ·{" "}
        {known?.[path] ?? parcel.carrier}
      </p>
      {parcel.reason === null ? null : (
        <p>
          {t("said")} <q>{parcel.reason}</q>
        </p>
      )}
      <details open={open || undefined}>
        <summary>{t("open")}</summary>
        <form method="post" className="stack" noValidate>
          <input type="hidden" name="id" value={parcel.id} />
          {(["name", "phone", "address", "carrier"] as const).map((name) => (
            <input key={name} type="hidden" name={`was_${field(name)}`} value={parcel[name]} />
          ))}
          <div className="fields two">
            <Input name={field("name")} label={t("name")} defaultValue={was("name")} problems={problems} />
            <Input
              name={field("phone")}
              label={t("phone")}
              type="tel"
              defaultValue={was("phone")}
              problems={problems}
            />
          </div>
          <Input name={field("address")} label={t("address")} defaultValue={was("address")} problems={problems} />
          <Select name={field("carrier")} label={t("carrier")} defaultValue={was("carrier")} problems={problems}>
            {carriers
              .filter((one) => one.active || one.code === parcel.carrier)
              .map((one) => (
                <option key={one.code} value={one.code}>
                  {one[path]}
                </option>
              ))}
          </Select>
          <p className="small">{t("note")}</p>
          <button className="button" name="act" value="mend">
            {t("ask")}
          </button>
        </form>
        <form method="post" className="stack" noValidate>
          <input type="hidden" name="id" value={parcel.id} />
          <input type="hidden" name="parcel_number" value={parcel.number} />
          <Input
            name={`number_${parcel.id}`}
            label={t("number")}
            hint={t("numberHint")}
            defaultValue={typed?.[`number_${parcel.id}`]}
            autoComplete="off"
            problems={problems}
          />
          <button className="button second" name="act" value="number">
            {t("saveNumber")}
          </button>
        </form>
      </details>
    </article>
  );
}
