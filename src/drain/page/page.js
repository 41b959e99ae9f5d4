"use strict";

const SEVERITIES = ["fatal", "error", "warning", "info"];

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function evidence(lines) {
  const block = element("pre");
  for (const line of lines) {
    const from = line.process ? line.process + ": " : "";
    block.append(element(line.decisive ? "b" : "span", from + line.text + "\n"));
  }
  return block;
}

function lines(name, text, sign) {
  const shown = text.replace(/\n$/, "").split("\n").map((line) => sign + " " + line + "\n");
  return element(name, shown.join(""));
}

function edit(change) {
  const part = element("div");
  const block = element("pre");
  if (change.old) block.append(lines("del", change.old, "-"));
  if (change.text) block.append(lines("ins", change.text, "+"));
  const gone = change.op === "remove-file" ? "Remove " : "In ";
  part.append(element("p", gone + change.file, "detail"));
  if (block.childNodes.length) part.append(block);
  return part;
}

function fix(given, word) {
  const part = element("div");
  part.append(element("p", word + ": " + given.summary, "fix"));
  if (given.detail) part.append(element("p", given.detail, "detail"));
  part.append(...given.edits.map(edit));
  if (given.commands.length) part.append(element("pre", given.commands.join("\n")));
  return part;
}

/* Of the incidents whose details the reader has opened: an update leaves them open. */
const opened = new Set();

function key(incident) {
  return JSON.stringify([incident.app, incident.id, incident.subject]);
}

function more(incident) {
  const part = element("details");
  const others = incident.fixes.length > 1 ? ", and what else it can be" : "";
  part.append(element("summary", "Why" + others));
  part.open = opened.has(key(incident));
  part.addEventListener("toggle", () => {
    opened[part.open ? "add" : "delete"](key(incident));
  });
  part.append(element("p", incident.explanation));
  part.append(...incident.fixes.slice(1).map((each) => fix(each, "Or")));
  return part;
}

function when(text) {
  const time = new Date(text);
  return new Date() - time < 12 * 3600 * 1000 ? time.toLocaleTimeString() : time.toLocaleString();
}

function period(incident) {
  if (!incident.first_seen) return "";
  const first = when(incident.first_seen);
  const last = when(incident.last_seen || incident.first_seen);
  return first === last ? first : first + " – " + last;
}

function about(incident) {
  const times = incident.count > 1 ? incident.count + " times" : "";
  return [incident.app, incident.processes.join(", "), incident.release, times, period(incident)]
    .filter(Boolean).join(" · ");
}

function symptoms(incident) {
  const told = incident.symptoms.map((each) => each.count + " × " + each.code);
  return told.length ? "It explains " + told.join(", ") + "." : "";
}

function card(incident) {
  const made = element("article", "", incident.severity);
  made.append(element("p", incident.severity.toUpperCase(), "label"),
    element("h3", incident.title), element("p", about(incident), "about"));
  if (incident.symptoms.length) made.append(element("p", symptoms(incident), "about"));
  if (incident.evidence.length) made.append(evidence(incident.evidence));
  if (incident.fixes.length) made.append(fix(incident.fixes[0], "Fix"));
  if (incident.explanation) made.append(more(incident));
  return made;
}

function fill(id, incidents, nothing) {
  const cards = incidents.map(card);
  document.getElementById(id).replaceChildren(
    ...(cards.length ? cards : [element("p", nothing, "empty")]));
}

function rank(incident) {
  return SEVERITIES.indexOf(incident.severity);
}

/* The incidents come with the last changed first; sorting keeps that among equals. */
function show(board) {
  const active = board.incidents.filter((each) => each.status === "active");
  active.sort((left, right) => rank(left) - rank(right));
  fill("active", active, "Nothing that logdoc knows of.");
  fill("resolved", board.incidents.filter((each) => each.status !== "active"),
    "Nothing yet.");
  document.title = active.length ? "(" + active.length + ") logdoc" : "logdoc";
}

const state = document.getElementById("state");
let lost;
const events = new EventSource("events");
events.onopen = () => {
  clearTimeout(lost);
  state.textContent = "listening";
};
events.onmessage = (event) => show(JSON.parse(event.data));
events.onerror = () => {
  clearTimeout(lost);
  lost = setTimeout(() => { state.textContent = "logdoc does not answer"; }, 5000);
};
