/** Signs or verifies each item of the JSON on standard input with node's jose. */
import { readFileSync } from "node:fs";
import { SignJWT, importJWK, jwtVerify } from "jose";

const { now, claims, items } = JSON.parse(readFileSync(0, "utf8"));
const answers = items.map(async ({ alg, jwk, token }) => {
  const key = await importJWK(jwk, alg);
  if (!token) return new SignJWT(claims).setProtectedHeader({ alg }).sign(key);
  const options = { algorithms: [alg], currentDate: new Date(now * 1000) };
  return (await jwtVerify(token, key, options)).payload;
});
process.stdout.write(JSON.stringify(await Promise.all(answers)));
