import { z } from "zod";
import { both } from "../../lib/shapes";
import { pictureSchema } from "../ui/pictures.server";

export const certificate = z.object({
  kind: z.enum(["organic", "green", "geographical", "gap"]),
  number: z.string(),
  issuer: both,
  produce: both.nullable(),
  valid_from: z.string(),
  valid_to: z.string(),
  /** Photos of the paper, on the village's page. */
  papers: z.array(pictureSchema).default([]),
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
