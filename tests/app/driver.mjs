// Runs the JavaScript client as pages get it. Standard input has a module's path and calls; standard output the answers.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

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
  for (const { status, etag, body } of answers) {
    const asked = [];
    const site = new client.Site("https://example.org/", async (url, options) => {
      asked.push([url, options.headers["If-None-Match"] ?? ""]);
      if (!status) throw new TypeError("offline");
      return new Response([204, 304].includes(status) ? null : body, { status, headers: { ETag: etag } });
    });
    kept = await site.current("privacy", kept);
    said.push({ asked, etag: kept?.etag ?? null, entry: kept?.value.entry ?? null });
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
