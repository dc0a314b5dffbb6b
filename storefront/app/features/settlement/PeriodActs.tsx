import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { PeriodDetail } from "../desk/data.server";
import { stateToRead } from "./period-state";

/** What is to be done with a period now, by whom; of what one may not do oneself, who may. */
export function PeriodActs({ period }: { period: PeriodDetail }) {
  const p = useTranslations("period");
  const f = useFormats();
  const path = usePath();
  const { requested_at } = period;
  const state = stateToRead(period);
  /** Nothing is on its way, and not everybody has what their statement says. */
  const left = period.totals
    .filter((sum) => sum.remaining_minor > 0)
    .map((sum) => f.moneyInWords(sum.remaining_minor, sum.currency))
    .join(p("and"));
  return (
    <>
      <p>{state === "paid" && left ? p("left", { amount: left }) : p(`next.${state}`)}</p>
      {period.asked_early && requested_at !== null ? (
        <p className="note">{p("early", { at: f.time(requested_at), day: f.date(period.to) })}</p>
      ) : null}
      {period.requested_by_name === null ? null : (
        <p className="small">{p("askedBy", { name: period.requested_by_name })}</p>
      )}
      {period.approved_by_name === null ? null : (
        <p className="small">{p("approvedBy", { name: period.approved_by_name })}</p>
      )}
      <p>
        <a href={`/${path}/desk/settlement/${period.id}/dry-run`}>
          {p(period.state === "open" || period.state === "settling" ? "dryRun" : "check")}
        </a>
      </p>
      {period.state === "open" ? <Settle period={period} /> : null}
      {period.state === "settled" ? <Approve period={period} /> : null}
    </>
  );
}

/** A period that goes on has no button; on its last day whoever settles says that they know what comes later today is left out. */
function Settle({ period }: { period: PeriodDetail }) {
  const p = useTranslations("period");
  const f = useFormats();
  if (period.stage === "going_on") return <p className="note">{p("goesOn", { last: f.date(period.to) })}</p>;
  return (
    <form method="post" className="stack">
      {period.stage === "last_day" ? (
        <>
          <p className="note warn">{p("lastDay", { last: f.date(period.to) })}</p>
          <label className="check">
            <input type="checkbox" name="last_day_goes_on" value="yes" /> {p("upToNow")}
          </label>
        </>
      ) : null}
      <button className="button" name="intent" value="settle">
        {p("settle")}
      </button>
    </form>
  );
}

function Approve({ period }: { period: PeriodDetail }) {
  const p = useTranslations("period");
  const roles = useTranslations("desk.roles");
  const f = useFormats();
  const names = period.approvers.map(({ name, role }) => p("person", { name, role: roles(role) })).join(p("and"));
  if (period.asked_by_me) return <p className="note">{names === "" ? p("nobodyElse") : p("someoneElse", { names })}</p>;
  const sums = period.totals[0];
  return (
    <form method="post">
      <button className="button" name="intent" value="approve">
        {p("approve", {
          amount: sums ? f.moneyInWords(sums.remaining_minor, sums.currency) : "",
          count: sums?.households ?? 0,
        })}
      </button>
    </form>
  );
}
