import { z } from "zod";
import { read } from "../../lib/api.server";
import { both } from "../../lib/shapes";

/** Short words of a village to everybody. */
export const notice = z.object({
  id: z.string(),
  kind: z.enum(["notice"]),
  title: both,
  text: both,
  published_at: z.string(),
  shown_to: z.string().nullable(),
  corrected_at: z.string().nullable(),
});
export type Notice = z.output<typeof notice>;

const noticesSchema = z.object({
  village: z.object({ id: z.string(), handle: z.string(), name: both }),
  notices: z.array(notice),
  next: z.string().nullable(),
});

/** All that is public of a village, a page at a time, newest first. */
export const noticesOfVillage = (handle: string, before: string | null) =>
  read(`/store/villages/${encodeURIComponent(handle)}/notices`, noticesSchema, {
    query: { cursor: before ?? undefined },
  });
