import type { ArtName } from "../../art/names";
import { ART_WORDS } from "../../art/words";
import { drawn, type Picture } from "./picture-files";

/** What the cooperative has uploaded, its first picture; the drawing while there is none. */
export function pictureOf(uploaded: readonly Picture[] | null | undefined, drawing: ArtName): Picture {
  return uploaded?.[0] ?? { ...drawn(drawing), alt: ART_WORDS[drawing] };
}
