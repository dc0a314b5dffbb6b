import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { useSavesData } from "../../lib/saves-data";
import { srcSet, type Picture as Shown } from "./picture-files";

/**
 * A picture in the best format and the least width that do, its place kept while it loads. `sizes` is how wide it stands.
 * `alt=""` where a name beside it says the same; left out, its own words are read. `first`: the one the page opens with.
 * For who saves data it is a line to press; nothing is loaded before.
 */
export function Picture({
  of: picture,
  sizes,
  alt,
  first = false,
}: {
  of: Shown;
  sizes: string;
  alt?: string;
  first?: boolean;
}) {
  const t = useTranslations("pictures");
  const path = usePath();
  const later = useSavesData();
  const words = picture.alt?.[path] ?? "";
  const image = (
    <picture>
      <source type="image/avif" srcSet={srcSet(picture, "avif")} sizes={sizes} />
      <source type="image/webp" srcSet={srcSet(picture, "webp")} sizes={sizes} />
      <img
        src={`${picture.base}-640.jpg`}
        srcSet={srcSet(picture, "jpg")}
        sizes={sizes}
        alt={alt ?? words}
        width={picture.width}
        height={picture.height}
        loading={first && !later ? "eager" : "lazy"}
        decoding="async"
        {...(first && !later ? { fetchpriority: "high" } : {})}
      />
    </picture>
  );
  if (!later) return image;
  return (
    <details className="picture-later">
      <summary>
        {t("show")}
        {words === "" ? null : <span className={alt === "" ? "visually-hidden" : undefined}>{t("of", { words })}</span>}
      </summary>
      {image}
    </details>
  );
}
