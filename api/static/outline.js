// Rows of an outline open where they stand. Without this, each row leads to a page with it open.

function depthOf(row) {
  return Number(row.dataset.depth);
}

function close(link) {
  const row = link.closest("tr");
  while (row.nextElementSibling && depthOf(row.nextElementSibling) > depthOf(row)) {
    row.nextElementSibling.remove();
  }
  link.setAttribute("aria-expanded", "false");
}

async function open(link) {
  const row = link.closest("tr");
  const answer = await fetch(link.dataset.rows, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const held = document.createElement("template");
  held.innerHTML = await answer.text();
  const first = held.content.querySelector("a, th");
  row.after(held.content);
  if (!("instead" in link.dataset)) {
    link.setAttribute("aria-expanded", "true");
    return;
  }
  row.remove();
  if (first) {
    if (first.tagName !== "A") first.tabIndex = -1;
    first.focus();
  }
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-rows]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-expanded") === "true") {
    close(link);
  } else if (!link.hasAttribute("aria-busy")) {
    link.setAttribute("aria-busy", "true");
    try {
      await open(link);
    } catch {
      location.href = link.href;
    }
    link.removeAttribute("aria-busy");
  }
});
