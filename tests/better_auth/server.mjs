// A Better Auth server for the tests. It keeps everything in memory, says `ready` when it serves, and ends when its
// standard input does: however the tests end, it does not outlive them.
//
//   PORT                 where it listens, on 127.0.0.1
//   BETTER_AUTH_SECRET   the secret that it shares with the backend
//   COOKIE_CACHE         `secret` or `keys`: the session's cookie is a JWT as well, signed with one or the other
//   USER_IDS             `uuid` or `serial`, instead of Better Auth's own 32 characters
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { bearer, jwt } from "better-auth/plugins";
import { SignJWT } from "jose";

const { PORT, BETTER_AUTH_SECRET: secret, COOKIE_CACHE, USER_IDS } = process.env;
const url = `http://127.0.0.1:${PORT}`;
const rows = { user: [], session: [], account: [], verification: [], jwks: [] };
const keys = { keyPairConfig: { alg: "EdDSA" } };

const auth = betterAuth({
  baseURL: url,
  secret,
  database: memoryAdapter(rows),
  emailAndPassword: { enabled: true },
  plugins: [jwt({ jwks: keys, sessionCookieCache: COOKIE_CACHE === "keys" }), bearer()],
  session: { cookieCache: COOKIE_CACHE ? { enabled: true, strategy: "jwt" } : { enabled: false } },
  advanced: { database: USER_IDS ? { generateId: USER_IDS } : {} },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});

// What people write who want no key pair: a route of their own that signs with the shared secret.
async function ownToken(request, claim) {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  const { id, email, name } = session.user;
  const token = new SignJWT({ [claim]: id, email, name }).setProtectedHeader({ alg: "HS256" });
  return token.setIssuedAt().setExpirationTime("15m").sign(new TextEncoder().encode(secret));
}

// Lets the keys expire, as they do with `rotationInterval`: Better Auth makes a new one for the next token, and goes on
// publishing those that expired less than 30 days ago.
function rotateKeys({ algorithm, keep }) {
  keys.keyPairConfig = { alg: algorithm };
  for (const row of rows.jwks) row.expiresAt = keep ? new Date() : new Date(0);
}

const betterAuthHandler = toNodeHandler(auth);
const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, url);
  if (pathname === "/own/token") {
    response.end(await ownToken(request, searchParams.get("claim")));
  } else if (pathname === "/test/rotate-keys") {
    rotateKeys(JSON.parse(await text(request)));
    response.end();
  } else {
    await betterAuthHandler(request, response);
  }
});

server.listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
process.stdin.resume().on("end", () => process.exit());
