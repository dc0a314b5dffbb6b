import { z } from "zod";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import type { Problem } from "../ui/Field";
import { inWords } from "../ui/form.server";

const kept = z.object({ photo: z.object({ id: z.string() }) });
/** 8 MB over a weak uplink, and drawn anew. */
const PHOTO_MS = 60_000;

/** The file of a form, when one was chosen. */
export function photoOf(form: FormData): File | undefined {
  const photo = form.get("photo");
  return photo instanceof File && photo.size > 0 ? photo : undefined;
}

/** Hands a photo to the backend, which looks at its bytes. The lot stands whatever becomes of it. */
export async function keepPhoto(desk: Member, path: Path, lot_id: string, photo: File): Promise<Problem[]> {
  const answer = await desk.call(`/desk/lots/${encodeURIComponent(lot_id)}/photos`, kept, {
    method: "POST",
    bytes: new Uint8Array(await photo.arrayBuffer()),
    time_limit_ms: PHOTO_MS,
  });
  return answer.ok ? [] : [{ field: "photo", text: inWords(path, answer.refusal) }];
}
