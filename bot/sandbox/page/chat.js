// The page: whom one is, what was said, and what one does. Everything it knows it asks from /sandbox/….
import { bubble, element, gist } from "./render.js";
import { clockTime, dayName, forField, instant, language, present, speak, word } from "./words.js";

const $ = (id) => document.getElementById(id);
const state = { people: [], me: null, chat: null, zone: "Asia/Shanghai", bot: {}, now: null, seen: JSON.parse(sessionStorage.getItem("seen") || "{}"), context: null, file: null, drafts: {} };
const person = () => state.people.find((one) => one.id === state.me);
let shown = new Map();
let typingUntil = 0;

// -- talking to the server

async function ask(path, body, form) {
  const options = body || form ? { method: "POST", body: form ?? JSON.stringify(body), headers: form ? {} : { "Content-Type": "application/json" } } : {};
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) {
    toast(`${word("failed")} ${answer.error}`);
    throw new Error(answer.error);
  }
  return answer;
}
const act = (what, body = {}) => ask(`sandbox/chats/${state.me}/${what}`, body);

// One refresh at a time; what happens meanwhile asks for exactly one more.
function once(work) {
  let running = null, again = false;
  return async function run() {
    if (running) { again = true; return running; }
    running = work().catch((error) => console.error(error));
    await running;
    running = null;
    if (again) { again = false; await run(); }
  };
}

const refreshPeople = once(async () => {
  const answer = await ask("sandbox/people");
  Object.assign(state, { people: answer.people, bot: answer.bot, zone: answer.timezone, description: answer.description });
  setNow(answer.now);
  if (!person()) state.me = state.people[0]?.id ?? null;
  drawPeople();
});

const refreshChat = once(async () => {
  const wanted = state.me;
  if (wanted === null) return;
  const answer = await ask(`sandbox/chats/${wanted}`);
  if (wanted === state.me) { state.chat = answer; drawChat(); }
});

function listen() {
  const source = new EventSource("sandbox/events");
  source.onopen = async () => { await refreshPeople(); refreshChat(); };
  source.onerror = () => { $("status").textContent = word("away"); };
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    const here = event.chat === state.me || event.chat === null;
    if (event.kind === "clock") setNow(event.now);
    if (event.kind === "typing" && here) { typingUntil = Date.now() + 4000; setStatus(); setTimeout(setStatus, 4100); return; }
    if (event.kind === "answer") { if (here) answered(event); return; }
    if (event.kind === "message" && event.by_bot && here) typingUntil = 0;
    refreshPeople();
    if (here || event.kind === "reload") refreshChat();
  };
}

// -- the people

function unread(one) {
  const seen = Math.min(state.seen[one.id] ?? 0, one.heard);
  return one.heard - seen;
}

function markSeen() {
  const one = person();
  if (!one || document.hidden) return;
  const heard = (state.chat?.messages ?? []).filter((message) => message.by_bot).length;
  state.seen[one.id] = Math.max(heard, one.heard);
  sessionStorage.setItem("seen", JSON.stringify(state.seen));
}

function drawPeople() {
  const focused = document.activeElement?.closest?.("#people button")?.dataset.id;
  markSeen();
  $("people").replaceChildren(...state.people.map((one, index) => {
    const count = unread(one);
    const role = (language === "en" && one.role_en) || one.role;
    const last = one.last ? gist(one.last) : word("nothing");
    const badge = count ? element("span", { class: "count", "aria-label": `${count} ${word("unread")}` }, String(count)) : null;
    return element("li", {}, element("button", { type: "button", "data-id": String(one.id), "aria-current": one.id === state.me ? "true" : null, onclick: () => become(one.id) },
      element("span", { class: `avatar hue${index % 6}`, "aria-hidden": "true" }, [...one.name][0]),
      element("span", { class: "who" }, element("strong", {}, one.name), element("em", {}, role), element("small", {}, last)), badge));
  }));
  if (focused) $("people").querySelector(`[data-id="${focused}"]`)?.focus();
  $("bot-name").textContent = state.bot.first_name ?? "";
  setStatus();
}

