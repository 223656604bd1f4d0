/** Words of a rep's day that only its own screens speak, in English. */

import type { DayWords } from "./day.zh-CN";

export const dayEn: DayWords = {
  "ready.title": "Phone check",
  "ready.first": "One minute, before you go out",
  "ready.last": "Last checked {at}",
  "ready.fine": "{n} of {all} in order",
  "ready.stopped": "No visits can be started on this phone yet: please install the app first",
  "ready.install_ok": "On the home screen; it opens without a signal",
  "ready.install_ios":
    "Without it, an iPhone clears the data after seven days without use, and what was not sent is lost",
  "ready.install_android": "On the home screen the data are safer and it opens faster",
  "ready.install_other": "Installed, the data are safer and it opens faster",
  "ready.storage_ok": "Protected; the system does not clear it by itself",
  "ready.storage_ask": "Please allow protection, or the system may clear it when space runs out",
  "ready.storage_unknown":
    "This browser does not say whether data may be cleared; send everything before you finish",
  "ready.room_ok": "Enough space for a day",
  "ready.room_do": "Not enough space for a day's photos. Please delete photos, videos or apps",
  "ready.room_unknown": "This browser does not say how much space is left",
  "ready.position_ok": "Allowed. It is read at check-in, check-out and photos only",
  "ready.position_prompt": "Needed to check in. It is read at check-in, check-out and photos only",
  "ready.position_denied":
    "Switched off. Allow location for this app in the phone's settings; without it you can check in with a photo of the storefront",
  "ready.position_none": "This device has none. You can check in with a photo of the storefront",
  "ready.camera_ok": "Allowed",
  "ready.camera_prompt": "Needed for storefront and shelf photos",
  "ready.camera_denied":
    "Switched off. Allow the camera for this app in the phone's settings; otherwise only stored pictures can be chosen, and they are marked",
  "ready.camera_none": "This device has none; stored pictures can be chosen, and are marked",
  "ready.clock_ok": "Agrees with the company's",
  "ready.clock_do":
    "More than five minutes off. Please turn on automatic time in the phone's settings",
  "ready.clock_unknown": "No contact with the company yet; compared then",
  "ready.network_ok": "The company can be reached",
  "ready.network_advice":
    "The company cannot be reached now. You can work as usual; records stay on the phone and are sent when there is a signal",
  "readystate.ok": "OK",
  "readystate.ask": "Allow",
  "readystate.do": "To do",
  "readystate.advice": "Advice",
  "readystate.stop": "Must",
  "ready.how": "How to put it on the home screen",
  "ready.ios_1": "Open this page in Safari",
  "ready.ios_2": "Tap the share button at the bottom",
  "ready.ios_3": "Choose “Add to Home Screen”, then “Add”",
  "ready.ios_4": "Open it from the Xundian icon and sign in again",
  "ready.android_1": "Tap the menu of the browser",
  "ready.android_2": "Choose “Install app” or “Add to home screen”",
  "ready.android_3": "From then on open it from the Xundian icon",
  "ready.other_1": "Use the install icon in the address bar, or “Install” in the browser's menu",
  "ready.other_2": "From then on open it from the Xundian icon",
  "ready.install": "Install",
  "ready.why": "The system will ask you one by one; please choose “Allow”",
  "ready.allow": "Allow one by one",
  "ready.later": "Later, start work first",
  "ready.again": "Check again",
  "ready.outbox": "See what waits to be sent",
  "ready.go": "Start work",
};
