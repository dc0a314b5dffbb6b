import { inputWords } from "@commonlot/domain";
import { z } from "zod";
import { meSchema } from "../../features/desk/data.server";
import { receiptWords } from "../../features/weigh-in/receipt-words";
import type { WeighInBody } from "../../features/weigh-in/read";
import { send, weigherOf } from "../../features/weigh-in/weigh-in.server";
import { localeOf } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { formatsOf } from "../../lib/formats";
import { member, type Member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/weigh-in-send";

/** What the page's script sends: an entry with the key it was given on the device. The backend looks at the body. */
const entry = z.object({
  body: z.record(z.string(), z.unknown()),
  key: z.string().min(8).max(100),
  confirmed: z.boolean(),
  weighed_at: z.iso.datetime(),
  member: z.string(),
});

const no = (status: number, code: string, text = "") => Response.json({ refused: { code, text } }, { status });

/** One waiting entry: 200 with its receipt, 4xx with the reason in words, 401 when somebody must sign in first. */
export async function action({ request, params }: Route.ActionArgs): Promise<Response> {
  const path = pathParam(params);
  const signedIn = await atDesk(request, path);
  if (!signedIn) return no(401, "unauthorized");
  const parsed = entry.safeParse(await request.json().catch(() => undefined), {
    error: (issue) => inputWords(issue)[path],
  });
  if (!parsed.success) return no(400, "invalid_input", parsed.error.issues[0]?.message);
  const { body, key, confirmed, weighed_at, member: whose } = parsed.data;
  // Entries are signed by whoever weighed: another person's wait until that person is back.
  if (signedIn.id !== whose) return no(409, "other_member");
  const sent = await send(signedIn.desk, path, {
    body: body as unknown as WeighInBody,
    idempotency_key: key,
    confirmed,
    weighed_at,
  }).catch((thrown: unknown) => thrown);
  if (thrownResponse(sent)) return no(401, "unauthorized");
  if (!isSent(sent)) throw sent;
  if (!sent.ok) return no(sent.status, sent.code, sent.text);
  return Response.json({ receipt: receiptWords(sent.receipt, say(path), formatsOf(localeOf(path))) });
}

type Sent = Awaited<ReturnType<typeof send>>;
const thrownResponse = (value: unknown): boolean => value instanceof Response;
const isSent = (value: unknown): value is Sent => typeof value === "object" && value !== null && "ok" in value;

async function atDesk(request: Request, path: "zh" | "en"): Promise<{ desk: Member; id: string } | undefined> {
  try {
    const desk = await member(request, "desk", path);
    return { desk, id: weigherOf(await desk.read("/desk/me", meSchema)) };
  } catch (thrown) {
    // Leads to the sign-in page, which a script can't use; an outage stays one.
    if (thrown instanceof Response && thrown.status < 500) return undefined;
    throw thrown;
  }
}
