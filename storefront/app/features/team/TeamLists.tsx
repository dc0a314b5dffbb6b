import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { TeamPage } from "./data.server";

/** What somebody signs in with, as far as it is shown. */
function useReach() {
  const t = useTranslations("team");
  return ({ email, phone_last4 }: { email: string | null; phone_last4: string | null }) =>
    email ?? t("tail", { last4: phone_last4 ?? "" });
}

export function Members({ members }: { members: TeamPage["members"] }) {
  const t = useTranslations("team");
  const roles = useTranslations("desk.roles");
  const f = useFormats();
  const path = usePath();
  const reach = useReach();
  return (
    <ul className="plain stack-s">
      {members.map((one) => (
        <li key={one.id} className="panel row between">
          <span>
            <strong>
              {one.name} {one.you ? t("you") : ""}
            </strong>{" "}
            · {roles(one.role)}
            <br />
            <span className="muted">
              {reach(one)} · {f.date(one.since)}
            </span>{" "}
            <span className={one.active ? "tag success" : "tag"}>
              <span aria-hidden="true">{one.active ? "✓ " : "– "}</span>
              {t(one.active ? "active" : "left")}
            </span>
          </span>
          {one.active ? (
            <a className="button second" href={`/${path}/desk/team/${encodeURIComponent(one.id)}`}>
              {t("change")} <span className="visually-hidden">{one.name}</span>
            </a>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

export function Invited({ invites }: { invites: TeamPage["invites"] }) {
  const t = useTranslations("team");
  const roles = useTranslations("desk.roles");
  const f = useFormats();
  const reach = useReach();
  return (
    <ul className="plain stack-s">
      {invites.map((one) => (
        <li key={one.id}>
          <form method="post" className="panel row between">
            <input type="hidden" name="invite" value={one.id} />
            <span>
              <strong>{one.name}</strong> · {roles(one.role)}
              <br />
              <span className="muted">
                {reach(one)} · {t("until", { date: f.date(one.expires_at) })}
              </span>
            </span>
            <button className="button second" name="intent" value="withdraw">
              {t("withdraw")} <span className="visually-hidden">{one.name}</span>
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}

export function TeamEvents({ events }: { events: TeamPage["events"] }) {
  const t = useTranslations("team");
  const roles = useTranslations("desk.roles");
  const f = useFormats();
  if (events.length === 0) return <p className="panel">{t("noEvents")}</p>;
  return (
    <ul className="plain stack-s">
      {events.map((one) => (
        <li key={one.id}>
          {f.time(one.at)} · {one.actor_name}：
          {t(`acts.${one.act}`, {
            about: one.about_name,
            before: one.role_before === null ? "" : roles(one.role_before),
            after: one.role_after === null ? "" : roles(one.role_after),
          })}
        </li>
      ))}
    </ul>
  );
}
