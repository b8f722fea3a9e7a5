// A frontend's own code: what it knows of the API it knows from the published types.

import createClient, { type Client, type Middleware } from "openapi-fetch";

import type { components, operations, paths } from "./contract.d.ts";

type Schemas = components["schemas"];
type ChatEvent = Schemas["ChatEvent"];
/** Each error body that an operation declares. */
type ErrorOf<Name extends keyof operations> = {
  [Status in keyof operations[Name]["responses"]]: operations[Name]["responses"][Status] extends {
    content: { "application/problem+json": infer Body };
  }
    ? Body
    : never;
}[keyof operations[Name]["responses"]];

export interface Session {
  api: Client<paths>;
  me: string;
  token: string;
}

/** Make an account and log in. */
export async function enter(baseUrl: string, email: string, password: string): Promise<Session> {
  const api = createClient<paths>({ baseUrl });
  const made = await api.POST("/api/auth/register", { body: { email, password, name: "Ada" } });
  if (made.error) throw new Error(refusal(made.error));
  const entered = await api.POST("/api/auth/login", { body: { email, password } });
  if (entered.error) throw new Error(entered.error.title);
  const token = entered.data.access_token;
  const bearer: Middleware = {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${token}`);
    },
  };
  api.use(bearer);
  return { api, me: entered.data.user.id, token };
}

/** What to tell a person whose account could not be made: each way in which that may end has its words. */
export function refusal(problem: ErrorOf<"registerUser">): string {
  switch (problem.error_code) {
    case "email_taken":
      return "You have an account already.";
    case "validation_failed":
      return `Look again at ${problem.errors.map((error) => error.pointer).join(", ")}.`;
    case "too_many_requests":
      return "Try again a little later.";
    case "malformed_json":
    case "unsupported_media_type":
    case "content_too_large":
    case "internal_error":
    case "service_unavailable":
      return `It is our fault (${problem.request_id}).`;
    default:
      return never(problem);
  }
}

export function never(value: never): never {
  throw new Error(`unknown: ${JSON.stringify(value)}`);
}

/** Ask the assistant and read along. */
export async function* ask({ api, me }: Session, message: string): AsyncGenerator<ChatEvent> {
  const { data, error } = await api.POST("/api/{user_id}/chat/stream", {
    params: { path: { user_id: me } },
    body: { message },
    parseAs: "stream",
  });
  if (error) throw new Error(error.title);
  if (!data) return;
  let rest = "";
  for await (const chunk of data.pipeThrough(new TextDecoderStream())) {
    const records = (rest + chunk).split("\n\n");
    rest = records.pop() ?? "";
    for (const record of records) {
      const event = parsed(record);
      if (event) yield event;
    }
  }
}

function parsed(record: string): ChatEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of record.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const event = fields.get("event");
  return event ? ({ event, data: fields.get("data") } as ChatEvent) : undefined;
}
