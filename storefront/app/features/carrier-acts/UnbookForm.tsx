import { useTranslations } from "use-intl";
import { Input, type Problem } from "../ui/Field";

/** Takes back the booking of a parcel that is still here. */
export function UnbookForm({
  parcel_id,
  typed,
  problems,
}: {
  parcel_id: string;
  typed: Record<string, string> | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("carrierActs.unbook");
  return (
    <form method="post" className="panel stack" noValidate>
      <h2>{t("title")}</h2>
      <p>{t("note")}</p>
      <input type="hidden" name="id" value={parcel_id} />
      <Input name="reason" label={t("reason")} defaultValue={typed?.reason} problems={problems} />
      <button className="button second" name="act" value="unbook">
        {t("do")}
      </button>
    </form>
  );
}
