// The whole of it, against a running server: `node journey.ts BASE_URL EMAIL`. Prints what came as JSON.

import { ask, enter, refusal } from "./client.ts";

const [baseUrl = "", email = ""] = process.argv.slice(2);
const session = await enter(baseUrl, email, "a long enough one");
const { api, me } = session;
const path = { user_id: me };

const made = await api.POST("/api/{user_id}/tasks", { params: { path }, body: { title: "Write the letter" } });
if (made.error) throw new Error(made.error.title);
const etag = made.response.headers.get("ETag");
const task = { ...path, task_id: made.data.id };
const changed = await api.PATCH("/api/{user_id}/tasks/{task_id}", {
  params: { path: task, header: { "If-Match": etag ?? "" } },
  body: { priority: "high" },
});
if (changed.error) throw new Error(changed.error.title);
const stale = await api.PATCH("/api/{user_id}/tasks/{task_id}", {
  params: { path: task, header: { "If-Match": etag ?? "" } },
  body: { priority: "low" },
});
const listed = await api.GET("/api/{user_id}/tasks", { params: { path, query: { priority: "high", limit: 1 } } });
if (listed.error) throw new Error(listed.error.title);

let text = "";
let answer: string | undefined;
for await (const event of ask(session, "How many tasks are open?")) {
  if (event.event === "delta") text += (JSON.parse(event.data) as { text: string }).text;
  if (event.event === "done") answer = (JSON.parse(event.data) as { message: string }).message;
}

let again = "";
try {
  await enter(baseUrl, email, "a long enough one");
} catch (error) {
  again = (error as Error).message;
}
const short = await api.POST("/api/auth/register", { body: { email: "no address", password: "short", name: "Ada" } });

console.log(
  JSON.stringify({
    title: changed.data.title,
    priority: changed.data.priority,
    stale: stale.error?.error_code,
    listed: listed.data.items.map((item) => item.id),
    made: made.data.id,
    text,
    answer,
    again,
    short: short.error && refusal(short.error),
  }),
);
