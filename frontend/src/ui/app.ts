import { t } from "../lib/i18n";
import { startWorker, versionOfPage } from "../offline/worker-client";
import { startBell } from "./bell";
import { offerReload } from "./offers";

/** Makes the site an app: it opens without the network, offers its new versions, and has a bell that is current. */
export async function startApp(): Promise<void> {
  const bell = document.getElementById("bell");
  if (bell !== null) startBell(bell);
  await startWorker(versionOfPage(), (takeOver) => {
    offerReload(t("A new version is ready."), takeOver);
  });
  // Only an app that was installed asks for more than the browser gives by itself.
  if (matchMedia("(display-mode: standalone)").matches) {
    await (navigator as Partial<Navigator>).storage?.persist();
  }
}
