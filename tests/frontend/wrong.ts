// Uses that the types refuse: were one of them taken, the compiler would miss its error and say so.

import createClient from "openapi-fetch";

import { never, type Session } from "./client.ts";
import type { components, paths } from "./contract.d.ts";

const api = createClient<paths>({ baseUrl: "" });
declare const session: Session;
declare const problem: components["schemas"]["EmailTakenProblem"] | components["schemas"]["TooManyRequestsProblem"];
const path = { user_id: session.me };

// @ts-expect-error there is no such path
api.GET("/api/{user_id}/notes", { params: { path } });
// @ts-expect-error the owner is missing
api.GET("/api/{user_id}/tasks");
// @ts-expect-error a limit is a number
api.GET("/api/{user_id}/tasks", { params: { path, query: { limit: "7" } } });
// @ts-expect-error a task has a title
api.POST("/api/{user_id}/tasks", { params: { path }, body: {} });
// @ts-expect-error a title is text
api.POST("/api/{user_id}/tasks", { params: { path }, body: { title: 7 } });
// @ts-expect-error there is no such priority
api.POST("/api/{user_id}/tasks", { params: { path }, body: { title: "a", priority: "urgent" } });

const { data } = await api.GET("/api/{user_id}/tasks", { params: { path } });
// @ts-expect-error there is data only if there is no error
data.items;

switch (problem.error_code) {
  case "email_taken":
    break;
  default:
    // @ts-expect-error too_many_requests is forgotten
    never(problem);
}
