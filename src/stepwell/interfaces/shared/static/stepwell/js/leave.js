// Leave quickly: covers at once, ends the session, goes to a neutral page. By the button or three Shift presses.
const form = document.querySelector("form[data-leave]");
const PENDING = "leaving"; // a word that gives nothing away to who looks into the storage
const presses = [];

function cover() {
  document.documentElement.classList.add("covered");
  document.title = " ";
}

function remember(isLeaving) {
  try {
    if (isLeaving) localStorage.setItem(PENDING, "1");
    else localStorage.removeItem(PENDING);
  } catch { /* storage may be off: then only the request ends the session */ }
}

function isLeaving() {
  try {
    return localStorage.getItem(PENDING) === "1";
  } catch {
    return false;
  }
}

async function endSession() {
  const answer = await fetch(form.action, {
    method: "POST", body: new FormData(form), keepalive: true, redirect: "manual", credentials: "same-origin",
  });
  if (answer.ok || answer.type === "opaqueredirect") remember(false);
}

async function leave() {
  cover();
  remember(true);
  const soon = new Promise((done) => setTimeout(done, 400));
  // keepalive: the request goes on after this page is gone.
  await Promise.race([endSession().catch(() => {}), soon]);
  location.replace(form.dataset.leaveTo);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) {
      if (event.key !== "Shift") presses.length = 0; // somebody is writing a capital letter
      return;
    }
    presses.push(event.timeStamp);
    while (presses.length && event.timeStamp - presses[0] > 2000) presses.shift();
    if (presses.length >= 3) leave();
  }, { capture: true });

  // Left while the network was gone: the session still stands, so it is ended before anything is shown.
  if (isLeaving()) {
    cover();
    endSession().then(() => location.replace(location.href)).catch(() => location.replace(form.dataset.leaveTo));
  }
}

// A page kept for the Back button is kept covered, and asked for again when it comes back.
addEventListener("pagehide", (event) => { if (event.persisted) cover(); });
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    cover();
    location.reload();
  }
});