function become(id) {
  if (id === state.me) return;
  state.drafts[state.me] = $("text").value;
  state.me = id;
  state.chat = null;
  shown = new Map();
  $("messages").replaceChildren();
  $("text").value = state.drafts[id] ?? "";
  grow();
  setContext(null);
  typingUntil = 0;
  drawPeople();
  refreshChat();
  document.querySelector('#people [aria-current="true"]')?.scrollIntoView({ block: "nearest", inline: "center" });
}

// -- the conversation

const atEnd = () => { const box = $("messages"); return box.scrollHeight - box.scrollTop - box.clientHeight < 80; };
const toEnd = () => { const box = $("messages"); box.scrollTop = box.scrollHeight; };

function drawChat() {
  const { chat } = state;
  const stay = atEnd() || shown.size === 0;
  const fresh = new Map();
  const nodes = [];
  let day = "";
  for (const message of chat.messages) {
    const date = dayName(new Date(message.date * 1000), state.zone);
    if (date !== day) { nodes.push(keep(`day ${date}`, date, () => element("div", { class: "day" }, element("span", {}, date)))); day = date; }
    nodes.push(keep(String(message.message_id), JSON.stringify(message) + language, () => bubble(message, state.zone, acts)));
  }
  function keep(key, signature, make) {
    const old = shown.get(key);
    const entry = old?.signature === signature ? old : { signature, node: make() };
    fresh.set(key, entry);
    return entry.node;
  }
  if (!nodes.length) nodes.push(element("p", { class: "empty" }, state.description || word("nothing")));
  const box = $("messages");
  nodes.forEach((node, index) => { if (box.childNodes[index] !== node) box.insertBefore(node, box.childNodes[index] ?? null); });
  while (box.childNodes.length > nodes.length) box.lastChild.remove();
  shown = fresh;
  $("start").hidden = chat.started || chat.blocked;
  $("compose").hidden = chat.blocked;
  document.body.classList.toggle("talking", chat.messages.length > 0);
  $("block").textContent = word(chat.blocked ? "unblock" : "block");
  drawExamples();
  drawKeyboard();
  if (!$("commands").hidden) drawCommands();
  drawPeople();
  if (stay) { toEnd(); requestAnimationFrame(toEnd); }
  $("down").hidden = stay || atEnd();
}

function drawExamples() {
  const one = person();
  const said = (language === "en" && one?.examples_en) || one?.examples || [];
  $("examples").replaceChildren(...said.map((text) => element("button", { type: "button", onclick: () => { $("text").value = text; grow(); $("text").focus(); } }, text)));
  $("examples").hidden = !said.length || state.chat?.blocked || Boolean(state.context);
}

function drawKeyboard() {
  const rows = state.chat?.keyboard?.keyboard ?? [];
  $("keyboard").hidden = !rows.length || state.chat.blocked;
  $("keyboard").replaceChildren(...rows.map((row) => element("div", { class: "row" }, ...row.map((button) => element("button", { type: "button", class: "button", onclick: () => (button.request_contact ? shareContact() : say(button.text)) }, button.text)))));
}

function setStatus() {
  const one = person();
  const role = one && ((language === "en" && one.role_en) || one.role);
  $("status").textContent = Date.now() < typingUntil ? word("typing") : one ? `${word("bot")} · ${word("you")}${language === "en" ? " " : ""}${one.name}${language === "en" ? ` (${role})` : `（${role}）`}` : "";
}

// -- acts

const acts = {
  say,
  reply: (message) => setContext({ kind: "reply", message }),
  edit: (message) => setContext({ kind: "edit", message }),
  tap: async (message, button, node) => {
    node.classList.add("busy");
    node.setAttribute("aria-busy", "true");
    setTimeout(() => calm(node), 15000);
    try { await act("tap", { message_id: message.message_id, data: button.callback_data }); } catch { calm(node); }
  },
};

