// Notes of a session: what is typed is kept on this device at once, sent a moment later, and merged with what a
// co-leader writes. Each entry in the box holds a whole line, so a later one of the same line replaces it.
import { csrfToken } from "./csrf.js";
import { drop, keep, newKey, unsent } from "./outbox.js";
import { says } from "./says.js";

const PAUSE = 700;
const LOOK = 8000;
const room = document.querySelector("[data-room]");
const owner = room?.dataset.owner ?? "";
const device = newKey();
const forms = room ? [...document.querySelectorAll("[data-room-form]")] : [];
const states = new WeakMap();
const sending = new Set();

const addressOf = (form) => new URL(form.getAttribute("action"), location.href).href;
const personOf = (form) => form.elements.person?.value ?? "";
const texts = (form) => [...form.querySelectorAll("textarea, input[name=title]")];

function tell(form, words) {
  const place = form.querySelector("[data-room-says]");
  if (place) place.textContent = words;
}

function values(form) {
  const fields = new URLSearchParams(new FormData(form));
  for (const name of ["csrfmiddlewaretoken", "key", "use", "base_version"]) fields.delete(name);
  return fields;
}

const asTyped = (form) => values(form).toString();

// What the server has now, put into the form; where more was typed meanwhile it is put after it.
function put(form, now, sent) {
  for (const box of texts(form)) {
    const told = now[box.name];
    if (told === undefined || told === box.value) continue;
    const before = sent?.get(box.name) ?? box.value;
    if (sent && told === before.replaceAll("\r\n", "\n").trim()) continue; // the blank at its end may be before the next word
    if (box.value === before) box.value = told;
    else if (box.value.startsWith(before)) box.value = told + box.value.slice(before.length);
    else return false;
  }
  if (sent && asTyped(form) !== sent.toString() && now.line === undefined) return true;
  if (now.participation !== undefined && (!sent || sent.get("participation") === values(form).get("participation"))) {
    for (const radio of form.querySelectorAll("[name=participation]")) radio.checked = radio.value === now.participation;
  }
  if (now.goals && (!sent || sent.getAll("goals").join() === values(form).getAll("goals").join())) {
    for (const box of form.querySelectorAll("[name=goals]")) box.checked = now.goals.includes(box.value);
  }
  if (now.talk_with !== undefined && (!sent || sent.has("talk_with") === values(form).has("talk_with"))) {
    form.elements.talk_with.checked = now.talk_with;
  }
  if (now.topic !== undefined && form.elements.topic) form.elements.topic.value = now.topic;
  return true;
}

async function save(form) {
  const state = states.get(form);
  clearTimeout(state.waiting);
  state.waiting = 0;
  const fields = values(form);
  state.typed = fields.toString();
  const body = new URLSearchParams(fields);
  body.set("base_version", form.elements.base_version.value);
  body.set("device", device);
  const key = `${Date.now()}-${newKey()}`;
  body.set("key", key);
  const entry = { key, owner, action: addressOf(form), body: body.toString(), person: personOf(form), fields: fields.toString() };
  await keep(entry).catch(() => {});
  for (const other of await unsent(owner).catch(() => [])) {
    if (other.action === entry.action && other.person === entry.person && other.key < key) await drop(other.key);
  }
  tell(form, room.dataset.saving);
  await send(form, entry, fields);
}

async function send(form, entry, fields) {
  if (sending.has(form)) { // one at a time: the newest is sent when the answer is here
    states.get(form).again = true;
    return;
  }
  sending.add(form);
  let answer;
  try {
    answer = await fetch(entry.action, {
      method: "POST", credentials: "same-origin", redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: entry.body,
    });
  } catch {
    answer = undefined;
  }
  sending.delete(form);
  const state = states.get(form);
  if (answer?.ok) {
    const now = await answer.json();
    await drop(entry.key).catch(() => {});
    if (put(form, now, fields)) form.elements.base_version.value = now.version;
    tell(form, now.is_merged ? room.dataset.both : `${room.dataset.saved} ${now.saved_at}`);
    if (now.is_merged) says(room.dataset.both);
    state.fresh = true;
  } else if (answer?.status === 422) {
    tell(form, (await answer.json()).problem);
    form.classList.add("has-problem");
  } else {
    tell(form, room.dataset.kept);
  }
  if (state.again) {
    state.again = false;
    if (asTyped(form) !== fields.toString()) await save(form);
  }
}

function soon(form) {
  const state = states.get(form);
  form.classList.remove("has-problem");
  clearTimeout(state.waiting);
  state.waiting = setTimeout(() => save(form), PAUSE);
}

const isBusy = (form) => sending.has(form) || states.get(form).waiting || asTyped(form) !== states.get(form).typed;

