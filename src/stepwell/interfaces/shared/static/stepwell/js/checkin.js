// A check-in is kept on this phone first and sent second, so that no tunnel or tired battery loses it.
import { keep, newKey, sendAll, unsent } from "./outbox.js";

const owner = document.body.dataset.owner ?? "";

function tell(form, sentence) {
  const place = form.querySelector("[data-checkin-says]");
  if (place && sentence) place.textContent = sentence;
}

async function save(form) {
  const key = newKey();
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("csrfmiddlewaretoken");
  fields.set("idempotency_key", key);
  fields.set("filled_at", new Date().toISOString());
  await keep({ key, owner: owner, action: form.action, body: fields.toString() });
  tell(form, form.dataset.saved);
  const result = (await sendAll(owner)).get(key);
  if (result === "sent") tell(form, form.dataset.sent);
  if (result === "refused") tell(form, form.dataset.problem);
}

for (const form of document.querySelectorAll("form[data-checkin]")) {
  let isSaving = false;
  form.addEventListener("submit", async (event) => {
    // Without an owner nothing may be kept: on a shared phone it could be sent as somebody else's.
    if (!owner || form.dataset.checkinPlain !== undefined) return;
    event.preventDefault();
    if (isSaving) return;
    isSaving = true;
    try {
      await save(form);
    } catch {
      // This browser keeps nothing (a private window): send it the plain way.
      form.dataset.checkinPlain = "";
      form.requestSubmit();
    } finally {
      isSaving = false;
    }
  });
  unsent(owner).then((entries) => { if (entries.length) tell(form, form.dataset.saved); }).catch(() => {});
  document.addEventListener("outbox:sent", () => tell(form, form.dataset.sent));
}
