// Tells the users of a web app what has changed in its policies: once, in their language, and asks where an
// answer is needed. docs/app.md says how to use it. The rules are those of site_builder/client/rules.py, and
// both are held to one table of cases. No dependency; nothing is sent anywhere; no decision reads a clock.

const MODES = ["silent", "inform", "acknowledge", "consent"];
const KINDS =
  "announced corrected effective replaced rescheduled translation-added translation-corrected withdrawn".split(" ");
const known = (mode) => (MODES.includes(mode) ? mode : "acknowledge");
const audienceOf = (current, audience) =>
  Object.hasOwn(current.audiences, audience) ? current.audiences[audience] : current.audiences.default;

/** A user without a record: as somebody who sees the text in force for the first time. */
export function begin(current, audience) {
  const revision = audienceOf(current, audience).baseline_revision;
  return { told: revision, accepted: revision, refused: 0, promises: [], stream: "", entry: 0, left: [] };
}

/** What is due by current.json: [standing to keep, decision], or null for an answer older than one seen before. */
export function decide(before, current, audience) {
  const { stream, entry } = current;
  if (before.left.includes(stream) || (stream === before.stream && entry < before.entry)) return [before, null];
  const left =
    before.stream && stream !== before.stream ? [...before.left, before.stream].slice(-8) : before.left;
  const off = current.cancelled.map((one) => one.revision);
  const coming = new Map(current.timeline.map((one) => [one.revision, one.effective_at]));
  const bound = current.current ? current.current.revision : 0;
  const promises = before.promises.filter((one) => off.includes(one.revision) || one.revision > bound);
  const corrections = promises
    .filter((one) =>
      off.includes(one.revision)
        ? one.effective_at !== null
        : coming.has(one.revision) && coming.get(one.revision) !== one.effective_at,
    )
    .map((one) => one.revision);
  const standing = { ...before, promises, stream, entry, left };
  const mine = audienceOf(current, audience);
  const told = mine.notice.min_told_revision;
  const accepted = mine.acceptance.min_accepted_revision;
  const tell = standing.told < told;
  const ask = standing.accepted < accepted && standing.refused < accepted;
  const asked = Math.max(standing.accepted, standing.refused);
  const modes = Object.entries(mine.by_mode)
    .filter(([mode, at]) => (tell && at > standing.told) || (ask && at > asked && known(mode) !== "inform"))
    .map(([mode]) => MODES.indexOf(known(mode)));
  const base = ask ? Math.min(standing.accepted, standing.told) : standing.told;
  return [
    standing,
    {
      policy: current.policy,
      audience: Object.hasOwn(current.audiences, audience) ? audience : "default",
      tell,
      ask,
      mode: MODES[modes.length ? Math.max(...modes) : corrections.length ? 1 : 0],
      base: base >= current.oldest_notice_revision ? base : 0,
      revision: Math.max(told, accepted),
      corrections,
      stream,
      entry,
    },
  ];
}

/** What to show by the notice that was asked for, or null where it is of another moment: ask again later. */
export function prompt(decision, answer) {
  const { policy, tell, ask, mode, revision } = decision;
  if (["policy", "audience", "stream", "entry"].some((key) => answer[key] !== decision[key])) return null;
  const notice = tell || ask ? answer.notice : null;
  if ((tell || ask) && notice?.revision !== revision) return null;
  const corrections = answer.corrections.filter((one) => decision.corrections.includes(one.revision));
  return notice || corrections.length ? { policy, mode, notice, corrections } : null;
}

/** The standing after a prompt was shown. What is still ahead of it is a promise from now on. */
export function show(standing, { notice, corrections }) {
  const promises = new Map(standing.promises.map((one) => [one.revision, one]));
  const ahead = notice ? notice.summaries.filter((one) => one.state === "announced") : [];
  for (const { revision, effective_at } of [...ahead, ...corrections]) promises.set(revision, { revision, effective_at });
  return {
    ...standing,
    told: Math.max(standing.told, notice ? notice.revision : 0),
    promises: [...promises.values()].sort((a, b) => a.revision - b.revision),
  };
}

/** The standing after the user accepted: a policy and a revision, never a language. */
export function accept(standing, answered) {
  const after = show(standing, answered);
  return { ...after, accepted: Math.max(after.accepted, answered.notice?.revision ?? 0) };
}