// Words that were kept here and never reached the note: into their box, or beside a note that was signed meanwhile.
async function takeUp() {
  for (const entry of await unsent(owner).catch(() => [])) {
    const fields = new URLSearchParams(entry.fields ?? "");
    const form = forms.find((one) => addressOf(one) === entry.action && personOf(one) === entry.person);
    if (form) {
      if (isBusy(form)) continue;
      for (const box of texts(form)) if (fields.has(box.name)) box.value = fields.get(box.name);
      for (const box of form.querySelectorAll("[type=radio], [type=checkbox]")) box.checked = fields.getAll(box.name).includes(box.type === "checkbox" && box.name === "talk_with" ? "on" : box.value);
      form.elements.base_version.value = new URLSearchParams(entry.body).get("base_version");
      await save(form);
      continue;
    }
    const place = document.querySelector(`[data-room-note="${CSS.escape(entry.person ?? "")}"] [data-room-unsent]`);
    if (place && fields.get("line") && addressOf({ getAttribute: () => entry.action }).includes(location.pathname)) {
      const words = document.createElement("p");
      words.className = "desk-told";
      words.textContent = `${room.dataset.unsent}: ${fields.get("line")}`;
      const away = document.createElement("button");
      away.type = "button";
      away.className = "button button-link";
      away.textContent = room.dataset.away;
      away.addEventListener("click", async () => { await drop(entry.key); words.remove(); away.remove(); });
      place.replaceChildren(words, away);
      place.hidden = false;
    }
  }
}

async function fetchJson(address) {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : undefined;
}

// What a co-leader wrote, and what the guards see in what I wrote.
async function look() {
  let now;
  try {
    now = await fetchJson(room.dataset.versions);
  } catch {
    return;
  }
  if (!now) return;
  for (const entry of await unsent(owner).catch(() => [])) {
    const form = forms.find((one) => addressOf(one) === entry.action && personOf(one) === entry.person);
    if (form && !sending.has(form) && !states.get(form).waiting && !form.classList.contains("has-problem")) await save(form);
  }
  for (const [person, version] of Object.entries(now.marks)) {
    const row = document.getElementById(`p-${person}`);
    const shown = row?.querySelector("[name=base_version]")?.value;
    if (shown !== undefined && Number(shown) < version && !row.contains(document.activeElement)) {
      window.htmx?.ajax("GET", `${location.pathname}?line=${person}`, { target: row, select: `#p-${person}`, swap: "outerHTML" });
    }
  }
  const versionOf = (form) => (personOf(form) ? now.notes[personOf(form)] : now.about);
  const changed = forms.some((form) => states.get(form).fresh || Number(form.elements.base_version.value) < versionOf(form));
  if (!changed) return;
  const found = await fetchJson(room.dataset.lines).catch(() => undefined);
  if (!found) return;
  const byPerson = new Map(found.lines.map((line) => [line.person, line]));
  for (const form of forms) {
    const line = personOf(form) ? byPerson.get(personOf(form)) : found.about;
    if (!line) continue;
    states.get(form).fresh = false;
    const place = form.querySelector("[data-room-findings]");
    if (place && line.findings !== undefined && place.innerHTML.trim() !== line.findings.trim()) place.innerHTML = line.findings;
    if (isBusy(form) || Number(form.elements.base_version.value) >= line.version) continue;
    put(form, line);
    form.elements.base_version.value = line.version;
    states.get(form).typed = asTyped(form);
  }
}

function step(person, by) {
  const rows = [...room.querySelectorAll("[data-person-row]")];
  const next = rows[rows.findIndex((row) => row.id === `p-${person}`) + by];
  (next ?? document.querySelector("[data-room-sign]"))?.focus();
}

if (room && owner) {
  document.documentElement.dataset.saves = "typed";
  for (const form of forms) {
    states.set(form, { waiting: 0, typed: asTyped(form), again: false, fresh: false });
    form.addEventListener("input", () => soon(form));
    form.addEventListener("change", () => soon(form));
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name === "use") return; // the server puts the curriculum's words in
      event.preventDefault();
      save(form);
    });
    form.addEventListener("focusout", () => { if (states.get(form).waiting) save(form); });
  }
  room.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (event.key === "Enter") { event.preventDefault(); location.assign(room.dataset.sign); }
      return;
    }
    const box = event.target.closest("textarea");
    const note = event.target.closest("[data-room-note]");
    if (box && note) {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); step(note.dataset.roomNote, 1); }
      if (event.key === "Escape") document.getElementById(`p-${note.dataset.roomNote}`)?.focus();
      return;
    }
    const row = event.target.closest("[data-person-row]");
    if (!row || row !== event.target) return;
    const form = document.getElementById(row.id.replace("p-", "n-"))?.querySelector("form");
    if (!form) return;
    if (event.key === "Enter") { event.preventDefault(); form.elements.line.focus(); return; }
    if (event.key.length !== 1 || document.querySelector("[data-roster-keys]")?.checked === false) return;
    const tap = form.querySelector(`input[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (tap) { event.preventDefault(); tap.click(); says(tap.parentElement.textContent.trim()); row.focus(); }
  });
  addEventListener("pagehide", () => { for (const form of forms) if (states.get(form).waiting) save(form); });
  addEventListener("online", () => look());
  setInterval(() => { if (!document.hidden) look(); }, LOOK);
  takeUp();
}
