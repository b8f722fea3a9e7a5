// The same journey in a browser, on a page of another origin: what a script may see there is what CORS lets through.

import { ask, enter, refusal } from "./client.ts";

export interface Seen {
  title: string;
  headers: string[];
  failed: string | undefined;
  failedHeaders: string[];
  pieces: number;
  text: string;
  answer: string | undefined;
}

const WANTED = ["ETag", "Location", "Retry-After", "X-Request-ID", "X-Contract"];

/** Of the headers that are wanted, those that a script of this page gets to see. */
function visible(response: Response): string[] {
  return WANTED.filter((name) => response.headers.has(name));
}

export async function journey(baseUrl: string, email: string): Promise<Seen> {
  const session = await enter(baseUrl, email, "a long enough one");
  const { api, me } = session;
  const path = { user_id: me };
  const made = await api.POST("/api/{user_id}/tasks", { params: { path }, body: { title: "Write the letter" } });
  if (made.error) throw new Error(made.error.title);
  const failed = await api.POST("/api/auth/register", { body: { email, password: "a long enough one", name: "Ada" } });
  let pieces = 0;
  let text = "";
  let answer: string | undefined;
  for await (const event of ask(session, "How many tasks are open?")) {
    pieces += 1;
    if (event.event === "delta") text += (JSON.parse(event.data) as { text: string }).text;
    if (event.event === "done") answer = (JSON.parse(event.data) as { message: string }).message;
  }
  return {
    title: made.data.title,
    headers: visible(made.response),
    failed: failed.error && refusal(failed.error),
    failedHeaders: visible(failed.response),
    pieces,
    text,
    answer,
  };
}