function calm(node) { node.classList.remove("busy"); node.removeAttribute("aria-busy"); }

function answered(event) {
  $(`m${event.message}`)?.querySelectorAll(".busy").forEach(calm);
  if (!event.text) return;
  if (event.show_alert) { $("alert-text").textContent = event.text; $("alert").showModal(); } else toast(event.text);
}

async function say(text) {
  if (!text.trim()) return;
  const { context } = state;
  setContext(null);
  if (context?.kind === "edit") await act("edit", { message_id: context.message.message_id, text });
  else await act("say", { text, reply_to: context?.message.message_id ?? null });
  toEnd();
}

function setContext(context) {
  const before = state.context;
  state.context = context;
  $("context").hidden = !context;
  if (context) {
    $("context-kind").textContent = word(context.kind === "edit" ? "editing" : "replying");
    $("context-text").textContent = gist(context.message);
    if (context.kind === "edit") $("text").value = context.message.text ?? context.message.caption ?? "";
    $("text").focus();
  } else if (before?.kind === "edit") $("text").value = "";
  grow();
  drawExamples();
}

function shareContact() {
  $("phone").value = person()?.phone ?? "";
  $("contact-dialog").showModal();
}

function offer(file) {
  if (!file) return;
  state.file = file;
  const picture = /^image\/(png|jpeg|gif)$/.test(file.type);
  $("file-name").textContent = file.name;
  $("file-caption").value = "";
  $("as-photo-row").hidden = !picture;
  $("as-photo").checked = picture;
  $("file-preview").hidden = !picture;
  if (picture) $("file-preview").src = URL.createObjectURL(file);
  $("file-dialog").showModal();
}

async function sendFile() {
  const form = new FormData();
  form.append("file", state.file, state.file.name);
  form.append("caption", $("file-caption").value);
  form.append("as", !$("as-photo-row").hidden && $("as-photo").checked ? "photo" : "document");
  await ask(`sandbox/chats/${state.me}/file`, null, form);
  toEnd();
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => $("toast").classList.remove("shown"), 4000);
}

// -- the command menu

function drawCommands() {
  const typed = $("text").value;
  const start = typed.startsWith("/") ? typed.slice(1).split(/\s/)[0].toLowerCase() : "";
  const fitting = (state.chat?.commands ?? []).filter((one) => one.command.startsWith(start));
  const chosen = $("commands").dataset.chosen;
  $("commands").replaceChildren(...fitting.map((one) => element("li", { role: "option", id: `c-${one.command}`, "aria-selected": one.command === chosen ? "true" : "false", onmousedown: (event) => event.preventDefault(), onclick: () => run(one.command) }, element("b", {}, `/${one.command}`), element("span", {}, one.description))));
  if (!fitting.length) $("commands").replaceChildren(element("li", { class: "none" }, "/…"));
  return fitting.map((one) => one.command);
}

function openCommands(open) {
  $("commands").hidden = !open;
  $("menu").setAttribute("aria-expanded", String(open));
  delete $("commands").dataset.chosen;
  $("text").removeAttribute("aria-activedescendant");
  if (open) drawCommands();
}

function run(command) { openCommands(false); $("text").value = ""; grow(); say(`/${command}`); }

function walkCommands(step) {
  const all = drawCommands();
  if (!all.length) return;
  const at = all.indexOf($("commands").dataset.chosen);
  $("commands").dataset.chosen = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length];
  drawCommands();
  $("text").setAttribute("aria-activedescendant", `c-${$("commands").dataset.chosen}`);
  $(`c-${$("commands").dataset.chosen}`).scrollIntoView({ block: "nearest" });
}

// -- the clock

function setNow(iso) {
  if (!iso) return;
  state.now = new Date(iso);
  $("now").textContent = present(state.now, state.zone);
  if (document.activeElement !== $("goto-time")) $("goto-time").value = forField(state.now, state.zone);
}

