import { isVillageArt, type ArtName } from "../../art/names";
import type { Both } from "../../lib/path";

/** Widths and formats that every picture is kept in, the best format first: drawings by the build, photos by who takes them in. */
export const PICTURE_WIDTHS = [320, 640, 960] as const;
export const PICTURE_FORMATS = ["avif", "webp", "jpg"] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** A picture whose files are `<base>-<width>.<format>`; width and height are those of the largest. */
export interface Picture {
  readonly base: string;
  readonly width: number;
  readonly height: number;
  readonly alt?: Both | undefined;
}

/**
 * A drawing as a picture, without words: those are the server's (pictures.server.ts). Its files lie in a folder named
 * after all drawings, so that a changed drawing has a new address.
 */
export function drawn(name: ArtName): Picture {
  const base = `/assets/art/${import.meta.env.VITE_ART_VERSION}/${name}`;
  return { base, width: 960, height: isVillageArt(name) ? 480 : 720 };
}

/** All files of a picture in one format, for a `srcset`. */
export const srcSet = (picture: Picture, format: PictureFormat): string =>
  PICTURE_WIDTHS.map((width) => `${picture.base}-${width}.${format} ${width}w`).join(", ");