/** The standing after the user refused. A refusal is an answer: this revision is not asked for again. */
export function refuse(standing, answered) {
  const after = show(standing, answered);
  return { ...after, refused: Math.max(after.refused, answered.notice?.revision ?? 0) };
}

/** The locale of a site for a reader: the first wanted language that there is, else the site's first. */
export function language(wanted, served) {
  const known = new Map(served.map((tag) => [tag.toLowerCase(), tag]));
  for (const tag of wanted) for (const one of shorter(tag)) if (known.has(one.toLowerCase())) return known.get(one.toLowerCase());
  return served[0];
}

function* shorter(tag) {
  let parts = tag.replaceAll("_", "-").split("-");
  const chinese = parts[0].toLowerCase() === "zh";
  if (chinese && !parts.slice(1).some((part) => part.length === 4)) {
    const traditional = parts.slice(1).some((part) => ["TW", "HK", "MO"].includes(part.toUpperCase()));
    parts = [parts[0], traditional ? "Hant" : "Hans", ...parts.slice(1)];
    yield tag;
  }
  for (let length = parts.length; length > (chinese ? 1 : 0); length--) yield parts.slice(0, length).join("-");
  if (chinese && parts.length > 2) yield [parts[0], ...parts.slice(2)].join("-");
}

/** New entries of the publication record as [cursor to keep, entry]; `read` of what it throws has those before. */
export function readEvents(cursor, stream, entries) {
  let seen = stream === cursor.stream ? cursor.entry : 0;
  const read = [];
  for (const { id, type, data } of entries) {
    if (Number(id) !== seen + 1) continue;
    const kind = type.replace("policy.version.", "");
    if (!KINDS.includes(kind)) throw Object.assign(Error(["entry", id, "is of the kind", type, "which is unknown: use a newer client"].join(" ")), { read });
    read.push([{ stream, entry: ++seen }, { number: seen, kind, data }]);
  }
  return read;
}

const map = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const fits = (value, texts, wholes, lists, maps) =>
  map(value) &&
  texts.every((key) => typeof value[key] === "string") &&
  wholes.every((key) => Number.isInteger(value[key])) &&
  lists.every((key) => Array.isArray(value[key])) &&
  maps.every((key) => map(value[key]));
const isCurrent = (value) =>
  fits(value, ["policy", "stream"], ["entry", "oldest_notice_revision"], ["timeline", "cancelled"], ["audiences", "locales"]) &&
  map(value.audiences.default);
const isNotice = (value) =>
  fits(value, ["policy", "audience", "stream"], ["entry"], ["corrections"], []) && (value.notice === null || map(value.notice));

/** A built site. Whatever is cut off, an error page or a hotel's network leaves the last good answer standing. */
export class Site {
  constructor(base, get = (url, options) => fetch(url, options)) {
    this.base = base.replace(/\/+$/, "");
    this.get = get;
  }

  async current(policy, kept) {
    const value = await this.#ask(`${policy}/current.json`);
    return isCurrent(value) && value.policy === policy ? value : kept;
  }

  async prompt(decision, locale) {
    const { policy, audience, base, tell, ask, corrections } = decision;
    if (!tell && !ask && !corrections.length) return null;
    const value = await this.#ask(`${policy}/notices/${audience}/${base}/${locale}.json`);
    return isNotice(value) ? prompt(decision, value) : null;
  }

