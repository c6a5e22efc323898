// Messages of the Bot API as elements. Text is only ever set as text, never as HTML.
import { clockTime, word } from "./words.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote", text_link: "a", url: "a", spoiler: "span", bot_command: "button",
};

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const safe = (address) => (/^(https?|tg|mailto|tel):/i.test(address) ? address : "#");

function wrap(entity, covered, acts) {
  const tag = TAGS[entity.type];
  if (!tag) return element("span");
  if (tag === "a") return element("a", { href: safe(entity.url || covered), target: "_blank", rel: "noopener noreferrer" });
  if (entity.type === "bot_command") return element("button", { type: "button", class: "command", onclick: () => acts.say(covered) });
  if (entity.type === "spoiler") {
    const show = (event) => event.currentTarget.classList.add("shown");
    return element("span", { class: "spoiler", tabindex: "0", onclick: show, onkeydown: (event) => event.key === "Enter" && show(event) });
  }
  if (entity.type === "expandable_blockquote") {
    const open = (event) => event.currentTarget.classList.toggle("open");
    return element("blockquote", { class: "fold", tabindex: "0", onclick: open, onkeydown: (event) => event.key === "Enter" && open(event) });
  }
  return element(tag);
}

// Entities nest or stand apart; offsets are in UTF-16 units, as strings here are.
export function formatted(text, entities, acts, from = 0, to = text.length) {
  const fragment = document.createDocumentFragment();
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  let at = from;
  while (sorted.length) {
    const entity = sorted.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) continue;
    const inner = sorted.filter((other) => other.offset + other.length <= end);
    fragment.append(text.slice(at, entity.offset));
    const node = wrap(entity, text.slice(entity.offset, end), acts);
    node.append(formatted(text, inner, acts, entity.offset, end));
    fragment.append(node);
    at = end;
  }
  fragment.append(text.slice(at, to));
  return fragment;
}

const kilobytes = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
const address = (file) => `sandbox/files/${encodeURIComponent(file.file_id)}`;

export function gist(message) {
  const kinds = { photo: "photo", voice: "voiceMessage", sticker: "stickerMessage", contact: "contactMessage", location: "location" };
  const kind = Object.keys(kinds).find((key) => message[key]);
  return message.text || message.caption || (message.document ? message.document.file_name : kind ? word(kinds[kind]) : "");
}

function media(message) {
  if (message.photo) {
    const photo = message.photo.at(-1);
    const ratio = { width: photo.width, height: photo.height };
    return element("a", { class: "photo", href: address(photo), target: "_blank" }, element("img", { src: address(photo), alt: message.caption || word("photo"), ...ratio }));
  }
  if (message.document) {
    const { file_name: name, file_size: size } = message.document;
    const label = element("span", {}, element("b", {}, name), element("small", {}, `${kilobytes(size)} · ${word("download")}`));
    return element("a", { class: "document", href: address(message.document), download: name }, element("span", { class: "sheet", "aria-hidden": "true" }, name.split(".").pop().slice(0, 4)), label);
  }
  if (message.voice) return element("p", { class: "voice" }, `▶ ▂▅▃▇▅▂▃  ${word("voiceMessage")} ${message.voice.duration}″`);
  if (message.sticker) return element("p", { class: "sticker", role: "img", "aria-label": word("stickerMessage") }, message.sticker.emoji || "🙂");
  if (message.contact) return element("p", { class: "contact" }, element("b", {}, message.contact.first_name), element("span", {}, message.contact.phone_number));
  if (message.location) return element("p", {}, `📍 ${message.location.latitude}, ${message.location.longitude}`);
  return null;
}

function keyboard(message, acts) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return element("div", { class: "inline" }, ...rows.map((row) => element("div", { class: "row" }, ...row.map((button) => {
    if (button.url) return element("a", { class: "button", href: safe(button.url), target: "_blank", rel: "noopener noreferrer" }, `${button.text} ↗`);
    const tap = (event) => acts.tap(message, button, event.currentTarget);
    return element("button", { type: "button", class: "button", "data-data": button.callback_data, onclick: tap }, button.text);
  }))));
}

export function bubble(message, zone, acts) {
  const mine = !message.by_bot;
  const body = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const answered = message.reply_to_message;
  const time = element("span", { class: "time" }, message.edit_date ? `${word("edited")} ` : "", clockTime(new Date(message.date * 1000), zone));
  const quote = answered && element("a", { class: "quote", href: `#m${answered.message_id}` }, element("b", {}, answered.from.first_name), element("span", {}, gist(answered)));
  const tools = element("div", { class: "tools" },
    element("button", { type: "button", class: "tool", title: word("reply"), "aria-label": word("reply"), onclick: () => acts.reply(message) }, "↩"),
    mine && body ? element("button", { type: "button", class: "tool", title: word("edit"), "aria-label": word("edit"), onclick: () => acts.edit(message) }, "✎") : null);
  const text = body ? element("div", { class: "text" }, formatted(body, entities, acts), time) : time;
  const inside = element("div", { class: `bubble${message.sticker ? " bare" : ""}` }, quote, media(message), text);
  const shown = message.reply_markup?.inline_keyboard ? keyboard(message, acts) : null;
  return element("article", { id: `m${message.message_id}`, class: mine ? "mine" : "theirs" }, element("div", { class: "line" }, inside, tools), shown);
}
