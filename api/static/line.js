// The line to the server: requests that bear the form's mark, which is renewed where it is too old.

const OURS = ["csrf_token", "whose"];

export async function ask(form, url, body, again = true) {
  const answer = await fetch(url, {
    method: "POST",
    headers: {"Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value},
    body: JSON.stringify(body),
  });
  if (answer.status === 400 && again) {
    await freshMark(form);
    return ask(form, url, body, false);
  }
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// Throws "401" where nobody, or somebody else, is signed in by now.
export async function freshMark(form) {
  const answer = await fetch(location.pathname);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const theirs = page.querySelector("form[data-draft]");
  if (answer.status === 401 || (answer.ok && theirs?.dataset.draft !== form.dataset.draft)) {
    throw new Error("401");
  }
  if (!answer.ok) throw new Error(answer.status);
  for (const name of OURS) form.elements[name].value = theirs.elements[name].value;
}
