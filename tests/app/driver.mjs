// Runs the JavaScript client as pages get it. Standard input has a module's path and calls; standard output the answers.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// No decision may depend on the device's clock, so there is none.
globalThis.Date = class {
  constructor() {
    throw new Error("a client looked at the clock");
  }
  static now() {
    throw new Error("a client looked at the clock");
  }
};

const { module, lives, languages, exchanges, events } = JSON.parse(readFileSync(0, "utf-8"));
const client = await import(pathToFileURL(module));

function live({ audience, start, steps }) {
  let standing = start;
  return steps.map(({ current, notice, act }) => {
    standing ??= client.begin(current, audience);
    const [kept, decision] = client.decide(standing, current, audience);
    standing = kept;
    const found = decision && client.prompt(decision, notice);
    if (found && act) standing = client[act](standing, found);
    const ids = found && [found.notice, ...found.corrections].filter(Boolean).map((one) => one.id);
    return { decision, ids, mode: found && found.mode, standing };
  });
}

async function exchange(answers) {
  let kept;
  const said = [];
  for (const { status, body } of answers) {
    const site = new client.Site("https://example.org/", async (url, options) => {
      if (url !== "https://example.org/api/v1/privacy/current.json") throw new Error(url);
      // The browser's cache sends the ETag; for another site's page a header of our own would be refused.
      if (options.cache !== "no-cache" || options.headers) throw new Error("not as the cache needs it");
      if (!status) throw new TypeError("offline");
      return new Response([204, 304].includes(status) ? null : body, { status });
    });
    kept = await site.current("privacy", kept);
    said.push(kept?.entry ?? null);
  }
  return said;
}

function follow({ cursor, stream, entries }) {
  try {
    return { read: client.readEvents(cursor, stream, entries) };
  } catch (error) {
    return { error: error.message, read: error.read };
  }
}

const answers = {
  lives: (lives ?? []).map(live),
  languages: (languages ?? []).map(([wanted, served]) => client.language(wanted, served)),
  exchanges: await Promise.all((exchanges ?? []).map(exchange)),
  events: (events ?? []).map(follow),
};
process.stdout.write(JSON.stringify(answers));
