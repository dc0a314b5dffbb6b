import { useTranslations } from "use-intl";
import type { AddressForm } from "../checkout/address-form";
import { Next, PlaceFields } from "../checkout/PlaceFields";
import { Input, ProblemSummary, type Problem } from "../ui/Field";
import type { TEXTS } from "./fields";

/** A pick-up point, new or as it stands. A plain form: the choices of a place come step by step. */
export function PointForm({
  form,
  home,
  seen,
  problems,
}: {
  form: AddressForm;
  /** The country that places are of. */
  home: string;
  /** The version that it was filled with; left out for a new one. */
  seen?: number | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("pickupDesk");
  const input = (field: (typeof TEXTS)[number], max: number, hint?: string) => (
    <Input
      name={field}
      label={t(`fields.${field}`)}
      {...(hint === undefined ? {} : { hint })}
      maxLength={max}
      defaultValue={form.values[field]}
      problems={problems}
    />
  );
  return (
    <form method="post" className="stack" noValidate>
      <ProblemSummary problems={problems} />
      <input type="hidden" name="country" value={home} />
      <input type="hidden" name="form_of" value={home} />
      {seen === undefined ? null : <input type="hidden" name="seen" value={seen} />}
      <div className="fields two">
        {input("name_zh", 60)}
        {input("name_en", 80)}
        <PlaceFields form={form} problems={problems} />
        <div>
          <Next />
        </div>
        <div className="full">{input("street", 200)}</div>
        {input("hours_zh", 200, t("hints.hours"))}
        {input("hours_en", 200, t("hints.hours"))}
        {input("phone", 40)}
        {input("notes_zh", 300, t("hints.notes"))}
        {input("notes_en", 300, t("hints.notes"))}
        {input("valid_from", 10, t("hints.day"))}
        {input("valid_to", 10, t("hints.day"))}
      </div>
      <button className="button" name="act" value="save">
        {t("save")}
      </button>
    </form>
  );
}