async function move(action, to) {
  const buttons = document.querySelectorAll(".clock button");
  buttons.forEach((button) => { button.disabled = true; });
  document.body.classList.add("moving");
  try {
    const { now, note } = await ask("sandbox/clock", { action, to: to ?? null });
    setNow(now);
    toast(note || `${word("moved")} ${present(state.now, state.zone)}`);
    await refreshPeople();
    await refreshChat();
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
    document.body.classList.remove("moving");
  }
}

// -- wiring

function grow() {
  const box = $("text");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

function submit() {
  const text = $("text").value;
  const chosen = !$("commands").hidden && $("commands").dataset.chosen;
  if (chosen) { run(chosen); return; }
  openCommands(false);
  say(text).catch(() => { $("text").value = text; });
  $("text").value = "";
  grow();
}

function typed(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
  else if (event.key === "Escape") { openCommands(false); setContext(null); }
  else if (!$("commands").hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); walkCommands(event.key === "ArrowDown" ? 1 : -1); }
  else if (event.key === "ArrowUp" && !$("text").value) {
    const last = (state.chat?.messages ?? []).findLast((message) => !message.by_bot && message.text);
    if (last) { event.preventDefault(); setContext({ kind: "edit", message: last }); }
  }
}

function openAttach(open) { $("attach-menu").hidden = !open; $("attach").setAttribute("aria-expanded", String(open)); if (open) $("pick").focus(); }

$("compose").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
$("text").addEventListener("keydown", typed);
$("text").addEventListener("input", () => { grow(); openCommands(/^\/\w*$/.test($("text").value)); });
$("text").addEventListener("paste", (event) => offer([...event.clipboardData.files][0]));
$("menu").addEventListener("click", () => { openCommands($("commands").hidden); $("text").focus(); });
$("context-cancel").addEventListener("click", () => setContext(null));
$("start").firstElementChild.addEventListener("click", () => say("/start"));
$("attach").addEventListener("click", () => openAttach($("attach-menu").hidden));
$("pick").addEventListener("click", () => { openAttach(false); $("file").value = ""; $("file").click(); });
$("voice").addEventListener("click", () => { openAttach(false); act("voice"); });
$("sticker").addEventListener("click", () => { openAttach(false); act("sticker"); });
$("file").addEventListener("change", () => offer($("file").files[0]));
$("file-dialog").addEventListener("close", () => { if ($("file-dialog").returnValue === "send") sendFile(); });
$("contact-dialog").addEventListener("close", () => { if ($("contact-dialog").returnValue === "send") act("contact", { phone: $("phone").value }); });
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("cancel", () => { dialog.returnValue = ""; });
  dialog.querySelector(".close")?.addEventListener("click", () => dialog.close(""));
}
$("block").addEventListener("click", async () => { await act("block", { blocked: !state.chat.blocked }); refreshChat(); });
$("down").addEventListener("click", toEnd);
$("messages").addEventListener("scroll", () => { $("down").hidden = atEnd(); });
$("messages").addEventListener("load", () => { if (atEnd()) toEnd(); }, true);
$("next-day").addEventListener("click", () => move("next_day"));
$("next-reminder").addEventListener("click", () => move("next_reminder"));
$("goto").addEventListener("submit", (event) => { event.preventDefault(); move("goto", instant($("goto-time").value, state.zone)); });
$("language").addEventListener("click", () => { speak(language === "zh" ? "en" : "zh"); dress(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") { openAttach(false); openCommands(false); } });
document.addEventListener("click", (event) => { if (!event.target.closest(".more")) openAttach(false); if (!event.target.closest(".bottom")) openCommands(false); });
document.addEventListener("visibilitychange", drawPeople);
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => { event.preventDefault(); offer(event.dataTransfer.files[0]); });
setInterval(async () => { if (!document.hidden) setNow((await ask("sandbox/clock")).now); }, 15000);

function dress() {
  $("language").textContent = word("other");
  $("language").title = word("otherTitle");
  if (state.now) setNow(state.now.toISOString());
  if (state.chat) drawChat(); else drawPeople();
}

speak(language);
dress();
listen();
