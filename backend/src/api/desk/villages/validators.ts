import { villagePage } from "@commonlot/domain";
import { z } from "zod";
import { pictureWords } from "../../../modules/shop/pictures";

/** What the writer has seen: the revision of the page that the form was filled with. */
export const seenBody = z.strictObject({ seen: z.string().min(1).max(80) });
export type SeenBody = z.output<typeof seenBody>;

export const draftBody = seenBody.extend({ content: villagePage });
export type DraftBody = z.output<typeof draftBody>;

/** With the picture itself as the body, its words stand in the address. */
export const pictureQuery = pictureWords;
export const wordsBody = pictureWords;
export type WordsBody = z.output<typeof wordsBody>;

export const nothingBody = z.strictObject({});
