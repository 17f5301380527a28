// What is typed into a tool is kept on this phone at once and sent a moment later, field by field.
import { drop, keep, newKey, sendAll, unsent } from "./outbox.js";

const owner = document.body.dataset.owner ?? "";
const PAUSE = 1500;

function tell(form, sentence) {
  const place = form.querySelector("[data-draft-says]");
  if (place && sentence) place.textContent = sentence;
}

async function save(form) {
  const fields = new URLSearchParams(new FormData(form));
  for (const name of ["csrfmiddlewaretoken", "key", "go"]) fields.delete(name);
  fields.set("filled_at", new Date().toISOString());
  // In the order of time: the box sends by key.
  const key = `${Date.now()}-${newKey()}`;
  const action = new URL(form.getAttribute("action"), location.href).href;
  await keep({ key, owner, action, body: fields.toString() });
  for (const entry of await unsent(owner)) {
    // An earlier word for the same screen is within this one.
    if (entry.action === action && entry.key < key) await drop(entry.key);
  }
  tell(form, form.dataset.kept);
  const result = (await sendAll(owner)).get(key);
  if (result === "sent") tell(form, form.dataset.sent);
  if (result === "refused") tell(form, form.dataset.problem);
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  if (!owner) continue;
  let waiting = 0;
  let isLeaving = false;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => save(form).catch(() => {}), PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    isLeaving = true;
    if (navigator.onLine) return;
    event.preventDefault(); // the page would be lost; what is in it is kept instead
    isLeaving = false;
    save(form).catch(() => {});
  });
  addEventListener("pagehide", () => {
    if (!isLeaving && waiting) save(form).catch(() => {});
  });
}
