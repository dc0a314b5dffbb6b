import { ART_NAMES, type ArtName } from "../../art/names";
import { ART_WORDS } from "../../art/words";
import { drawn, type Picture } from "./picture-files";

/** What the cooperative has uploaded, its first picture; the drawing while there is none. */
export function pictureOf(uploaded: readonly Picture[] | null | undefined, drawing: ArtName): Picture {
  return uploaded?.[0] ?? { ...drawn(drawing), alt: ART_WORDS[drawing] };
}

/** Which drawing a picture is; undefined for a photo. */
export const drawingOf = (picture: Picture): ArtName | undefined =>
  ART_NAMES.find((name) => picture.base === drawn(name).base);