  async #ask(path) {
    try {
      // The browser keeps the answer and its ETag and asks whether it is still right. A header of our own would
      // be a question more, which static hosts do not answer to another site's page.
      const answer = await this.get(`${this.base}/api/v1/${path}`, { cache: "no-cache", credentials: "omit" });
      return answer.status === 200 ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}

const STYLE = `
:host { color-scheme: light dark; --paper: var(--policy-notice-paper, Canvas); --ink: var(--policy-notice-ink, CanvasText);
  --accent: var(--policy-notice-accent, #2a4fb8); font: var(--policy-notice-font, 1rem/1.5 system-ui, sans-serif); }
dialog, section { box-sizing: border-box; inline-size: min(34rem, 100vw - 2rem); max-block-size: calc(100vh - 2rem); overflow: auto;
  margin: auto; padding: 1.25rem 1.5rem 1.5rem; border: 1px solid GrayText; border-radius: var(--policy-notice-radius, 0.75rem);
  background: var(--paper); color: var(--ink); font: inherit; box-shadow: 0 1rem 3rem #0004; }
section { position: fixed; inset: auto 1rem 1rem; z-index: 9999; }
h1, h2 { margin: 0 0 0.5rem; font-size: 1.125em; line-height: 1.35; outline: none; }
h1 { font-size: 1.25em; }
p, ul, label { margin: 0 0 0.75rem; }
ul { padding-inline-start: 1.2em; }
label, div:has(button) { display: flex; gap: 0.6em; align-items: baseline; flex-wrap: wrap; }
label { flex-wrap: nowrap; }
a { color: var(--accent); }
button { min-block-size: 2.75rem; padding: 0.4rem 1.1rem; border: 1px solid GrayText; border-radius: 0.5rem;
  background: none; color: inherit; font: inherit; cursor: pointer; }
button:first-child { border-color: var(--accent); background: var(--accent); color: var(--paper); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (prefers-color-scheme: dark) { :host { --accent: var(--policy-notice-accent, #9db8ff); } }
@media (prefers-reduced-motion: no-preference) { dialog, section { animation: in 0.2s; } @keyframes in { from { opacity: 0; } } }
@media print { section { display: none; } }`;

const SAFE = /^(https?|mailto|tel):/i;

// Words of a file become text and never markup; words in another language say so.
function element(name, words, more) {
  const made = document.createElement(name);
  if (map(words)) Object.assign(made, { textContent: words.text, lang: words.lang, dir: words.dir });
  else made.textContent = words ?? "";
  return Object.assign(made, more);
}

const link = (words, href) =>
  SAFE.test(href) ? element("a", words, { href, target: "_blank", rel: "noopener" }) : element("span", words);

const together = (one, other) => one.notice?.group && one.notice.group.id === other.notice?.group?.id;

/**
 * <policy-notice base="https://example.com/legal" policies="privacy terms" audience="default" user="42"
 *   known="privacy=3"> `known` has the revisions that the account remembers an acceptance of.
 * `store` may be replaced by { load(key), save(key, value) } of the app's own, also asynchronous ones.
 * Events: policy-notice-shown, -accepted, -refused, -later, -closed; `detail` has prompts and consents, for receipts.
 */
export class PolicyNotice extends (globalThis.HTMLElement ?? Object) {
  store = {
    load: (key) => JSON.parse(localStorage.getItem(key)),
    save: (key, value) => localStorage.setItem(key, JSON.stringify(value)),
  };
  #open;
  #last = 0;
  #unsaved;

  connectedCallback() {
    if (!this.shadowRoot) {
      const style = new CSSStyleSheet();
      style.replaceSync(STYLE);
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style];
      // It is there before its words are, so that they are read out when they come.
      const live = element("div");
      live.setAttribute("role", "status");
      this.shadowRoot.append(live);
    }
    for (const name of ["online", "storage", "visibilitychange"]) addEventListener(name, this);
    this.check();
  }

  disconnectedCallback() {
    for (const name of ["online", "storage", "visibilitychange"]) removeEventListener(name, this);
  }

  handleEvent({ type, key }) {
    // Another window of the app has the answer; `performance.now` is no clock that a user can set.
    if (type === "storage") key === this.#key && this.#open?.("elsewhere");
    else if (type === "online" || performance.now() - this.#last > 900_000) this.check();
  }

  get #key() {
    return ["policy-notice", this.getAttribute("base"), this.getAttribute("user")].join(" ");
  }

