import { landscape, SCENES, type Scene } from "../features/village/landscape";
import type { Route } from "./+types/village-picture";

const HANDLE = /^([a-z0-9-]{1,60})\.svg$/;

/** A village's drawn landscape; the same address always gives the same picture. */
export function loader({ params }: Route.LoaderArgs): Response {
  const handle = HANDLE.exec(params.file)?.[1];
  if (handle === undefined || !(SCENES as readonly string[]).includes(params.scene))
    return new Response(null, { status: 404 });
  return new Response(landscape(params.scene as Scene, handle), {
    headers: { "Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=86400" },
  });
}
