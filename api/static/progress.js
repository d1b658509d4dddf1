// How far a long piece of work is: looks again every two seconds, and opens what came of it.

const shown = document.getElementById("progress");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("progress");
  if (!now || now.dataset.state !== shown.dataset.state) {
    location.reload();
    return;
  }
  shown.replaceChildren(...now.childNodes);
  setTimeout(look, 2000);
}

function again() {
  look().catch(() => setTimeout(again, 5000)); // the line is bad; it goes on when it is back
}

if (shown) setTimeout(again, 1500);
