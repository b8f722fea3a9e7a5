// Serves the page and has a real Chromium go through it: `node browser.ts CHROMIUM PORT BASE_URL EMAIL`.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";

import { chromium } from "playwright-core";

import type { Seen } from "./page.ts";

const [executablePath = "", port = "0", baseUrl = "", email = ""] = process.argv.slice(2);
const OPENAPI_FETCH = "node_modules/openapi-fetch/dist/index.mjs";
const PAGE = `<!doctype html><meta charset="utf-8"><title>A frontend</title>
<script type="importmap">{"imports": {"openapi-fetch": "/openapi-fetch.js"}}</script>`;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const MORE_FLAGS = ["--disable-component-update", "--disable-sync"];

async function source(path: string): Promise<[type: string, text: string] | undefined> {
  if (path === "/") return ["text/html", PAGE];
  if (path === "/openapi-fetch.js") return ["text/javascript", await readFile(OPENAPI_FETCH, "utf-8")];
  if (path === "/client.ts" || path === "/page.ts") {
    return ["text/javascript", stripTypeScriptTypes(await readFile(path.slice(1), "utf-8"))];
  }
  return undefined;
}

const server = createServer((request, response) => {
  void source(request.url ?? "").then((found) => {
    response.writeHead(found ? 200 : 404, { "Content-Type": found?.[0] ?? "text/plain" });
    response.end(found?.[1]);
  });
});
await new Promise<void>((resolve) => server.listen(Number(port), "127.0.0.1", resolve));
const browser = await chromium.launch({ executablePath, args: [...FLAGS, ...MORE_FLAGS] });
try {
  const page = await browser.newPage();
  const { port: own } = server.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${own}/`);
  const seen = await page.evaluate(
    async ([url, address]): Promise<Seen> => {
      const script = "/page.ts"; // served as JavaScript; a name that the compiler need not resolve
      const { journey } = (await import(script)) as { journey: (url: string, email: string) => Promise<Seen> };
      return journey(url, address);
    },
    [baseUrl, email] as const,
  );
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
  server.close();
}
