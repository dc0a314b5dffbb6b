import { villageNotice, villagePage } from "@commonlot/domain";
import { z } from "zod";
import { pictureWords } from "../../../modules/shop/pictures";
import { certificateBody } from "../../../modules/village/certificates";
import { seasonDaysInput } from "../../../modules/village/seasons";
import { code, idempotencyKey } from "../validators";

/** What the writer has seen: the revision of the page that the form was filled with. */
export const seenBody = z.strictObject({ seen: z.string().min(1).max(80) });
export type SeenBody = z.output<typeof seenBody>;

export const draftBody = seenBody.extend({ content: villagePage });
export type DraftBody = z.output<typeof draftBody>;

/** With the picture itself as the body, its words stand in the address. */
export const pictureQuery = pictureWords;
export const wordsBody = pictureWords;
export type WordsBody = z.output<typeof wordsBody>;

/** Of what is written without a draft, the version that the form was filled with. */
export const versionBody = z.strictObject({ seen: z.int().min(1).max(1_000_000_000) });
export type VersionBody = z.output<typeof versionBody>;

export const newSeasonBody = seasonDaysInput.extend({ produce: code });
export type NewSeasonBody = z.output<typeof newSeasonBody>;
export const seasonBody = seasonDaysInput.extend(versionBody.shape);
export type SeasonBody = z.output<typeof seasonBody>;

export const newCertificateBody = certificateBody;
export type NewCertificateBody = z.output<typeof newCertificateBody>;
export const changedCertificateBody = certificateBody.extend(versionBody.shape);
export type ChangedCertificateBody = z.output<typeof changedCertificateBody>;

export const newNoticeBody = villageNotice.extend({ shown_from: z.iso.date(), idempotency_key: idempotencyKey });
export type NewNoticeBody = z.output<typeof newNoticeBody>;
export const changedNoticeBody = villageNotice.extend(versionBody.shape);
export type ChangedNoticeBody = z.output<typeof changedNoticeBody>;
