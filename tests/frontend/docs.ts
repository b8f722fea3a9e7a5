// Has a real Chromium read the docs page, and try it: `node docs.ts CHROMIUM BASE_URL PUBLISHED_FILE ODD_FILE EMAIL`.

import { pathToFileURL } from "node:url";

import { type Browser, type Page, chromium } from "playwright-core";

import { type Contrast, contrast } from "./contrast.ts";

const [executablePath = "", baseUrl = "", file = "", oddFile = "", email = ""] = process.argv.slice(2);
const PASSWORD = "correct horse battery staple";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const MORE_FLAGS = ["--disable-component-update", "--disable-sync"];
const PATIENCE = 120_000; // of a machine that has much else to do
const OPERATION = "#operations-tasks-createTask";

interface Look {
  requests: string[];
  faults: string[];
  contrast: Contrast;
  overflow: number;
}

async function open(browser: Browser, url: string, colorScheme: "light" | "dark", width: number): Promise<[Page, Look]> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const look: Look = { requests: [], faults: [], contrast: { texts: 0, faint: [] }, overflow: 0 };
  page.on("request", (request) => void look.requests.push(request.url()));
  page.on("console", (message) => void (message.type() === "error" && look.faults.push(message.text())));
  page.on("pageerror", (error) => void look.faults.push(error.message));
  await page.goto(`${url}#/tasks/createTask`);
  await page.locator(`${OPERATION} .parameter__name`).first().waitFor();
  await page.locator(".models button").first().click();
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  return [page, look];
}

async function measure(page: Page, look: Look): Promise<Look> {
  look.contrast = await page.evaluate(contrast);
  look.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return look;
}

async function structure(page: Page): Promise<object> {
  return page.evaluate(() => {
    const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
    const texts = (selector: string): string[] => all(selector).map((element) => element.textContent.trim());
    const shown = all("h1, h2, h3, h4, h5, h6").filter((element) => element.checkVisibility());
    const boxes = all(".diagram .box").map((box) => {
      const width = box.querySelector("rect")?.width.baseVal.value ?? 0;
      return all(".diagram .box text").filter((text) => text.parentElement === box && text instanceof SVGTextElement && text.getBBox().x + text.getBBox().width > width);
    });
    return {
      codes: texts("#errors tbody th"),
      levels: shown.map((element) => Number(element.tagName[1])),
      tables: texts(".diagram text.table"),
      lines: all(".diagram .lines path").length,
      spilling: boxes.flat().length,
      features: texts("#features h3"),
      nowhere: all("nav a").filter(({ attributes }) => {
        const [id = "", tag = "", operation] = (attributes.getNamedItem("href")?.value ?? "").slice(1).split("/");
        return !document.getElementById(id || ["operations", ...(operation ? [tag, operation] : ["tag", tag])].join("-"));
      }).length,
      operations: texts("nav .method").length,
      links: all(".facts a").map((link) => link.getAttribute("href")),
    };
  });
}

async function tabs(page: Page): Promise<string[]> {
  await page.evaluate(() => (scrollTo(0, 0), (document.activeElement as HTMLElement | null)?.blur()));
  const unseen: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      return [element.outerHTML.slice(0, 60), getComputedStyle(element).outlineStyle] as const;
    });
    if (found[1] === "none") unseen.push(found[0]);
  }
  return unseen;
}

async function call(path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(`${baseUrl}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}

async function tryIt(page: Page): Promise<object> {
  const { id } = await call("/api/auth/register", { email, password: PASSWORD, name: "Ada" });
  const { access_token: token } = await call("/api/auth/login", { email, password: PASSWORD });
  const block = page.locator(OPERATION);
  const answer = block.locator(".live-responses-table tbody td.response-col_status").first();
  await block.getByRole("button", { name: "Try it out" }).click();
  await block.getByPlaceholder("user_id").fill(String(id));
  await block.getByRole("button", { name: "Execute" }).click();
  const without = await answer.innerText();
  await page.locator(".btn.authorize").first().click();
  await page.locator(".auth-container input").fill(String(token));
  const dialog = page.locator(".modal-ux");
  await dialog.locator("button[type=submit]").click();
  const open = await page.evaluate(contrast);
  await dialog.locator(".btn-done").click();
  await block.getByRole("button", { name: "Execute" }).click();
  await block.locator(".live-responses-table").getByText("201", { exact: true }).waitFor();
  const curl = await block.locator(".curl").first().innerText();
  return { without, status: await answer.innerText(), dialog: open, showsToken: curl.includes(String(token)) };
}

async function visit(browser: Browser, url: string): Promise<object> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const requests: string[] = [];
  page.on("request", (request) => void requests.push(request.url().replace(/#.*/, "")));
  await page.goto(url);
  const block = page.locator(".opblock.is-open");
  const parameter = await block.locator(".parameter__name").innerText();
  const canTry = await block.getByRole("button", { name: "Try it out" }).count();
  await block.locator(".opblock-summary button").first().click();
  return { parameter, canTry, requests: requests.slice(1), hash: new URL(page.url()).hash };
}

const browser = await chromium.launch({ executablePath, args: [...FLAGS, ...MORE_FLAGS] });
try {
  const docs = `${baseUrl}/docs`;
  const [light, lightLook] = await open(browser, docs, "light", 1280);
  const told = await structure(light);
  const unseen = await tabs(light);
  await measure(light, lightLook);
  const tried = await tryIt(light);
  const [phone, phoneLook] = await open(browser, docs, "dark", 390);
  await phone.getByRole("button", { name: "Contents" }).click();
  const looks = { light: lightLook, phone: await measure(phone, phoneLook) };
  await phone.locator("nav a", { hasText: "Errors by code" }).click();
  const menu = await phone.locator("nav").isVisible();
  const [published, publishedLook] = await open(browser, pathToFileURL(file).href, "light", 390);
  const canTry = await published.getByRole("button", { name: "Try it out" }).count();
  const page = { ...(await structure(published)), canTry, look: await measure(published, publishedLook) };
  const odd = await visit(browser, `${pathToFileURL(oddFile).href}#/odd%20tag/a%2Fb%20c`);
  console.log(JSON.stringify({ ...told, unseen, tried, looks, menu, published: page, odd }));
} finally {
  await browser.close();
}
