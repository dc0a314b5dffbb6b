import { keepPhoto, photoOf } from "../../features/weigh-in/photo.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/weigh-in-photo";

/** A photo that waited on the device until its lot had a number. */
export async function action({ request, params }: Route.ActionArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const photo = photoOf(await request.formData());
  const lot_id = new URL(request.url).searchParams.get("lot") ?? "";
  const problems = photo ? await keepPhoto(desk, path, lot_id, photo) : [];
  return Response.json({ problems }, { status: problems.length === 0 ? 200 : 400 });
}
