import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The least that Node can do: the same bytes with the same headers, whatever is asked. Started as a process of its own. */
interface Page {
  readonly headers: Record<string, string>;
  readonly body: string;
}

process.once("message", (message) => {
  const pages = message as Page[];
  const byPath = new Map(
    pages.map(({ headers, body }, index) => [`/${index}`, { headers, body: Buffer.from(body, "base64") }]),
  );
  const server = createServer((req, res) => {
    const page = byPath.get(req.url ?? "");
    if (!page) return void res.writeHead(404).end();
    res.writeHead(200, page.headers).end(page.body);
  }).listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
});
process.once("disconnect", () => process.exit(0));
