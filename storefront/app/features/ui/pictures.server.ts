import { z } from "zod";
import { ART_NAMES, type ArtName } from "../../art/names";
import { ART_WORDS } from "../../art/words";
import { both } from "../../lib/shapes";
import { drawn, type Picture } from "./picture-files";

/** An uploaded picture as the backend answers it. */
export const pictureSchema = z.object({
  // Of our own origin: nothing else is let through by the content security policy, and no other host learns of a visit.
  base: z.string().regex(/^\/(?!\/)[\w/.-]{1,200}$/),
  width: z.int().min(1).max(960),
  height: z.int().min(1).max(2_000),
  alt: both.optional(),
});

/** What the cooperative has uploaded, its first picture; the drawing while there is none. */
export function pictureOf(uploaded: readonly Picture[] | null | undefined, drawing: ArtName): Picture {
  return uploaded?.[0] ?? { ...drawn(drawing), alt: ART_WORDS[drawing] };
}

/** A product's images as Medusa answers them; those that a cooperative uploaded carry what `Picture` needs. */
export const imagesSchema = z
  .array(z.object({ rank: z.number().nullish(), metadata: z.unknown().nullish() }))
  .nullish();

/** The uploaded pictures among a product's images, in order. What an operator linked from elsewhere is not ours to show. */
export function picturesOfImages(images: z.output<typeof imagesSchema>): Picture[] {
  return [...(images ?? [])]
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .flatMap((image) => {
      const picture = pictureSchema.safeParse(image.metadata);
      return picture.success ? [picture.data] : [];
    });
}

/** Which drawing a picture is; undefined for a photo. */
export const drawingOf = (picture: Picture): ArtName | undefined =>
  ART_NAMES.find((name) => picture.base === drawn(name).base);
