// The token this page was given: always the page's own, never one kept from an earlier page.
export function csrfToken() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  } catch {
    return "";
  }
}
