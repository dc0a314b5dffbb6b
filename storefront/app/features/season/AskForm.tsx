import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Input, type Problem } from "../ui/Field";

/** Asks to be told when goods open. A plain form: the page round it is the same for everybody. */
export function AskForm({
  village,
  produce,
  problems,
  email = "",
}: {
  village: string;
  produce: string;
  problems?: readonly Problem[] | undefined;
  email?: string;
}) {
  const t = useTranslations("season");
  const path = usePath();
  return (
    <form
      method="post"
      action={`/${path}/tell-me/${encodeURIComponent(village)}/${encodeURIComponent(produce)}`}
      className="stack-s"
      noValidate
    >
      <Input
        name="email"
        label={t("email")}
        type="email"
        autoComplete="email"
        maxLength={200}
        defaultValue={email}
        problems={problems}
        required
      />
      <button className="button second">{t("ask")}</button>
    </form>
  );
}
