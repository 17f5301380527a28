// A questionnaire, one question at a time. What is answered stays on this phone until it is sent, so that a
// tunnel or a closed tab loses nothing. An answer that asks for help shows whom to call at once.
import { begun, dropBegun, keep, keepBegun, newKey, sendAll } from "./outbox.js";

const owner = document.body.dataset.owner ?? "";
const form = document.querySelector("form[data-questions]");
const place = `${owner}:${location.pathname}`;
const NOT_ANSWERS = ["csrfmiddlewaretoken", "key", "send", "review", "change"];

function answers() {
  const fields = new URLSearchParams(new FormData(form));
  for (const name of NOT_ANSWERS) fields.delete(name);
  return fields;
}

function tell(sentence) {
  const says = form.querySelector("[data-questions-says]");
  if (says && sentence) says.textContent = sentence;
}

function showHelp() {
  const help = document.querySelector("[data-help]");
  const asks = [...form.querySelectorAll("[data-safety] input:checked")].some((input) => Number(input.value) > 0);
  if (!help || !asks || !help.hidden) return;
  help.hidden = false;
  help.focus();
  help.scrollIntoView({ block: "start" });
}

async function keepToSend() {
  const fields = answers();
  const key = form.elements.key?.value || newKey();
  fields.set("key", key);
  fields.set("send", "1");
  fields.set("filled_at", new Date().toISOString());
  await keep({ key, owner, action: location.href, body: fields.toString() });
  await dropBegun(place);
  tell(form.dataset.kept);
  const result = (await sendAll(owner)).get(key);
  if (result === "sent") tell(form.dataset.sent);
  if (result === "refused") tell(form.dataset.problem);
}

function walk(questions) {
  const steps = form.querySelector("[data-steps]");
  const last = form.querySelector("[data-last]");
  const intro = form.querySelector("[data-intro]");
  let at = Math.max(0, questions.findIndex((one) => !one.querySelector("input:checked")));

  function show(isMoving) {
    questions.forEach((one, index) => { one.hidden = index !== at; });
    steps.querySelector("[data-place]").textContent = at + 1;
    steps.querySelector("[data-back]").hidden = at === 0;
    steps.querySelector("[data-next]").hidden = at === questions.length - 1;
    if (intro) intro.hidden = at > 0;
    last.hidden = at !== questions.length - 1;
    if (isMoving) (questions[at].querySelector("input:checked") ?? questions[at].querySelector("input")).focus();
  }

  steps.querySelector("[data-next]").addEventListener("click", () => { at += 1; show(true); });
  steps.querySelector("[data-back]").addEventListener("click", () => { at -= 1; show(true); });
  steps.hidden = false;
  show(false);
}

async function resume() {
  const kept = owner ? await begun(place, owner).catch(() => undefined) : undefined;
  if (!kept || form.querySelector("[data-question] input:checked")) return;
  for (const [name, value] of new URLSearchParams(kept)) {
    const input = form.querySelector(`[data-question] input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (input) input.checked = true;
  }
  tell(form.dataset.resumed);
}

async function begin() {
  const questions = [...form.querySelectorAll("[data-question]")];
  if (questions.length) {
    await resume();
    walk(questions);
    showHelp();
    form.addEventListener("change", () => {
      showHelp();
      if (owner) keepBegun(place, owner, answers().toString()).catch(() => {});
    });
  }
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      if (event.submitter?.name === "send") dropBegun(place).catch(() => {});
      return;
    }
    event.preventDefault(); // the page would be lost; what is in it is kept instead
    if (owner && event.submitter?.name !== "change") keepToSend().catch(() => {});
  });
  document.addEventListener("outbox:sent", () => tell(form.dataset.sent));
}

if (form) begin();
