import { z } from "zod";
import { both } from "../../lib/shapes";
import { pictureSchema } from "../ui/pictures.server";

/** A certificate's PDF; its address is one of ours. */
export const paperFile = z.object({ href: z.string().regex(/^\/papers\/paper_[0-9a-f]{32}\.pdf$/), bytes: z.int() });

export const certificate = z.object({
  kind: z.enum(["organic", "green", "geographical", "gap"]),
  number: z.string(),
  issuer: both,
  produce: both.nullable(),
  valid_from: z.string(),
  valid_to: z.string(),
  /** Photos of the paper. */
  papers: z.array(pictureSchema),
  files: z.array(paperFile),
});
export type Certificate = z.output<typeof certificate>;

/** When something is picked and sent, by days of every year ("09-05"). */
export const season = z.object({
  picked_from: z.string(),
  picked_to: z.string(),
  sent_from: z.string(),
  sent_to: z.string(),
});
export type Season = z.output<typeof season>;
