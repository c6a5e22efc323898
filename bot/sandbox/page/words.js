// The words of the page itself. What the bot says comes from the bot.
const WORDS = {
  zh: {
    title: "结对助手", badge: "沙盒", clock: "沙盒的时钟", nextDay: "下一天", nextReminder: "下一个提醒", goTo: "前往", gotoTime: "要去的日期和时间",
    people: "换一个人", conversation: "对话", messages: "消息", examples: "可以这样说", commands: "命令菜单", cancel: "取消", write: "写一条消息…",
    attach: "附件", file: "照片或文件", voice: "语音", sticker: "贴纸", send: "发送", keyboard: "快捷键盘", toEnd: "到最新消息", start: "开始",
    introWhat: "真的机器人，编造的县，不连 Telegram。", introHow: "换人说话，拨动时钟，看提醒和报告。",
    sendFile: "发送文件", caption: "说明（可不填）", asPhoto: "作为照片发送", sharePhone: "分享手机号", sharePhoneWhy: "机器人会看到下面这个号码。", phone: "手机号",
    share: "分享", fine: "知道了", edited: "已编辑", typing: "正在输入…", bot: "机器人", blocked: "已屏蔽", block: "屏蔽", unblock: "解除屏蔽",
    reply: "回复", edit: "编辑", replying: "回复", editing: "编辑消息", voiceMessage: "语音消息", stickerMessage: "贴纸", contactMessage: "名片",
    photo: "照片", download: "下载", unread: "条未读", away: "和沙盒的连接断了，正在重连…", failed: "没有成功：", you: "你是", nothing: "还没有消息", location: "位置", other: "EN", otherTitle: "Switch to English", moved: "时钟拨到",
  },
  en: {
    title: "Jiedui Bot", badge: "sandbox", clock: "Clock of the sandbox", nextDay: "Next day", nextReminder: "Next reminder", goTo: "Go", gotoTime: "Date and time to go to",
    people: "Switch person", conversation: "Conversation", messages: "Messages", examples: "Try saying", commands: "Command menu", cancel: "Cancel", write: "Write a message…",
    attach: "Attach", file: "Photo or file", voice: "Voice", sticker: "Sticker", send: "Send", keyboard: "Quick replies", toEnd: "To the newest message", start: "Start",
    introWhat: "The real bot, an invented county, no Telegram.", introHow: "Be somebody, chat, move the clock, get reminders.",
    sendFile: "Send a file", caption: "Caption (optional)", asPhoto: "Send as a photo", sharePhone: "Share phone number", sharePhoneWhy: "The bot will see this number.", phone: "Phone number",
    share: "Share", fine: "OK", edited: "edited", typing: "typing…", bot: "bot", blocked: "blocked", block: "Block", unblock: "Unblock",
    reply: "Reply", edit: "Edit", replying: "Reply to", editing: "Edit message", voiceMessage: "Voice message", stickerMessage: "Sticker", contactMessage: "Contact",
    photo: "Photo", download: "Download", unread: "unread", away: "Lost the sandbox, reconnecting…", failed: "That did not work:", you: "You are", nothing: "No messages yet", location: "Location", other: "中文", otherTitle: "切换到中文", moved: "The clock is at",
  },
};

export let language = localStorage.getItem("language") === "en" ? "en" : "zh";
export const word = (key) => WORDS[language][key];

export function speak(code) {
  language = code;
  localStorage.setItem("language", code);
  document.documentElement.lang = code === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", word(node.dataset.label));
    if (node.tagName === "TEXTAREA") node.placeholder = word(node.dataset.label);
    else if (node.classList.contains("icon")) node.title = word(node.dataset.label);
  }
}

const locale = () => (language === "zh" ? "zh-CN" : "en-GB");
const format = (date, zone, options) => new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(date);
export const clockTime = (date, zone) => format(date, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const dayName = (date, zone) => format(date, zone, { year: "numeric", month: "long", day: "numeric", weekday: "long" });
export const present = (date, zone) =>
  `${format(date, zone, { year: "numeric", month: "2-digit", day: "2-digit" }).replaceAll("/", language === "zh" ? "-" : "/")} ` +
  `${format(date, zone, { weekday: "short" })} ${clockTime(date, zone)}`;

const parts = (date, zone) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(date).replace(" ", "T");
export const forField = (date, zone) => parts(date, zone).slice(0, 16);

// A wall-clock time of the sandbox's zone ("2026-06-01T09:00") as an instant in ISO.
export function instant(local, zone) {
  const guess = new Date(`${local}Z`);
  const shift = new Date(`${parts(guess, zone)}Z`) - guess;
  return new Date(guess - shift).toISOString();
}
