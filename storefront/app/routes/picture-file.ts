import { readFile } from "../lib/api.server";
import type { Route } from "./+types/picture-file";

const TYPES: Readonly<Record<string, string>> = { avif: "image/avif", webp: "image/webp", jpg: "image/jpeg" };
const FILE = /^picture_[0-9a-f]{32}-(?:320|640|960)\.(avif|webp|jpg)$/;

/** A file of a picture that a cooperative shows, passed on from the backend. It never changes under its name. */
export async function loader({ params }: Route.LoaderArgs): Promise<Response> {
  const type = TYPES[FILE.exec(params.file)?.[1] ?? ""];
  if (type === undefined) return new Response(null, { status: 404 });
  const answer = await readFile(`/store/pictures/${params.file}`);
  const headers = new Headers({
    "Content-Type": type,
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    // Other shops on the same store API show it, too.
    "Cross-Origin-Resource-Policy": "cross-origin",
  });
  const length = answer.headers.get("content-length");
  if (length !== null && answer.headers.get("content-encoding") === null) headers.set("Content-Length", length);
  return new Response(answer.body, { headers });
}
