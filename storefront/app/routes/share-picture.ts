import { createHash } from "node:crypto";
import { shareJpeg } from "../features/store/share.server";
import type { Route } from "./+types/share-picture";

const FILE = /^([a-z0-9-]{1,100})\.jpg$/;

/** The picture that a shared link to a product or a village shows. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const handle = FILE.exec(params.file)?.[1];
  if (handle === undefined) return new Response(null, { status: 404 });
  const jpeg = await shareJpeg(params.kind, handle);
  const etag = `"${createHash("sha256").update(jpeg).digest("base64url").slice(0, 22)}"`;
  // Chats of other origins show it.
  const headers = {
    "Content-Type": "image/jpeg",
    "Cache-Control": "public, max-age=3600",
    "Cross-Origin-Resource-Policy": "cross-origin",
    ETag: etag,
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(jpeg), { headers });
}
