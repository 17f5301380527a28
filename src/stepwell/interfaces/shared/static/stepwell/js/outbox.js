// What was written and not yet sent, kept on this phone. Each entry has an owner and an idempotency key:
// it is only ever sent by the person who wrote it, and sending it twice is saving it once.
import { csrfToken } from "./csrf.js";

const BASE = "notes";
const STORE = "unsent";
const BEGUN = "begun"; // forms half filled in, which are never sent as they are
const DAY = 24 * 60 * 60 * 1000;

function opened() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(BASE, 2);
    asked.onupgradeneeded = () => {
      for (const name of [STORE, BEGUN]) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath: "key" });
      }
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function within(mode, work, store = STORE) {
  const base = await opened();
  try {
    return await new Promise((done, fail) => {
      const doing = base.transaction(store, mode);
      const asked = work(doing.objectStore(store));
      doing.oncomplete = () => done(asked.result);
      doing.onabort = doing.onerror = () => fail(doing.error);
    });
  } finally {
    base.close();
  }
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const keep = (entry) => within("readwrite", (store) => store.put(entry));
export const drop = (key) => within("readwrite", (store) => store.delete(key));
export const unsent = async (owner) => (await within("readonly", (store) => store.getAll())).filter((entry) => entry.owner === owner);

export const keepBegun = (key, owner, body) => within("readwrite", (store) => store.put({ key, owner, body, at: Date.now() }), BEGUN);
export const dropBegun = (key) => within("readwrite", (store) => store.delete(key), BEGUN);

// What this person began within a day; what is older, or somebody else's, is taken off this phone.
export async function begun(key, owner) {
  const all = await within("readonly", (store) => store.getAll(), BEGUN);
  for (const one of all) if (one.owner !== owner || Date.now() - one.at > DAY) await dropBegun(one.key);
  return all.find((one) => one.key === key && one.owner === owner && Date.now() - one.at <= DAY)?.body;
}

// "sent", "waiting" (no network, or signed out), or "refused" (the server says it is not right as it is).
async function send(entry) {
  let answer;
  try {
    answer = await fetch(entry.action, {
      method: "POST", credentials: "same-origin", redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": entry.key, "X-Sent-At": new Date().toISOString(), "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: entry.body,
    });
  } catch {
    return "waiting";
  }
  if (answer.ok) {
    await drop(entry.key);
    return "sent";
  }
  return answer.status === 400 || answer.status === 422 ? "refused" : "waiting";
}

async function sendEach(owner) {
  const results = new Map();
  for (const entry of await unsent(owner)) results.set(entry.key, await send(entry));
  return results;
}

// One tab at a time, where the browser can say so; the key covers the rest.
export function sendAll(owner) {
  return navigator.locks ? navigator.locks.request("outbox", () => sendEach(owner)) : sendEach(owner);
}
