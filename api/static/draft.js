// What is typed stays in this browser until the server has said that it recorded it: per account
// and form, for seven days at most, and gone at sign-out.

export const DAYS = 7;
const PREFIX = "draft ";

export function forgetAll() {
  for (const key of keys()) localStorage.removeItem(key);
}

export function anyKept() {
  return keys().length > 0;
}

function keys() {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function dropOld(now = Date.now()) {
  for (const key of keys()) {
    const kept = read(key);
    if (!kept || !(now - kept.at < DAYS * 24 * 3600 * 1000)) localStorage.removeItem(key);
  }
}

export class Draft {
  constructor(key) {
    this.key = PREFIX + key;
  }

  read() {
    return read(this.key);
  }

  keep(content) {
    try {
      localStorage.setItem(this.key, JSON.stringify({at: Date.now(), ...content}));
    } catch { /* the browser keeps nothing: what is typed stays on the page */ }
  }

  drop() {
    localStorage.removeItem(this.key);
  }
}
