import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { ShownThanks } from "./data.server";

/** What a buyer wrote, and from which province. Nothing in it is a link. */
export function Thanks({ thanks }: { thanks: ShownThanks }) {
  const t = useTranslations("thanks");
  const path = usePath();
  return (
    <figure className="thanks">
      <blockquote>
        <p>{thanks.words}</p>
      </blockquote>
      <figcaption className="muted small">
        {thanks.from === null ? t("fromSomewhere") : t("from", { province: thanks.from[path] })}
      </figcaption>
    </figure>
  );
}
