import { createReadableStreamFromReadable } from "@react-router/node";
import { renderToPipeableStream } from "react-dom/server";
import { ServerRouter, type AppLoadContext, type EntryContext } from "react-router";
import en from "./i18n/en/index";
import { provideMessages } from "./i18n/messages";
import zh from "./i18n/zh-CN/index";
import { withoutNul } from "./lib/no-nul.server";

provideMessages("zh-CN", zh);
provideMessages("en", en);

/** Loaders have their own limits; this one is for React. */
export const streamTimeout = 10_000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  { nonce }: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let code = status;
    const marked = nonce === undefined ? {} : { nonce };
    const { pipe, abort } = renderToPipeableStream(<ServerRouter context={context} url={request.url} {...marked} />, {
      ...marked,
      // Whole pages only: they are small, and a page is then either right or an error, never half of each.
      onAllReady() {
        const body = withoutNul();
        headers.set("content-type", "text/html; charset=utf-8");
        if (!headers.has("cache-control")) headers.set("cache-control", keptFor(context) ?? "private, no-cache");
        resolve(new Response(createReadableStreamFromReadable(body), { status: code, headers }));
        pipe(body);
      },
      onShellError: reject,
      onError(error) {
        code = 500;
        console.error(error);
      },
    });
    setTimeout(abort, streamTimeout).unref();
  });
}

/** What a loader or an action says of keeping its answer: by itself the router hands on their cookies alone. */
function keptFor({ staticHandlerContext: { loaderHeaders, actionHeaders } }: EntryContext): string | null {
  const said = [...Object.values(actionHeaders), ...Object.values(loaderHeaders)];
  return said.map((one) => one.get("cache-control")).find((one) => one !== null) ?? null;
}

/** Outages are answers (503) and logged at the door; what arrives here is a mistake of ours. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  console.error(JSON.stringify({ level: "error", path: new URL(request.url).pathname }), error);
}
