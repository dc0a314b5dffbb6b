import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { addressesSchema, company } from "../../features/company/data.server";
import { ChoosePack } from "../../features/joint/ChoosePack";
import { jointMadeSchema, jointSchema, spreadSchema, type Spread } from "../../features/joint/data.server";
import { jointWords, noSpread, refusedJoint } from "../../features/joint/refusals.server";
import { PreferenceField } from "../../features/joint/PreferenceField";
import { SpreadForm } from "../../features/joint/SpreadForm";
import { jointsOf, PREFERENCES } from "../../features/joint/words";
import { madeSchema } from "../../features/quote/data.server";
import { again } from "../../features/quote/refusals.server";
import { packsOf } from "../../features/quote/version-form.server";
import { WantedFields } from "../../features/quote/WantedFields";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import { fieldOf, text } from "../../features/ui/form.server";
import { offered } from "../../features/wholesale/offered.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/joint-quote-new";

export const handle = { plain: true };

/** What the address of the page says so far: which pack, how many, for when, where to, and what matters. */
function askedIn(url: URL) {
  const of = (name: string) => (url.searchParams.get(name) ?? "").trim();
  const prefer = PREFERENCES.find((one) => one === of("prefer")) ?? PREFERENCES[0];
  return {
    variant: of("variant"),
    joint: of("joint"),
    packs: of("packs").normalize("NFKC"),
    wanted_on: of("wanted_on"),
    address_id: of("address_id"),
    agent: of("agent").slice(0, 12),
    prefer,
  };
}

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const url = new URL(request.url);
  const asked = askedIn(url);
  const base = { asked, key: randomUUID(), title: say(path)("joint.ask") };
  const joint =
    asked.joint === ""
      ? null
      : (await who.read(`/wholesale/joint-quotes/${encodeURIComponent(asked.joint)}`, jointSchema)).joint_quote;
  const variant_id = joint?.goods.variant_id ?? asked.variant;
  if (variant_id === "")
    return { ...base, goods: await offered(url), joint, addresses: [], spread: null, problems: [] as Problem[] };
  const { addresses } = await who.read("/wholesale/addresses", addressesSchema);
  const found = { ...base, goods: null, joint, addresses };
  if (asked.packs === "" && asked.wanted_on === "" && !joint)
    return { ...found, spread: null, problems: [] as Problem[] };
  const packs = Number(asked.packs === "" && joint ? joint.missing_packs : asked.packs);
  const wanted_on = joint?.wanted_on ?? asked.wanted_on;
  const problems: Problem[] = [
    ...(Number.isSafeInteger(packs) && packs > 0
      ? []
      : [{ field: "packs", text: say(path)("joint.refusals.invalid_packs") }]),
    ...(wanted_on === "" ? [{ field: "wanted_on", text: say(path)("quote.chooseDay") }] : []),
  ];
  if (problems.length > 0) return { ...found, spread: null, problems };
  const address_id = joint?.address?.id ?? asked.address_id;
  const answer = await who.call("/wholesale/spreads", spreadSchema, {
    query: {
      variant_id,
      packs,
      wanted_on,
      prefer: asked.prefer,
      ...(address_id === "" ? {} : { address_id }),
      ...(joint ? { joint_id: joint.id } : {}),
    },
  });
  if (!answer.ok) {
    const { refusal } = answer;
    const field = ["packs", "wanted_on", "address_id"].find((one) => one === refusal.field) ?? "packs";
    return { ...found, spread: null, problems: [{ field: fieldOf(refusal, field), text: jointWords(path, refusal) }] };
  }
  const { spread } = answer.value;
  return {
    ...found,
    spread: spread as Spread | null,
    problems: spread.refusal ? [{ field: "packs", text: noSpread(path, spread.refusal) }] : problems,
  };
}

