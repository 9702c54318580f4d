import "htmx.org";
import "./agree.ts";
import "./answered.ts";
import "./autosave.ts";
import "./bar-drag.ts";
import "./check-in.ts";
import "./copy.ts";
import "./drop.ts";
import "./due.ts";
import "./editor.ts";
import "./explain.ts";
import "./flash.ts";
import "./inbox.ts";
import "./keys.ts";
import "./language.ts";
import "./lines.ts";
import "./meeting.ts";
import "./mention.ts";
import "./palette.ts";
import "./proposal.ts";
import "./room.ts";
import "./score-walk.ts";
import "./slides.ts";
import "./sort.ts";
import "./theme.ts";
import "./together.ts";
import { csrfToken } from "./csrf.ts";

interface HtmxRequest extends CustomEvent {
  detail: { ctx: { request: { headers: Record<string, string>; method: string } } };
}

document.addEventListener("htmx:config:request", (event) => {
  (event as HtmxRequest).detail.ctx.request.headers["X-CSRFToken"] = csrfToken();
});

// A menu made of <details class="menu"> closes when attention goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
});
