import { noteOf } from "../../features/shop-desk/notes.server";
import { deskPlace } from "../../features/shop-desk/places";
import { changeCertificates, certificatesOf } from "../../features/village-desk/certificates.server";
import { CertificatesEditor } from "../../features/village-desk/CertificatesEditor";
import { VillageFacts } from "../../features/village-desk/VillageFacts";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/village-certificates";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const all = await certificatesOf(desk, deskPlace(path, params.id));
  return {
    all,
    note: noteOf(request, path),
    title: say(path)("villageDesk.certificates.title", { village: all.village.name[path] }),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return changeCertificates(desk, path, deskPlace(path, params.id), await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function VillageCertificates({ loaderData, actionData }: Route.ComponentProps) {
  const { all, note, title } = loaderData;
  return (
    <VillageFacts part="certificates" village={all.village} title={title} note={note} problems={actionData?.problems}>
      <CertificatesEditor all={all} answered={actionData} />
    </VillageFacts>
  );
}
