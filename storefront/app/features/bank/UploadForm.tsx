import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Input, type Problem } from "../ui/Field";

/** Where a bank's answer is handed in; a plain form, from the list of answers and from a batch. */
export function UploadForm({ problems }: { problems?: readonly Problem[] | undefined }) {
  const t = useTranslations("bank");
  const path = usePath();
  return (
    <form
      method="post"
      action={`/${path}/desk/bank-answers`}
      encType="multipart/form-data"
      className="stack"
      noValidate
    >
      <Input
        name="file"
        type="file"
        label={t("upload.file")}
        hint={t("upload.hint")}
        accept=".xml,.csv,.txt,application/xml,text/xml,text/csv"
        problems={problems}
      />
      <button className="button">{t("upload.send")}</button>
    </form>
  );
}
