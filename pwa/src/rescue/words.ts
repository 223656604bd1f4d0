/**
 * The page's words, in both languages. It takes none of the app's: what broke the app must not break
 * this. words.test.ts holds the names of kinds and photos together with the app's own.
 */

const ZH = {
  title: "救出我的记录",
  intro: "这一页不依赖巡店应用。它只读取本机保存的内容，不改动任何东西；没有网络也能用。",
  reading: "正在读取本机…",
  nothing: "本机没有找到任何记录",
  nothing_text: "这个浏览器里没有巡店的数据。如果你用的是另一个浏览器或手机，请在那里打开这一页。",
  unsent: "待送 {n} 条",
  refused: "被退回 {n} 条",
  heard: "公司已收到 {n} 条，本机还留着",
  photos: "完好的照片 {n} 张（{size}）",
  contact: "上次联系公司：{at}",
  contact_never: "上次联系公司：不知道",
  list: "记录",
  pictures: "照片",
  more: "还有 {n} 条，都会在文件里",
  damaged: "已损坏",
  kept: "已送达",
  waiting: "待送",
  no: "被退回",
  bad: "有 {n} 处读不出来，文件里会写明是哪些",
  blocked: "另一个页面正占用这些数据。请关掉其他巡店页面，再试一次。",
  again: "再读一次",
  export: "导出一个加密文件",
  how_key: "文件只有公司能打开。",
  how_code: "本机不知道公司的密钥。文件会用一个码锁住，导出后显示在这里。",
  progress: "正在写照片 {n} / {of}",
  saved: "文件已保存到下载：{name}（{size}）",
  shared: "文件已交给你选的应用：{name}（{size}）",
  stopped: "没有送出。可以再点一次。",
  failed: "没有写成：{why}。本机的内容没有变。",
  code: "这个文件用下面的码锁住。请抄下来，打电话告诉公司，不要和文件发在一起。",
  after: "把文件交给你的主管或公司的系统管理员。送达之前，不要清除浏览器数据，也不要卸载应用。",
  back: "回到巡店",
  kinds: {
    "visit.check_in": "到店签到",
    "visit.check": "货架检查",
    "visit.check_out": "离店",
    "visit.fail": "无法拜访",
    "photo.attach": "照片信息",
    "order.submit": "订单",
    "order.cancel": "取消订单",
    "task.complete": "完成任务",
    "task.cannot": "任务做不了",
    "day.end": "日结",
    "note.deliver": "交货",
  },
  types: {
    storefront: "门头照",
    main_shelf_before: "主货架（前）",
    main_shelf_after: "主货架（后）",
    second_display: "第二陈列",
    cooler: "冰柜",
    price_tag: "价签",
    expiry: "过期商品",
    signature: "签名",
    task: "任务照片",
    delivery: "送货照片",
  },
};

export type Words = typeof ZH;

const EN: Words = {
  title: "Rescue my work",
  intro:
    "This page does not need the app. It only reads what is saved on this phone and changes nothing; it works without a network.",
  reading: "Reading this phone…",
  nothing: "Nothing was found on this phone",
  nothing_text:
    "This browser holds no data of Xundian. If you use another browser or phone, open this page there.",
  unsent: "Waiting to be sent: {n}",
  refused: "Sent back to you: {n}",
  heard: "Received by the company, still kept here: {n}",
  photos: "Photos that are whole: {n} ({size})",
  contact: "Last contact with the company: {at}",
  contact_never: "Last contact with the company: not known",
  list: "Records",
  pictures: "Photos",
  more: "{n} more; all of them will be in the file",
  damaged: "Damaged",
  kept: "Delivered",
  waiting: "Waiting",
  no: "Sent back",
  bad: "Places that cannot be read: {n}. The file will say which",
  blocked: "Another page holds this data. Close the other pages of Xundian, and try again.",
  again: "Read again",
  export: "Export one encrypted file",
  how_key: "Only the company can open the file.",
  how_code:
    "This phone does not know the company's key. The file will be locked with a code, shown here afterwards.",
  progress: "Writing photo {n} of {of}",
  saved: "Saved to your downloads: {name} ({size})",
  shared: "Handed to the app you chose: {name} ({size})",
  stopped: "It was not sent. You can tap again.",
  failed: "It could not be written: {why}. Nothing on this phone has changed.",
  code: "The file is locked with this code. Write it down and tell it to the office by telephone; do not send it along with the file.",
  after:
    "Give the file to your supervisor or your company's administrator. Until it has arrived, do not clear the browser's data and do not remove the app.",
  back: "Back to Xundian",
  kinds: {
    "visit.check_in": "Check-in",
    "visit.check": "Shelf check",
    "visit.check_out": "Check-out",
    "visit.fail": "Failed visit",
    "photo.attach": "Photo details",
    "order.submit": "Order",
    "order.cancel": "Order cancelled",
    "task.complete": "Task done",
    "task.cannot": "Task not possible",
    "day.end": "End of day",
    "note.deliver": "Delivery",
  },
  types: {
    storefront: "Shop front",
    main_shelf_before: "Main shelf, before",
    main_shelf_after: "Main shelf, after",
    second_display: "Second display",
    cooler: "Cooler",
    price_tag: "Price tag",
    expiry: "Expired goods",
    signature: "Signature",
    task: "Task photo",
    delivery: "Delivery photo",
  },
};

export type Language = "zh-CN" | "en";
export const LANGUAGES: Record<Language, Words> = { "zh-CN": ZH, en: EN };

/** Fill the holes. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
