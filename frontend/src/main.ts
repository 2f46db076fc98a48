import "./styles/index.css";

import htmx from "htmx.org";

import { csrfToken } from "./lib/upload";
import { startDialogs } from "./ui/dialogs";
import { startLiveLists } from "./ui/live-list";
import { startMenus } from "./ui/menus";
import { applyTheme, startThemeToggle } from "./ui/theme";
import { startToasts, toast } from "./ui/toasts";
import { startTooltips } from "./ui/tooltips";

applyTheme();

// The content security policy allows neither inline styles nor eval.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;

document.body.addEventListener("htmx:configRequest", (event) => {
  const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  headers["X-CSRFToken"] = csrfToken();
});
document.body.addEventListener("htmx:sendError", () => {
  toast("No answer from the server. Check your connection and try again.");
});
document.body.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  toast(xhr.status === 404 ? "That isn’t there any more. Reload the page." : "That didn’t work. Try again.");
});

startDialogs();
startMenus();
startToasts();
startTooltips();
startThemeToggle();
startLiveLists();

const leftBehind = document.getElementById("left-behind");
if (leftBehind !== null) void import("./ui/left-behind").then(({ startLeftBehind }) => startLeftBehind(leftBehind));
