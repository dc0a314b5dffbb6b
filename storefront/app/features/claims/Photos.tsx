import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { Claim } from "./data.server";

/** What was photographed, as wide as a phone and never wider; each opens as it was sent. */
export function Photos({ claim }: { claim: Claim }) {
  const t = useTranslations("claims");
  const path = usePath();
  if (claim.photos.length === 0) return null;
  return (
    <ul className="plain claim-photos">
      {claim.photos.map((photo) => {
        const at = `/${path}/desk/claims/${claim.id}/photos/${photo.id}`;
        return (
          <li key={photo.id}>
            <a href={at}>
              <img
                src={at}
                alt={t("photoBy", { by: photo.by === "buyer" ? t("sources.buyer") : photo.by })}
                loading="lazy"
              />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
