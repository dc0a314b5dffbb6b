import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { formOfPoint, HOME, pointsOf, savePoint } from "../../features/pickup-desk/data.server";
import { PointForm } from "../../features/pickup-desk/PointForm";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { today as todayHere } from "../../lib/today.server";
import type { Route } from "./+types/pickup-point";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const point = params.id === "new" ? undefined : (await pointsOf(desk)).find((one) => one.id === params.id);
  if (point === undefined && params.id !== "new") throw new Response(null, { status: 404 });
  // Somebody else ended it meanwhile: there is nothing left to change.
  if (point?.ended) throw redirect(`/${path}/desk/pickup-points?ended`);
  const title = point ? say(path)("pickupDesk.edit", { name: point[`name_${path}`] }) : say(path)("pickupDesk.new");
  return { form: formOfPoint(point, path, todayHere()), seen: point?.version, home: HOME, title };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return savePoint(desk, path, params.id === "new" ? undefined : params.id, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PickupPointPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("pickupDesk");
  const path = usePath();
  const { form, seen, home, title } = loaderData;
  return (
    <section className="stack">
      <h1>{title}</h1>
      <ShippingNav here="pickup-points" />
      <p>
        <a href={`/${path}/desk/pickup-points`}>{t("back")}</a>
      </p>
      <PointForm
        form={actionData?.form ?? form}
        home={home}
        seen={actionData?.seen ?? seen}
        problems={actionData?.problems}
      />
      {seen === undefined ? null : (
        <form method="post" className="panel stack-s">
          <p>{t("endNote")}</p>
          <input type="hidden" name="seen" value={seen} />
          <button id="end" className="button quiet" name="act" value="end">
            {t("end")}
          </button>
        </form>
      )}
    </section>
  );
}
