import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Question } from "./data.server";

/** Another grade for packs that can't be sent: which, what each costs today, and what goes back. */
export function GradeOffer({ line, currency }: { line: Question["lines"][number]; currency: string }) {
  const t = useTranslations("otherGrade");
  const f = useFormats();
  const path = usePath();
  const { offer } = line;
  if (offer === null) return null;
  const price = (minor: number) => t(`per.${offer.per}`, { amount: f.money(minor, currency) });
  return (
    <div className="stack-s">
      <p>
        {t("instead", {
          packs: offer.packs,
          grade: offer.grade_name[path],
          ordered: offer.from_grade_name[path],
        })}
      </p>
      <dl className="stack-s">
        <div>
          <dt>{t("today", { grade: offer.from_grade_name[path] })}</dt>
          <dd>{price(offer.from_price_minor)}</dd>
        </div>
        <div>
          <dt>{t("today", { grade: offer.grade_name[path] })}</dt>
          <dd>{price(offer.price_minor)}</dd>
        </div>
        <div>
          <dt>{t("back")}</dt>
          <dd>
            <strong>{offer.back_minor > 0 ? f.moneyInWords(offer.back_minor, currency) : t("nothingMore")}</strong>
          </dd>
        </div>
      </dl>
    </div>
  );
}
