import { useState, type MouseEvent } from "react";
import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { useSavesData } from "../../lib/saves-data";
import { srcSet, type Picture as Shown } from "./picture-files";

/**
 * A picture in the best format and the least width that do, its place kept while it loads. `sizes` is how wide it stands.
 * `alt=""` where a name beside it says the same; left out, its own words are read. `first`: the one the page opens with.
 * For who saves data it is a line to press: without script a link to the file, because a browser loads every `img` at
 * once then, lazy or not.
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
  const [pressed, press] = useState(false);
  const words = picture.alt?.[path] ?? "";
  if (later && !pressed) {
    const show = (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      press(true);
    };
    return (
      <a className="picture-later" href={`${picture.base}-640.jpg`} onClick={show}>
        {t("show")}
        {words === "" ? null : <span className={alt === "" ? "visually-hidden" : undefined}>{t("of", { words })}</span>}
      </a>
    );
  }
  return (
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
        loading={first ? "eager" : "lazy"}
        decoding="async"
        {...(first ? { fetchpriority: "high" } : {})}
        // The link that had the focus is gone: it goes on where the picture is.
        {...(pressed ? { tabIndex: -1, ref: focus } : {})}
      />
    </picture>
  );
}

const focus = (image: HTMLImageElement | null): void => image?.focus({ preventScroll: true });