/** Asks the cooperatives: a joint quote of several, a quote of one, or parts of a joint quote that lacks some. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const asked = askedIn(new URL(request.url));
  const form = await request.formData();
  const { lines: parts, problems } = packsOf(path, form);
  if (problems.length > 0) return again(form, problems);
  if (parts.length === 0) return again(form, [{ field: "parts", text: say(path)("joint.refusals.nothing_chosen") }]);
  const rest = { words: text(form, "words"), idempotency_key: text(form, "idempotency_key") };
  if (asked.joint !== "") {
    const to = `/wholesale/joint-quotes/${encodeURIComponent(asked.joint)}`;
    const more = await who.call(`${to}/parts`, jointMadeSchema, { body: { parts, ...rest } });
    return more.ok ? redirect(`/${path}${to}`, 303) : refusedJoint(path, form, more.refusal, "parts");
  }
  const agent_code = text(form, "agent_code");
  const when = {
    wanted_on: asked.wanted_on,
    ...(asked.address_id === "" ? {} : { address_id: asked.address_id }),
    ...(agent_code === "" ? {} : { agent_code }),
  };
  if (parts.length === 1) {
    const one = await who.call("/wholesale/quotes", madeSchema, { body: { lines: parts, ...when, ...rest } });
    if (!one.ok) return refusedJoint(path, form, one.refusal, "parts");
    return redirect(`/${path}/wholesale/quotes/${one.value.quotes[0]?.id ?? ""}`, 303);
  }
  const made = await who.call("/wholesale/joint-quotes", jointMadeSchema, {
    body: { parts, prefer: asked.prefer, ...when, ...rest },
  });
  if (!made.ok) return refusedJoint(path, form, made.refusal, "parts");
  return redirect(`${jointsOf(path)}/${made.value.joint_quote.id}`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function JointQuoteNewPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("joint");
  const path = usePath();
  const { title, joint } = loaderData;
  const problems = actionData?.problems ?? loaderData.problems;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={joint ? `${jointsOf(path)}/${joint.id}` : jointsOf(path)}>{joint ? joint.number : t("back")}</a>
        </p>
        <h1>{title}</h1>
        <ProblemSummary problems={problems} />
        {loaderData.goods ? (
          <ChoosePack
            here={`${jointsOf(path)}/new`}
            goods={loaderData.goods}
            brought={loaderData.asked.agent === "" ? {} : { agent: loaderData.asked.agent }}
          />
        ) : (
          <SayHowMuch {...loaderData} problems={problems} />
        )}
      </section>
      {loaderData.spread ? (
        <SpreadForm
          spread={loaderData.spread}
          keyOfForm={loaderData.key}
          agent={joint ? null : loaderData.asked.agent}
          problems={actionData?.problems}
          typed={actionData?.typed ?? {}}
        />
      ) : null}
    </div>
  );
}

type Loaded = Route.ComponentProps["loaderData"];

/** How much, for when, where to, and what matters most. Its answer is a spread, and the address of the page. */
function SayHowMuch({
  asked,
  joint,
  addresses,
  spread,
  problems,
}: Pick<Loaded, "asked" | "joint" | "addresses" | "spread"> & { problems: readonly Problem[] }) {
  const t = useTranslations("joint");
  const f = useFormats();
  const path = usePath();
  return (
    <>
      {joint ? <p>{t("moreLead", { number: joint.number, count: joint.missing_packs })}</p> : null}
      {spread ? (
        <p>
          {t("spreadLead", { title: spread.pack.title[path], pack: spread.pack.pack[path] })}{" "}
          <span className="muted">{f.units(spread.pack.units_per_pack, spread.pack.unit)}</span>
        </p>
      ) : null}
      <form className="stack" noValidate>
        {joint ? (
          <input type="hidden" name="joint" value={joint.id} />
        ) : (
          <input type="hidden" name="variant" value={asked.variant} />
        )}
        {joint || asked.agent === "" ? null : <input type="hidden" name="agent" value={asked.agent} />}
        <div className="fields two">
          <Input
            name="packs"
            label={t("packsWanted")}
            inputMode="numeric"
            autoComplete="off"
            required
            defaultValue={asked.packs === "" && joint ? String(joint.missing_packs) : asked.packs}
            problems={problems}
          />
          <PreferenceField prefer={asked.prefer} />
          {joint ? null : (
            <WantedFields
              wanted_on={asked.wanted_on}
              addresses={addresses}
              address_id={asked.packs === "" ? undefined : asked.address_id}
              problems={problems}
            />
          )}
        </div>
        <p className="row">
          <button className="button second">{t("propose")}</button>
          {joint ? null : <a href={`${jointsOf(path)}/new`}>{t("otherPack")}</a>}
        </p>
      </form>
    </>
  );
}