  async #load() {
    try {
      return this.#unsaved ?? (await this.store.load(this.#key)) ?? {};
    } catch {
      return {}; // what cannot be read begins anew
    }
  }

  async #save(policy, change) {
    const state = await this.#load();
    state[policy] = { ...state[policy], ...change(state[policy]?.standing) };
    try {
      await this.store.save(this.#key, state);
    } catch {
      this.#unsaved = state; // storage is full or forbidden: it is known until the page is left
    }
  }

  /** Looks once, in one window at a time, and shows what is due. */
  check() {
    this.#last = performance.now();
    return navigator.locks ? navigator.locks.request(this.#key, () => this.#check()) : this.#check();
  }

  async #check() {
    if (this.#open) return;
    const site = new Site(this.getAttribute("base"));
    const audience = this.getAttribute("audience") ?? "default";
    const wanted = [this.lang || document.documentElement.lang, ...navigator.languages].filter(Boolean);
    const known = Object.fromEntries((this.getAttribute("known") ?? "").split(" ").map((one) => one.split("=")));
    const due = [];
    for (const policy of this.getAttribute("policies").split(" ")) {
      const before = (await this.#load())[policy] ?? {};
      const current = await site.current(policy, before.current);
      if (!current) continue;
      const start = before.standing ?? { ...begin(current, audience), ...(known[policy] && { told: 0, accepted: 0 }) };
      const least = Number(known[policy] ?? 0);
      const raised = { ...start, told: Math.max(start.told, least), accepted: Math.max(start.accepted, least) };
      const [standing, decision] = decide(raised, current, audience);
      await this.#save(policy, () => (decision ? { current, standing } : { standing }));
      const found = decision && (await site.prompt(decision, language(wanted, Object.keys(current.locales))));
      if (found) due.push(found);
    }
    // Policies that change together are told of at once, others one after the other.
    if (due.length) await this.#show(due.filter((one, at) => !at || together(one, due[0])));
  }

  async #show(prompts) {
    const strictest = prompts.reduce((one, two) => (MODES.indexOf(two.mode) > MODES.indexOf(one.mode) ? two : one));
    const asks = MODES.indexOf(strictest.mode) > 1;
    const { lang, dir, actions, group } = strictest.notice ?? strictest.corrections[0];
    const box = element(asks ? "dialog" : "section", "", { lang, dir });
    const close = (answer) => this.#answered(box, prompts, answer);
    const row = element("div");
    for (const [name, words] of Object.entries(actions))
      if (name !== "read") row.append(element("button", words, { onclick: () => close(name) }));
    const groups = prompts.length > 1 ? [element("h1", group.title)] : [];
    box.append(...groups, ...prompts.flatMap(body), row);
    Object.assign(box.firstChild, { id: "title", tabIndex: -1 });
    box.setAttribute("aria-labelledby", "title");
    box.oncancel = () => close("later");
    this.#open = close;
    // A banner takes no focus; a question does, and gives it back.
    (asks ? this.shadowRoot : this.shadowRoot.querySelector("[role]")).append(box);
    if (asks) {
      box.showModal();
      box.firstChild.focus();
    }
    for (const one of prompts) await this.#save(one.policy, (standing) => ({ standing: show(standing, one) }));
    this.#tell("shown", prompts);
  }

  async #answered(box, prompts, answer) {
    const after = { acknowledge: accept, accept, refuse }[answer];
    const consents = Object.fromEntries([...box.querySelectorAll("input")].map((one) => [one.name, one.checked]));
    if (after) for (const one of prompts) await this.#save(one.policy, (standing) => ({ standing: after(standing, one), consents }));
    box.close?.();
    box.remove();
    this.#open = null;
    if (answer === "elsewhere") return;
    this.#tell(after ? (after === accept ? "accepted" : "refused") : answer === "later" ? answer : "closed", prompts, consents);
    // What another policy asks comes next; who wants no more questions now gets none.
    if (answer !== "later") this.check();
  }

  #tell(what, prompts, consents) {
    this.dispatchEvent(new CustomEvent(`policy-notice-${what}`, { bubbles: true, detail: { prompts, consents } }));
  }
}

function body({ notice, corrections }) {
  const made = corrections.flatMap((one) => [
    element("h2", one.title),
    element("p", one.text),
    ...(one.reason ? [element("p", one.reason)] : []),
    within("p", link(one.actions.read, one.url)),
  ]);
  if (!notice) return made;
  const list = element("ul");
  list.append(...notice.summaries.map((one) => within("li", element("span", one))));
  made.push(element("h2", notice.title), list);
  for (const one of [notice.effect, notice.if_refused]) if (one) made.push(element("p", one));
  made.push(within("p", link(notice.actions.read, notice.changes_url)));
  for (const one of notice.separate_consents) {
    made.push(within("label", element("input", "", { type: "checkbox", name: one.id }), element("span", one)));
  }
  return made;
}

function within(name, ...children) {
  const made = element(name);
  made.append(...children);
  return made;
}

if (globalThis.customElements && !customElements.get("policy-notice")) customElements.define("policy-notice", PolicyNotice);
