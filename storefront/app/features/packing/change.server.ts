import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { carrierName } from "../../lib/carriers.server";
import type { Member } from "../../lib/member.server";
import { titlesIn, titlesOf } from "../produce/names.server";
import type { Problem } from "../ui/Field";
import { text, typed } from "../ui/form.server";
import { paperSchema, regroupSchema, type Regroup } from "./data.server";
import { refusedAt } from "./words.server";

/** A regrouping that was looked at: what goes with the form that does it. */
export interface Preview {
  kind: "split" | "merge";
  regroup: Regroup;
  /** The wish, so that what was looked at is what is done. */
  wish: string;
  key: string;
}

export interface ChangePage {
  problems: Problem[];
  typed: Record<string, string>;
  chosen: string[];
  preview: Preview | null;
}

type Done = Response | { page: ChangePage; status: number };

const wishSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("split"), parcel_ids: z.array(z.string()), move: z.record(z.string(), z.int()) }),
  z.object({ kind: z.literal("merge"), parcel_ids: z.array(z.string()) }),
]);
type Wish = z.output<typeof wishSchema>;

/** What a person asked on the page of one parcel, done or said why not. */
export async function changeParcel(desk: Member, path: Path, id: string, form: FormData): Promise<Done> {
  const chosen = form.getAll("with").filter((one): one is string => typeof one === "string");
  const wrong = (problems: Problem[], status = 400): Done => ({
    page: { problems, typed: typed(form), chosen, preview: null },
    status,
  });
  if (form.has("paper")) {
    const answer = await desk.call("/desk/papers", paperSchema, {
      body: { kind: text(form, "paper"), parcel_id: id },
    });
    return answer.ok
      ? redirect(`/${path}/desk/papers/${answer.value.paper.id}`)
      : wrong(refusedAt(path, answer.refusal, "reason"), answer.refusal.status);
  }
  const reason = text(form, "reason");
  const needsReason = [{ field: "reason", text: say(path)("packing.change.noReason") }];
  switch (text(form, "intent")) {
    case "relabel": {
      if (reason.length < 2) return wrong(needsReason);
      const body = { number: text(form, "number"), reason };
      const answer = await desk.call(`/desk/parcels/${encodeURIComponent(id)}/relabel`, z.unknown(), { body });
      return answer.ok
        ? redirect(`/${path}/desk/parcels/${encodeURIComponent(id)}/change?done=relabelled`)
        : wrong(refusedAt(path, answer.refusal, "reason"), answer.refusal.status);
    }
    case "look_split": {
      const wish: Wish = { kind: "split", parcel_ids: [id], move: moveOf(form) };
      return look(desk, path, form, wish, chosen);
    }
    case "look_merge":
      if (chosen.length === 0)
        return wrong([{ field: "regroup", text: say(path)("packing.refusals.too_few_parcels") }]);
      return look(desk, path, form, { kind: "merge", parcel_ids: [id, ...chosen] }, chosen);
    default: {
      const wish = wishSchema.safeParse(jsonOf(text(form, "wish")));
      if (!wish.success) return wrong([{ field: "regroup", text: say(path)("packing.change.lookFirst") }]);
      if (text(form, "why").length < 2) {
        const looked = await look(desk, path, form, wish.data, chosen);
        if (looked instanceof Response || looked.page.preview === null) return looked;
        const problems = [{ field: "why", text: say(path)("packing.change.noReason") }];
        return { page: { ...looked.page, problems }, status: 400 };
      }
      const answer = await desk.call(
        "/desk/regroups",
        z.object({ regroup: z.object({ parcel_ids: z.array(z.string()) }) }),
        {
          body: {
            ...wish.data,
            reason: text(form, "why"),
            cost_after_minor: Number(text(form, "cost_after_minor")),
            idempotency_key: text(form, "idempotency_key"),
          },
        },
      );
      if (!answer.ok) return wrong(refusedAt(path, answer.refusal, "regroup"), answer.refusal.status);
      const next = answer.value.regroup.parcel_ids[0] ?? id;
      return redirect(`/${path}/desk/parcels/${next}/change?done=regrouped`);
    }
  }
}

async function look(desk: Member, path: Path, form: FormData, wish: Wish, chosen: string[]): Promise<Done> {
  const answer = await desk.call("/desk/regroups/preview", regroupSchema, { body: wish });
  const page = { problems: [] as Problem[], typed: typed(form), chosen, preview: null };
  if (!answer.ok) {
    const problems = refusedAt(path, answer.refusal, "regroup");
    return { page: { ...page, problems }, status: answer.refusal.status };
  }
  const { regroup: found } = answer.value;
  const lines = [...found.before, ...found.after].flatMap((part) => part.lines);
  const titled = await titlesIn(path, titlesOf(lines));
  const inWords = (parts: Regroup["before"]) =>
    parts.map((part) => ({ ...part, carrier: carrierName(part.carrier)[path], lines: titled(part.lines) }));
  const regroup = { ...found, before: inWords(found.before), after: inWords(found.after) };
  const preview = { kind: wish.kind, regroup, wish: JSON.stringify(wish), key: randomUUID() };
  return { page: { ...page, preview }, status: 200 };
}

/** Fields named `move:<order line>` say how many packs go into the new parcel; an empty one says none. */
function moveOf(form: FormData): Record<string, number> {
  const move: Record<string, number> = {};
  for (const [name, value] of form.entries()) {
    if (!name.startsWith("move:") || typeof value !== "string") continue;
    const packs = value.normalize("NFKC").trim();
    move[name.slice("move:".length)] = /^\d{1,6}$/.test(packs) ? Number(packs) : 0;
  }
  return move;
}

function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return null;
  }
}
