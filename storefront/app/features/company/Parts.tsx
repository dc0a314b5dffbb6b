import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Act, Document, Limits, Spent, Terms } from "./data.server";
import type { ROLES } from "./words";

/** A member's roles in one line. */
export function Roles({ roles }: { roles: readonly (typeof ROLES)[number][] }) {
  const t = useTranslations("company.roles");
  return <>{roles.map((role) => t(role)).join(" · ")}</>;
}

/** What somebody may spend alone. */
export function LimitLines({ limits, currency }: { limits: Limits; currency: string }) {
  const t = useTranslations("company");
  const f = useFormats();
  const { per_order_minor, per_window } = limits;
  if (per_order_minor === null && per_window === null) return <>{t("noLimit")}</>;
  return (
    <>
      {per_order_minor === null ? null : t("perOrder", { amount: f.money(per_order_minor, currency) })}
      {per_order_minor !== null && per_window !== null ? " · " : null}
      {per_window === null ? null : t(`per.${per_window.kind}`, { amount: f.money(per_window.limit_minor, currency) })}
    </>
  );
}

/** What is left of somebody's limit in the days that it counts: to buy, and to let through. */
export function LeftLines({
  spent,
  roles,
  currency,
}: {
  spent: Spent;
  roles: readonly (typeof ROLES)[number][];
  currency: string;
}) {
  const t = useTranslations("company");
  const f = useFormats();
  const days = { from: f.date(spent.first_day), to: f.date(spent.last_day) };
  const approves = roles.includes("approver");
  return (
    <>
      {roles.includes("buyer") || !approves
        ? t("left", { amount: f.money(spent.left_minor, currency), ...days })
        : null}
      {spent.waiting_minor > 0 ? ` ${t("leftWaiting", { amount: f.money(spent.waiting_minor, currency) })}` : null}{" "}
      {approves ? t("leftToApprove", { amount: f.money(spent.left_to_approve_minor, currency), ...days }) : null}
    </>
  );
}

/** How an order is paid, in a few words. */
export function PaidHow({ terms }: { terms: Omit<Terms, "credit_limit_minor"> }) {
  return <>{usePaidHow(terms)}</>;
}

function usePaidHow(terms: Omit<Terms, "credit_limit_minor">): string {
  const t = useTranslations("company.terms");
  const days = terms.net_days ?? 0;
  if (terms.kind === "prepay") return t("prepay");
  if (terms.kind === "net") return t("net", { days });
  return t(terms.net_days === null ? "deposit" : "depositNet", { percent: (terms.deposit_bp ?? 0) / 100, days });
}

export function TermsLine({ terms, currency }: { terms: Terms; currency: string }) {
  const t = useTranslations("company.terms");
  const f = useFormats();
  const how = usePaidHow(terms);
  const credit = f.money(terms.credit_limit_minor, currency);
  return <>{terms.credit_limit_minor === 0 ? how : t("withCredit", { how, credit })}</>;
}

/** Papers as pictures that open whole. `href`: where one is. */
export function Papers({
  documents,
  href,
  children,
}: {
  documents: readonly Document[];
  href: (id: string) => string;
  children?: (one: Document) => React.ReactNode;
}) {
  const t = useTranslations("company");
  const f = useFormats();
  if (documents.length === 0) return <p className="panel">{t("noPapers")}</p>;
  return (
    <ul className="plain stack-s">
      {documents.map((one) => (
        <li key={one.id} className="panel row between">
          <a href={href(one.id)}>
            {t(`papers.${one.kind}`)} <span className="muted">{f.time(one.added_at)}</span>
          </a>
          {children?.(one)}
        </li>
      ))}
    </ul>
  );
}

/** Who did what, newest first. */
export function CompanyActs({ acts }: { acts: readonly Act[] }) {
  const t = useTranslations("company");
  const f = useFormats();
  return (
    <ul className="plain stack-s">
      {acts.map((one) => (
        <li key={one.id}>
          {f.time(one.at)} ·{" "}
          {one.actor_kind === "member" ? one.actor_name || t("forgotten") : t(`by.${one.actor_kind}`)}
          {t("colon")}
          {t(`acts.${one.act}`, { about: one.about_name || t("somebody") })}
          {one.words === "" || (one.act.startsWith("document_") && one.act !== "documents_asked") ? null : (
            <>
              {" "}
              <q>{one.words}</q>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
