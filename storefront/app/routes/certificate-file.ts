import { readFile } from "../lib/api.server";
import { passOn } from "../lib/pass-on.server";
import type { Route } from "./+types/certificate-file";

const FILE = /^paper_[0-9a-f]{32}\.pdf$/;

/** A certificate's PDF, to be saved: others wrote it, so it is never opened as a page of ours. */
export async function loader({ params }: Route.LoaderArgs): Promise<Response> {
  if (!FILE.test(params.file)) return new Response(null, { status: 404 });
  const answer = passOn(await readFile(`/store/certificate-papers/${params.file}`), "application/pdf");
  answer.headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
  answer.headers.set("X-Content-Type-Options", "nosniff");
  answer.headers.set("Cache-Control", "private, max-age=300");
  return answer;
}
